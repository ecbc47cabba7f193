package io.spotagents.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The same work, from many moments on, by every contender. Runs of one contender follow each other
 * in time, so that one that learns knows what it saw before, and nothing of later.
 */
public final class Replay {

    private final ReplayPlan plan;
    private final long seed;
    private final Foresight ours;
    private final Map<String, List<RunResult>> resultsByPolicy = new LinkedHashMap<>();

    public Replay(ReplayPlan plan, long seed) {
        this.plan = plan;
        this.seed = seed;
        this.ours = new Foresight(plan);
    }

    /** Moments to start from, drawn by the seed from the part of the history that has a future. */
    public List<Instant> starts(int count) {
        Instant end =
                plan.pools().stream()
                        .map(SimulatedPool::end)
                        .min(Comparator.naturalOrder())
                        .orElseThrow();
        long room = Duration.between(SimulatedPool.BEGIN, end.minus(plan.longest())).toSeconds();
        if (room < 1) {
            throw new IllegalArgumentException(
                    "the traces are shorter than the longest run, "
                            + plan.longest()
                            + ": give longer traces or a shorter run");
        }
        Random random = new Random(seed);
        List<Instant> starts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            starts.add(SimulatedPool.BEGIN.plusSeconds(random.nextLong(room)));
        }
        starts.sort(Comparator.naturalOrder());
        return starts;
    }

    /** What all policies are measured by, in the order of reports. */
    public static List<String> policies() {
        return Contenders.all().stream().map(Contender::name).toList();
    }

    /** Beside those, for work with a deadline: ours with other rules for keeping it. */
    public static List<String> deadlinePolicies() {
        return Contenders.inTime().stream().map(Contender::name).toList();
    }

    /**
     * Runs one policy from each start.
     *
     * @param policy one of {@link #policies()} or {@link #deadlinePolicies()}
     * @param nanos a clock that decisions are timed by
     * @param progress told after each run
     */
    public PolicyScore score(
            String policy, List<Instant> starts, LongSupplier nanos, Runnable progress) {
        Contender contender =
                Stream.concat(Contenders.all().stream(), Contenders.inTime().stream())
                        .filter(one -> one.name().equals(policy))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "policies has no \""
                                                        + policy
                                                        + "\": "
                                                        + policies()));
        Decisions decisions = new Decisions(nanos);
        ReplayRun.Entrant entrant =
                new ReplayRun.Entrant(contender, new Observed(), foresight(policy), decisions);
        List<RunResult> results = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            ReplayRun run = new ReplayRun(plan, starts.get(i), entrant, seed + i);
            results.add(run.run());
            progress.run();
        }
        resultsByPolicy.put(policy, results);
        return PolicyScore.of(policy, plan.work(), results, decisions);
    }

    /**
     * How well losses are foreseen: in shadow, and, once our policy has run, from what it saw
     * itself.
     */
    public List<PredictorScore> predictors() {
        return ours.scores();
    }

    /**
     * Our policy against a yardstick.
     *
     * @return empty unless both have been scored on the same starts
     */
    public Optional<Comparison> comparison(String against) {
        List<RunResult> own = resultsByPolicy.get(Contenders.OURS);
        List<RunResult> others = resultsByPolicy.get(against);
        return own == null || others == null || own.size() != others.size()
                ? Optional.empty()
                : Optional.of(Comparison.of(Contenders.OURS, own, against, others));
    }

    private Foresight foresight(String policy) {
        return policy.equals(Contenders.OURS) ? ours : new Foresight(plan);
    }
}
