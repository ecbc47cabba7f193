package io.spotagents.market.generated;

import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Chance for every part of a market, from one seed. Each part has draws of its own, so that what
 * one of them uses up changes no other.
 *
 * @param seed of the market
 */
record Draws(long seed) {

    RandomGenerator ofProvider(Place place, Part part) {
        return of(place.provider(), part);
    }

    RandomGenerator ofRegion(Place place, Part part) {
        return of(place.provider() + "/" + place.region(), part);
    }

    RandomGenerator ofPool(Pool pool, Part part) {
        return of(pool.id(), part);
    }

    private RandomGenerator of(String name, Part part) {
        long key = new SplittableRandom(seed + part.ordinal()).nextLong();
        for (char letter : name.toCharArray()) {
            key = (key ^ letter) * 0x100000001B3L;
        }
        return new SplittableRandom(new SplittableRandom(key).nextLong());
    }

    /** What is drawn. The order is part of every market: add at the end only. */
    enum Part {
        TEMPER,
        SWING,
        SHOCKS,
        LIFE,
        DEPTH,
        SIGNALS,
        PRICES
    }
}
