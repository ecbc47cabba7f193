package io.spotagents.hazard;

/**
 * What the hazard of a pool is predicted from. Each feature may push it in one direction only, so
 * that no refit can learn from a short past that losses are a good sign.
 */
public enum Feature {
    /** Natural logarithm of the losses per pool-hour, remembered with a half-life of 6 hours. */
    LOSSES_6H(1),
    /** As {@link #LOSSES_6H}, with a half-life of 24 hours. */
    LOSSES_24H(1),
    /** As {@link #LOSSES_6H}, with a half-life of 72 hours. */
    LOSSES_72H(1),
    /** Natural logarithm of the hours since the pool came up, plus 3 minutes. */
    AGE(-1),
    /** Share of the known pools of the same region and family that are down, 0 to 1. */
    SIBLINGS_DOWN(1),
    /** log(1 + losses of siblings), remembered with a half-life of 15 minutes. */
    SHOCK(1),
    /** log(1 + losses of siblings), remembered with a half-life of 3 hours. */
    UNREST(1),
    /** Natural logarithm of the share of the known time the pool was up, half-life 24 hours. */
    AVAILABILITY(-1),
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
