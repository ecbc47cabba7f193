package io.spotagents.provider;

import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many processors an account may use at once in some of its pools.
 *
 * @param name the cloud's own, for people; one quota of a reach has one name
 * @param cpus virtual processors of one instance, by the machine types that it covers
 */
public record Quota(String name, Reach reach, SortedMap<String, Integer> cpus, Use use) {
    public Quota {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name must not be empty");
        }
        for (int each : cpus.values()) {
            if (each < 1) {
                throw new IllegalArgumentException("cpus must be at least 1, not " + each);
            }
        }
        cpus = Collections.unmodifiableSortedMap(new TreeMap<>(cpus));
    }

    /** Whose quota it is, and how what it covers is bought. */
    public record Reach(String provider, String account, String region, Set<Purchase> purchases) {
        public Reach {
            purchases = Set.copyOf(purchases);
        }

        boolean covers(Pool pool) {
            Place place = pool.place();
            return purchases.contains(pool.purchase())
                    && region.equals(place.region())
                    && account.equals(place.account())
                    && provider.equals(place.provider());
        }
    }

    /**
     * How much of it is used.
     *
     * @param limit processors, 0 or more
     * @param used processors, whoever uses them; an instance that the account does not describe yet
     *     may be missing
     * @param at when the account was described
     */
    public record Use(long limit, long used, Instant at) {
        public Use {
            if (limit < 0 || used < 0) {
                throw new IllegalArgumentException(
                        "limit and used must not be negative, but are " + limit + " and " + used);
            }
        }
    }

    /** Processors that one instance of a pool takes of it; 0 if it does not cover the pool. */
    public int cpusOf(Pool pool) {
        return reach.covers(pool) ? cpus.getOrDefault(pool.machineType(), 0) : 0;
    }
}
