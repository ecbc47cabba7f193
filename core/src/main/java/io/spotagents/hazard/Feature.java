package io.spotagents.hazard;

/**
 * What the hazard of a pool is predicted from. Each feature may push it in one direction only, so
 * that no refit can learn from a short past that losses are a good sign.
 */
public enum Feature {
    /**
     * Natural logarithm of the pool's losses by those that are usual at its age, remembered with
     * half-lives of 1, 6, 24 and 72 hours.
     */
    STRAIN(1),
    /** Natural logarithm of the hours since the pool came up, plus 3 minutes. */
    AGE(-1),
    /** By how much {@link #AGE} is above that of a pool that came up 12 hours ago; at least 0. */
    OLD_AGE(-1),
    /** Square root of the share of known pools of the same region and family that are down. */
    SIBLINGS_DOWN(1),
    /** log(1 + losses of siblings), remembered with a half-life of 15 minutes. */
    SHOCK(1),
    /** log(1 + losses of siblings), remembered with a half-life of 3 hours. */
    UNREST(1),
    /** Natural logarithm of the share of the known time the pool was up, half-life 24 hours. */
    AVAILABILITY(-1),
    /**
     * Natural logarithm of how many instances the pool would give by how many it ever would, half
     * an instance added to both; 0 where nobody knows.
     */
    DEPTH(-1),
    /** 1 when the cloud has just told of a raised risk, halved every 30 minutes. */
    REBALANCE(1);

    static final int COUNT = values().length;

    private final int direction;

    Feature(int direction) {
        this.direction = direction;
    }

    /** Whether a weight pushes the way this feature may push; a weight of 0 does. */
    boolean allows(double weight) {
        return weight * direction >= 0;
    }
}
