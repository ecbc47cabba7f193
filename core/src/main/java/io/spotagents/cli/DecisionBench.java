package io.spotagents.cli;

import io.spotagents.model.Purchase;
import io.spotagents.portfolio.Demand;
import io.spotagents.portfolio.PoolColumns;
import io.spotagents.portfolio.Portfolio;
import io.spotagents.portfolio.Work;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * A made-up catalog, and decisions over it. Between two decisions some prices, hazards and rooms
 * change, as they do in life.
 */
final class DecisionBench {

    private static final int REGIONS = 60;
    private static final int FAMILIES = 120;
    private static final int CLOUDS = 3;
    private static final int LEAST_WARM_UP = 200;
    private static final int CHANGED_SHARE = 100;
    private static final double RISK_USD = 0.05;

    /** Twice what is wanted fits into all pools together, but never less than a few into one. */
    private static final int LEAST_ROOM = 8;

    private static final Work WORK =
            new Work(26 / 60.0, 2 / 60.0, 2, new Work.Delay(0.05, 0.05, 0.02));

    private final RandomGenerator random;
    private final PoolColumns pools = new PoolColumns();
    private final Portfolio portfolio = new Portfolio();
    private final Demand demand;
    private final int mostRoom;

    DecisionBench(int size, int agents, long seed) {
        this.random = new SplittableRandom(seed);
        this.demand = new Demand(agents, WORK, Demand.Limits.NONE, Demand.Risk.usual(RISK_USD));
        this.mostRoom = Math.max(LEAST_ROOM, 4 * agents / size);
        pools.resize(size);
        for (int row = 0; row < size; row++) {
            int region = random.nextInt(REGIONS);
            pools.groups(row, region, random.nextInt(FAMILIES), region % CLOUDS);
            pools.work(
                    row,
                    0.7 + 0.6 * random.nextDouble(),
                    0.02 + 0.03 * random.nextDouble(),
                    0.001 * random.nextDouble());
            change(row);
        }
    }

    /**
     * Times decisions.
     *
     * @param nanos a clock in nanoseconds, of any origin
     */
    DecisionTimes time(int decisions, LongSupplier nanos) {
        double first = decide(nanos);
        int warmUp = Math.max(LEAST_WARM_UP, decisions / 10);
        for (int i = 0; i < warmUp; i++) {
            changeSome();
            decide(nanos);
        }
        double[] warm = new double[decisions];
        for (int i = 0; i < decisions; i++) {
            changeSome();
            warm[i] = decide(nanos);
        }
        int unmet = portfolio.allocate(pools, demand).unmet();
        return DecisionTimes.of(pools.size(), unmet, first, warm);
    }

    private double decide(LongSupplier nanos) {
        long begun = nanos.getAsLong();
        portfolio.allocate(pools, demand);
        return (nanos.getAsLong() - begun) / 1e6;
    }

    private void changeSome() {
        for (int i = 0; i <= pools.size() / CHANGED_SHARE; i++) {
            change(random.nextInt(pools.size()));
        }
    }

    private void change(int row) {
        pools.price(row, 0.1 * Math.exp(0.35 * random.nextGaussian()));
        pools.risk(
                row,
                Purchase.SPOT,
                0.03 * Math.exp(1.2 * random.nextGaussian()),
                0.5 + random.nextDouble() / 2);
        pools.room(row, 1 + random.nextInt(mostRoom), 0);
    }
}
