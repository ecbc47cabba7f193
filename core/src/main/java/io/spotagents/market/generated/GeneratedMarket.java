package io.spotagents.market.generated;

import io.spotagents.market.generated.GeneratedPool.Loss;
import io.spotagents.market.traces.TraceFolder;
import io.spotagents.model.Pool;
import io.spotagents.model.Usd;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A market as a whole, from its first moment to its last. Moments are counted from its start and
 * may be asked for in any order; a pool that is not in it is an {@link IllegalArgumentException}.
 * Immutable.
 *
 * @param pools what happens in each pool, in the order of their ids
 */
public record GeneratedMarket(SortedMap<Pool, GeneratedPool> pools) {

    public GeneratedMarket {
        pools = Collections.unmodifiableSortedMap(new TreeMap<>(pools));
    }

    public boolean isUp(Pool pool, Duration at) {
        return in(pool).isUp(at);
    }

    /** Instances a pool holds, those running included; 0 while it is down. */
    public int count(Pool pool, Duration at) {
        return in(pool).count(at);
    }

    /** Price of one instance for one hour. */
    public Usd price(Pool pool, Duration at) {
        return in(pool).price(at);
    }

    /** The first loss in a pool after a moment; empty if there is none before the market ends. */
    public Optional<Loss> nextLoss(Pool pool, Duration after) {
        return in(pool).nextLoss(after);
    }

    /**
     * The market as a recording would show it, with a sample of each pool every so often.
     *
     * @throws IllegalArgumentException if there is no pool, or two share zone and machine type
     */
    public TraceFolder traces(Duration gap) {
        return new TraceFolder(pools.values().stream().map(pool -> pool.trace(gap)).toList());
    }

    private GeneratedPool in(Pool pool) {
        GeneratedPool found = pools.get(pool);
        if (found == null) {
            throw new IllegalArgumentException("not a pool of this market: " + pool);
        }
        return found;
    }
}
