package io.spotagents.hazard;

/**
 * How often a provider says a pool is reclaimed. A weak hint: it describes a month that is over,
 * and of the AWS pools in the calmest band only a third were still there sixteen months later. So
 * it counts for about a day of watching the pool.
 *
 * <p>Source of the bands: AWS Spot Instance Advisor, "frequency of interruption", read 2025-06-28.
 * The rates are ours: AWS publishes a share of instances, not a rate.
 */
public enum RiskBand {
    UNDER_5_PERCENT(0.03),
    FROM_5_TO_10_PERCENT(0.06),
    FROM_10_TO_15_PERCENT(0.1),
    FROM_15_TO_20_PERCENT(0.16),
    OVER_20_PERCENT(0.35),
    /** The provider says nothing of this pool. */
    UNKNOWN(0.3);

    private static final int PUBLISHED = 5;

    private final double reclaimsPerHour;

    RiskBand(double reclaimsPerHour) {
        this.reclaimsPerHour = reclaimsPerHour;
    }

    /**
     * The band AWS writes as 0 to 4.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    public static RiskBand ofAdvisor(int range) {
        if (range < 0 || range >= PUBLISHED) {
            throw new IllegalArgumentException("range must be 0 to 4, not " + range);
        }
        return values()[range];
    }

    /** Reclaims per pool-hour to expect before anything is known, averaged over the pool's age. */
    public double reclaimsPerHour() {
        return reclaimsPerHour;
    }
}
