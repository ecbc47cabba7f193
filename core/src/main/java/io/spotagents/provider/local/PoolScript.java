package io.spotagents.provider.local;

import io.spotagents.model.Usd;
import java.time.Duration;
import java.util.Optional;

/**
 * What happens in one pool, as a function of the time since the market started. Asked twice for the
 * same moment it answers the same; moments may be asked for in any order, also before the start.
 */
public interface PoolScript {

    /** Price of one instance for one hour. */
    Usd hourlyPrice(Duration at);

    /** Instances the pool holds at most, those running included; 0 while it is sold out or down. */
    int stock(Duration at);

    /**
     * The first reclaim whose deadline is after this moment, its notice perhaps before it; empty if
     * the pool is not reclaimed.
     */
    Optional<PoolReclaim> nextReclaim(Duration after);

    /**
     * The first moment after this one at which the cloud signals a raised risk; some signals come
     * ahead of a reclaim, some without cause. Empty if there is none.
     */
    default Optional<Duration> nextSignal(Duration after) {
        return Optional.empty();
    }

    /**
     * A moment at which everything in the pool is taken.
     *
     * @param noticeAt when it is announced, since the market started; not after {@code reclaimAt}
     * @param reclaimAt when the instances stop, since the market started
     */
    record PoolReclaim(Duration noticeAt, Duration reclaimAt) {
        public PoolReclaim {
            if (noticeAt.compareTo(reclaimAt) > 0) {
                throw new IllegalArgumentException(
                        "noticeAt " + noticeAt + " is after reclaimAt " + reclaimAt);
            }
        }
    }
}
