package io.spotagents.market.generated;

import io.spotagents.model.Pool;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What market to make up.
 *
 * @param pools each pool once; what becomes of one does not depend on which others there are
 * @param length how long the market lasts, longer than nothing
 */
public record MarketSettings(List<PoolSettings> pools, Duration length, MarketBehavior behavior) {
    public MarketSettings {
        pools = List.copyOf(pools);
        Set<Pool> seen = new HashSet<>();
        for (PoolSettings pool : pools) {
            if (!seen.add(pool.pool())) {
                throw new IllegalArgumentException("pools has one twice: " + pool.pool());
            }
        }
        if (length.toMillis() <= 0) {
            throw new IllegalArgumentException("length must be at least 1 ms, not " + length);
        }
    }
}
