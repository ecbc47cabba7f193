package io.spotagents.sim;

import io.spotagents.deadline.CheapestInTime;
import io.spotagents.deadline.DeadlinePolicy;
import io.spotagents.selection.SelectionPolicy;
import java.util.List;

/** A policy that takes part in a replay, under the name that reports use. */
interface Contender {

    String name();

    /**
     * The policy for one run. What it may know beyond what a controller sees is its own business.
     */
    SelectionPolicy policy(Run run);

    /** What it sends work with a deadline to. A new one for each run. */
    default DeadlinePolicy deadlines() {
        return new CheapestInTime();
    }

    /**
     * What a policy may look at: the run's time and, for those that cheat, the pools' histories.
     */
    record Run(
            SimulatedTime time,
            List<SimulatedPool> pools,
            Workload work,
            Troubles troubles,
            long seed) {}
}
