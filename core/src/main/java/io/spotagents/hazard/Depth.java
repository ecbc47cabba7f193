package io.spotagents.hazard;

/** How much of what a pool ever had it has left, where somebody tells. */
final class Depth {

    /** Keeps a pool that gives one instance or none from looking empty. */
    private static final double OFFSET = 0.5;

    private int most;
    private double logShare;
    private double asOf = Double.NEGATIVE_INFINITY;

    void told(int available, double now) {
        most = Math.max(most, available);
        logShare = Math.log((available + OFFSET) / (most + OFFSET));
        asOf = now;
    }

    /** Whether nobody ever told. */
    boolean isUntold() {
        return asOf == Double.NEGATIVE_INFINITY;
    }

    /** At most 0; 0 as well where nobody has told of late. */
    double logShare(double now) {
        return now - asOf <= PoolHazard.UNWATCHED ? logShare : 0;
    }
}
