package io.spotagents.cli;

import java.util.Arrays;

/**
 * How long decisions over one catalog took.
 *
 * @param unmet instances that the last one could not place
 * @param firstMillis the very first one
 * @param warm those after it, once they had been made for a while
 */
record DecisionTimes(int pools, int unmet, double firstMillis, Warm warm) {

    static DecisionTimes of(int pools, int unmet, double firstMillis, double[] warmMillis) {
        double[] sorted = warmMillis.clone();
        Arrays.sort(sorted);
        Warm warm = new Warm(rank(sorted, 0.5), rank(sorted, 0.99), sorted[sorted.length - 1]);
        return new DecisionTimes(pools, unmet, firstMillis, warm);
    }

    /** The smallest value that so large a share does not exceed. */
    private static double rank(double[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }

    /** Median, 99th percentile, and the longest. */
    record Warm(double p50Millis, double p99Millis, double maxMillis) {}
}
