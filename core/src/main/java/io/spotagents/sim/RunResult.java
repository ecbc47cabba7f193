package io.spotagents.sim;

import java.time.Instant;

/**
 * What one run of a workload came to.
 *
 * @param finished whether all work was done before the market's history ended
 * @param makespanHours from the start to the end of the last unit, or to where it was given up
 * @param lowerBoundUsd what no policy could have done it for
 */
public record RunResult(
        Instant start,
        boolean finished,
        double makespanHours,
        Money money,
        Losses losses,
        double lowerBoundUsd) {

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
