package io.spotagents.speed;

import java.util.Arrays;

/** The newest durations of one work on one machine type, as logarithms of seconds. */
final class Samples {

    /** Enough for a median that two stray durations do not move; few, as work changes. */
    private static final int KEPT = 9;

    private final double[] newest = new double[KEPT];
    private int seen;

    void add(double logSeconds) {
        newest[seen % KEPT] = logSeconds;
        seen++;
    }

    int count() {
        return Math.min(seen, KEPT);
    }

    double median() {
        double[] sorted = Arrays.copyOf(newest, count());
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
