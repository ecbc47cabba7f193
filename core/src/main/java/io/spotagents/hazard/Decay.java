package io.spotagents.hazard;

/**
 * Sums that forget with several half-lives, kept in the money of one day: what is added later is
 * added larger, so that forgetting costs nothing per pool. {@code sum / growth(now)} is the
 * forgotten sum.
 */
final class Decay {

    /** Hours; the last one is the longest. */
    static final double[] HALF_LIVES = {1, 6, 24, 72};

    static final int COUNT = HALF_LIVES.length;

    /** Index of 24 hours, the one availability is remembered with. */
    static final int DAY = 2;

    /** Growth stays far below what a double can hold: 2^240 for the shortest half-life. */
    private static final double REBASE_HOURS = 240;

    private static final double LOG_2 = Math.log(2);

    private double epoch;

    /** What one unit added at {@code hours} counts for in the sums. */
    double[] growth(double hours) {
        double[] growth = new double[COUNT];
        for (int i = 0; i < COUNT; i++) {
            growth[i] = Math.pow(2, (hours - epoch) / HALF_LIVES[i]);
        }
        return growth;
    }

    /** What one unit per hour adds while growth goes from one value to another. */
    static double integral(int i, double from, double to) {
        return HALF_LIVES[i] / LOG_2 * (to - from);
    }

    boolean isDue(double hours) {
        return hours - epoch > REBASE_HOURS;
    }

    /** Starts over at {@code hours}; every sum has to be multiplied by the answer. */
    double[] rebase(double hours) {
        double[] growth = growth(hours);
        epoch = hours;
        for (int i = 0; i < COUNT; i++) {
            growth[i] = 1 / growth[i];
        }
        return growth;
    }

    static double halved(double hours, double halfLife) {
        return Math.exp(-LOG_2 * hours / halfLife);
    }
}
