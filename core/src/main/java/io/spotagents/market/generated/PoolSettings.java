package io.spotagents.market.generated;

import io.spotagents.model.Pool;
import io.spotagents.model.Usd;

/**
 * A pool to make up. One that is not reclaimed is always up, at the on-demand price.
 *
 * @param onDemandHourlyPrice what one instance costs on demand, above zero
 * @param minDepth fewest instances it holds when it comes up, at least 1
 * @param maxDepth most instances it holds; with 1 the pool is only up or down
 */
public record PoolSettings(Pool pool, Usd onDemandHourlyPrice, int minDepth, int maxDepth) {
    public PoolSettings {
        if (onDemandHourlyPrice.micros() <= 0) {
            throw new IllegalArgumentException(
                    "onDemandHourlyPrice must be above 0, not " + onDemandHourlyPrice);
        }
        if (minDepth < 1 || maxDepth < minDepth) {
            throw new IllegalArgumentException(
                    "minDepth and maxDepth must be at least 1 and in order, not %d and %d"
                            .formatted(minDepth, maxDepth));
        }
    }

    /** A pool that is up or down, and never anything between. */
    public static PoolSettings upOrDown(Pool pool, Usd onDemandHourlyPrice) {
        return new PoolSettings(pool, onDemandHourlyPrice, 1, 1);
    }
}
