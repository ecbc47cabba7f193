package io.spotagents.portfolio;

import io.spotagents.model.Purchase;
import java.util.random.RandomGenerator;

/**
 * Made-up markets: regions with prices of their own, spread as wide as clouds spread them, and
 * families with hazards of their own.
 */
public final class RandomPools {

    public static final Work WORK =
            new Work(26 / 60.0, 2 / 60.0, 2, new Work.Delay(0.05, 0.05, 0.02));

    private final RandomGenerator random;
    private final int regions;
    private final int families;
    private final int maxCap;

    public RandomPools(RandomGenerator random, int regions, int families, int maxCap) {
        this.random = random;
        this.regions = regions;
        this.families = families;
        this.maxCap = maxCap;
    }

    /** As many pools as a whole cloud market has, with room for a few instances each. */
    public static RandomPools wide(RandomGenerator random) {
        return new RandomPools(random, 60, 120, 8);
    }

    /** A few regions and families. */
    public static RandomPools narrow(RandomGenerator random) {
        return new RandomPools(random, 4, 5, 40);
    }

    public PoolColumns pools(int size) {
        PoolColumns pools = new PoolColumns();
        pools.resize(size);
        for (int row = 0; row < size; row++) {
            fill(pools, row);
        }
        return pools;
    }

    public void fill(PoolColumns pools, int row) {
        int region = random.nextInt(regions);
        pools.groups(row, region, random.nextInt(families), region % 3);
        pools.price(row, 0.1 * Math.exp(0.35 * random.nextGaussian()));
        pools.risk(
                row,
                Purchase.SPOT,
                0.03 * Math.exp(1.2 * random.nextGaussian()),
                0.5 + random.nextDouble() / 2);
        pools.work(
                row,
                0.7 + 0.6 * random.nextDouble(),
                0.02 + 0.03 * random.nextDouble(),
                0.001 * random.nextDouble());
        pools.room(row, 1 + random.nextInt(maxCap), 0);
    }
}
