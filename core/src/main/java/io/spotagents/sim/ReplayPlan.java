package io.spotagents.sim;

import java.time.Duration;
import java.util.List;

/**
 * What all runs of a replay have in common.
 *
 * @param pools spot pools with their histories, at least one
 * @param longest after which a run is given up as never finishing
 */
public record ReplayPlan(
        List<SimulatedPool> pools,
        Workload work,
        CloudRules rules,
        Duration longest,
        Circumstances circumstances) {

    /** With nothing besides the market. */
    public ReplayPlan(
            List<SimulatedPool> pools, Workload work, CloudRules rules, Duration longest) {
        this(pools, work, rules, longest, Circumstances.NONE);
    }

    public ReplayPlan {
        pools = List.copyOf(pools);
        if (pools.isEmpty()) {
            throw new IllegalArgumentException("pools must not be empty: no traces were found");
        }
    }
}
