package io.spotagents.fleet;

import java.time.Duration;

/** How long the loop waits for what. */
public record FleetTimings(Polling polling, CoolDown coolDown, Patience patience) {

    /** For clouds at their own speed. */
    public static final FleetTimings DEFAULT =
            new FleetTimings(
                    new Polling(
                            Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(60)),
                    new CoolDown(Duration.ofMinutes(3), Duration.ofMinutes(30)),
                    new Patience(
                            Duration.ofMinutes(10),
                            Duration.ofMinutes(2),
                            Duration.ofSeconds(20),
                            Duration.ofMinutes(1)));

    /** The same with every cool-down shorter by a factor, for markets that run faster than life. */
    public FleetTimings withCoolDownDividedBy(double factor) {
        return new FleetTimings(
                polling,
                new CoolDown(
                        divided(coolDown.first(), factor), divided(coolDown.longest(), factor)),
                patience);
    }

    private static Duration divided(Duration duration, double factor) {
        return Duration.ofNanos(Math.max(1, Math.round(duration.toNanos() / factor)));
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
     * How long a pool that refused, or that is being reclaimed, is left alone: after its first
     * refusal, doubled with each further one, up to the longest.
     *
     * <p>Of pools that went down, 77 % are still down after 10 minutes and 16 % after 3 hours, so a
     * fixed time is either too short or too long.
     */
    public record CoolDown(Duration first, Duration longest) {}

    /**
     * How long something may last before it counts as not going to happen.
     *
     * @param boot from the launch to the agent's first word; also the first lease
     * @param reconnect from a broken channel to the agent's return
     * @param surplus how long more instances may boot than are wanted, since work that was moved is
     *     between two queues for a moment
     * @param lag how long a new instance may be missing in its provider's list
     */
    public record Patience(Duration boot, Duration reconnect, Duration surplus, Duration lag) {}
}
