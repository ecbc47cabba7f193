package io.jenkins.plugins.spotagents.lost;

import hudson.model.Result;
import io.jenkins.plugins.spotagents.agent.SpotComputer;
import io.spotagents.fleet.Agents;
import java.time.Duration;
import java.time.Instant;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/**
 * An agent that is about to be lost, or is.
 *
 * @param agent the agent as users know it, with its pool
 * @param why announced how long ahead, or gone without notice; part of a sentence
 * @param until when the instance stops; in the past once it is gone
 */
record Loss(SpotComputer computer, String agent, String why, Instant until) {

    static Loss announced(SpotComputer computer, Agents.Drain drain, Instant now) {
        String why = Messages.Loss_Announced(lead(now, drain.deadline()), drain.reason());
        return new Loss(computer, nameOf(computer), why, drain.deadline());
    }

    /** Nobody takes the instance: what it costs is no longer allowed. */
    static Loss ofBudget(SpotComputer computer, Agents.Drain drain) {
        return new Loss(computer, nameOf(computer), drain.reason(), drain.deadline());
    }

    /** The budget is the cause. */
    BudgetSpent budgetSpent() {
        return new BudgetSpent(Messages.Loss_BudgetSpent(agent, why));
    }

    /** What was announced has come. */
    static Loss reclaimed(SpotComputer computer, String reason, Instant now) {
        return new Loss(computer, nameOf(computer), Messages.Loss_Reclaimed(reason), now);
    }

    static Loss gone(SpotComputer computer, String reason, Instant now) {
        return new Loss(computer, nameOf(computer), Messages.Loss_Gone(reason), now);
    }

    String instanceId() {
        return computer.instanceId();
    }

    /** What was lost and why, and in so many words what becomes of it. */
    Reclaimed cause(String whereItGoes) {
        return new Reclaimed(Messages.Loss_Sentence(agent, why, whereItGoes));
    }

    /**
     * What stops a step. Not an "actual" interruption: a bare {@code retry(n)} lets those through,
     * as it takes them for a person's wish.
     */
    FlowInterruptedException interruption() {
        Reclaimed cause = cause(Messages.Loss_GoesOnElsewhere());
        return new FlowInterruptedException(Result.ABORTED, false, cause);
    }

    private static String nameOf(SpotComputer computer) {
        return Messages.Loss_Agent(computer.getDisplayName(), computer.pool());
    }

    /** Whole seconds; never below zero, a late notice has no lead left. */
    private static String lead(Instant now, Instant deadline) {
        Duration left = now.isAfter(deadline) ? Duration.ZERO : Duration.between(now, deadline);
        return Long.toString(Math.min(left.toSeconds(), Duration.ofDays(1).toSeconds()));
    }
}
