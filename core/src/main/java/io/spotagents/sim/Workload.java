package io.spotagents.sim;

import java.time.Duration;

/**
 * The work of a replay: every agent has the same number of units to do, as if a test suite were cut
 * evenly.
 *
 * @param agents most agents at work at once, at least 1
 * @param unit how long one unit takes without interruption; what a reclaim interrupts begins anew
 * @param unitsPerAgent units in all, divided by {@code agents}; at least 1
 */
public record Workload(int agents, Duration unit, int unitsPerAgent) {

    /** What every agent is to do, as near as whole units come to it. */
    private static final Duration WORK_PER_AGENT = Duration.ofMinutes(104);

    public Workload {
        if (agents < 1) {
            throw new IllegalArgumentException("agents must be at least 1, not " + agents);
        }
        if (unit.isNegative() || unit.isZero()) {
            throw new IllegalArgumentException("unit must be positive, not " + unit);
        }
        if (unitsPerAgent < 1) {
            throw new IllegalArgumentException(
                    "unitsPerAgent must be at least 1, not " + unitsPerAgent);
        }
    }

    /** About 104 minutes of work for each agent: 4 units of 26 minutes, or 16 of 6.5. */
    public static Workload of(int agents, Duration unit) {
        if (unit.isNegative() || unit.isZero()) {
            throw new IllegalArgumentException("unit must be positive, not " + unit);
        }
        double units = (double) WORK_PER_AGENT.toMillis() / unit.toMillis();
        return new Workload(agents, unit, (int) Math.max(1, Math.round(units)));
    }

    public int units() {
        return agents * unitsPerAgent;
    }

    /** Work that has to be done, in hours of one agent. */
    public double hours() {
        return hours(units());
    }

    /** So many units, in hours of one agent. */
    double hours(int ofUnits) {
        return ofUnits * (unit.toMillis() / 3_600_000.0);
    }
}
