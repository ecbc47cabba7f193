package io.spotagents.fleet;

import io.spotagents.capacity.CoolDown;
import java.time.Duration;

/**
 * How long the loop waits for what.
 *
 * @param coolDown how long a pool is left alone and mistrusted
 */
public record FleetTimings(Polling polling, CoolDown coolDown, Patience patience) {

    /** For clouds at their own speed. */
    public static final FleetTimings DEFAULT =
            new FleetTimings(
                    new Polling(
                            Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(60)),
                    CoolDown.DEFAULT,
                    new Patience(
                            Duration.ofMinutes(10),
                            Duration.ofMinutes(2),
                            Duration.ofMinutes(5),
                            Duration.ofSeconds(20),
                            Duration.ofMinutes(1)));

    /** The same with every cool-down shorter by a factor, for markets that run faster than life. */
    public FleetTimings withCoolDownDividedBy(double factor) {
        return new FleetTimings(polling, coolDown.dividedBy(factor), patience);
    }

    /**
     * How often a source is asked.
     *
     * @param list between two listings of instances
     * @param offers between two readings of offers
     * @param callDeadline after which a call that has not answered counts as failed
     */
    public record Polling(Duration list, Duration offers, Duration callDeadline) {}

    /**
     * How long something may last before it counts as not going to happen.
     *
     * @param boot from the launch to the agent's first word; also the first lease
     * @param reconnect from a broken channel to the agent's return
     * @param restart from a restart of the controller to the return of an agent that was there
     *     before. By default as long as a resumed Pipeline waits for its node: if the instance were
     *     ended sooner, work that could go on would be lost (Jenkins' workflow-support plugin,
     *     ExecutorPickle, 5 minutes, read 2026-11-23)
     * @param surplus how long more instances may boot than are wanted, since work that was moved is
     *     between two queues for a moment
     * @param lag how long a new instance may be missing in its provider's list
     */
    public record Patience(
            Duration boot, Duration reconnect, Duration restart, Duration surplus, Duration lag) {}
}
