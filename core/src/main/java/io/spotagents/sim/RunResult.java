package io.spotagents.sim;

import java.time.Instant;

/**
 * What one run of a workload came to.
 *
 * @param lowerBoundUsd what no policy could have done for less: as much work as this run did
 */
public record RunResult(
        Instant start, Done done, Money money, Losses losses, double lowerBoundUsd) {

    /**
     * How far it came.
     *
     * @param isAll whether all work was done before the run was given up
     * @param usefulHours work that was done to its end
     * @param makespanHours from the start to the end of the last unit, or to where it was given up
     * @param isInTime whether all work was done when it was due; true if there is no deadline
     */
    public record Done(boolean isAll, double usefulHours, double makespanHours, boolean isInTime) {}

    /** What was paid, and for how many hours of instances, boot and idle time counted. */
    public record Money(double usd, double billedHours, double onDemandHours) {}

    /**
     * What reclaims and refusals took.
     *
     * @param workHours work that was begun, interrupted, and had to be done again
     * @param mostTogether most instances lost within 3 minutes
     * @param failedLaunches launches that brought nothing
     * @param outages spells of a pool being down in which at least one launch failed
     * @param reclaims instances that were taken, or ended since that was announced
     */
    public record Losses(
            double workHours, int mostTogether, int failedLaunches, int outages, int reclaims) {}
}
