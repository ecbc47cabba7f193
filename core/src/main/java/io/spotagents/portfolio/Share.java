package io.spotagents.portfolio;

/**
 * One pool's part in a plan, with the figures that explain it.
 *
 * @param row of the pool in {@link PoolColumns}
 * @param count instances to ask of it, 0 if it is rejected
 * @param figures what it was judged by
 * @param bound what kept it from getting more
 */
public record Share(int row, int count, Figures figures, Bound bound) {

    /**
     * What a pool was judged by.
     *
     * @param usdPerHour price of one instance; infinity if none is known
     * @param reclaimsPerHour hazard
     * @param usdPerUnit expected cost of one finished unit of work
     * @param marginalUsdPerUnit the same with what one more instance adds to the risk of losing
     *     many at once
     */
    public record Figures(
            double usdPerHour,
            double reclaimsPerHour,
            double usdPerUnit,
            double marginalUsdPerUnit) {}
}
