package io.jenkins.plugins.spotagents.tests;

import io.spotagents.batches.Outcome;
import io.spotagents.batches.Progress;
import io.spotagents.batches.TestResult;
import io.spotagents.batches.TestRun;
import io.spotagents.model.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a run stands.
 *
 * @param agents how many work, by pool
 * @param expected how long the rest is expected to take, one test after the other
 */
record Standing(
        Progress progress,
        Map<Outcome, Integer> outcomes,
        Map<String, Integer> agents,
        Duration expected,
        Usd spent) {

    static Standing of(TestRun run, List<AgentWork> working, Usd spent) {
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        for (TestResult result : run.results()) {
            outcomes.merge(result.outcome(), 1, Integer::sum);
        }
        Map<String, Integer> agents = new TreeMap<>();
        for (AgentWork work : working) {
            agents.merge(work.pool().orElse(Messages.Standing_OtherAgents()), 1, Integer::sum);
        }
        Duration expected = run.left(Instant.now()).expected();
        return new Standing(run.progress(), outcomes, agents, expected, spent);
    }

    int count(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0);
    }

    /** Failed, or given up. */
    int bad() {
        return count(Outcome.FAILED) + count(Outcome.LOST);
    }

    int agentsAtWork() {
        return agents.values().stream().mapToInt(Integer::intValue).sum();
    }
}
