package io.spotagents.portfolio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against every spread there is, on markets small enough to try them all. */
class PortfolioOptimumTest {

    private static final double RISK_PRICE = 2;

    /**
     * Widest gap accepted where pools share risk, as a share of the best sum; mostly it is none.
     */
    private static final double GAP = 0.005;

    private final Portfolio portfolio = new Portfolio();

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void isTheBestSpreadByCostAlone(long seed) {
        Random random = new Random(seed);
        PoolColumns pools = pools(random);

        assertThat(chosen(pools, 6, 0)).isCloseTo(best(pools, 6, 0), within(1e-12));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void isTheBestSpreadWherePoolsShareNoRisk(long seed) {
        Random random = new Random(seed);
        PoolColumns pools = pools(random);
        onlyOneIsEverLost(pools);

        assertThat(chosen(pools, 6, RISK_PRICE))
                .isCloseTo(best(pools, 6, RISK_PRICE), within(1e-12));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void isNearTheBestSpreadWherePoolsShareRisk(long seed) {
        Random random = new Random(seed);
        PoolColumns pools = pools(random);
        double best = best(pools, 6, RISK_PRICE);

        assertThat(chosen(pools, 6, RISK_PRICE)).isBetween(best - 1e-12, best * (1 + GAP));
    }

    private static PoolColumns pools(Random random) {
        PoolColumns pools = new RandomPools(random, 2, 2, 5).pools(5);
        for (int row = 0; row < 5; row++) {
            pools.price(row, 0.1 + 0.02 * random.nextDouble());
            pools.hazard[row] = 0.2 + random.nextDouble();
            pools.room(row, 2 + random.nextInt(4), random.nextInt(2));
        }
        return pools;
    }

    /** Co-loss is between pools that are lost; with one of them it is the pool's own alone. */
    private static void onlyOneIsEverLost(PoolColumns pools) {
        for (int row = 1; row < 5; row++) {
            pools.hazard[row] = 0;
        }
    }

    private double chosen(PoolColumns pools, int count, double riskPrice) {
        Demand.Risk risk = new Demand.Risk(riskPrice, 1, 1);
        Demand demand = PortfolioPropertyTest.demand(count, Demand.Limits.NONE, risk);
        Outcome outcome = portfolio.allocate(pools, demand);
        assertThat(outcome.unmet()).isZero();
        return sum(pools, PortfolioPropertyTest.counts(portfolio, 5), riskPrice);
    }

    private static double best(PoolColumns pools, int count, double riskPrice) {
        return best(pools, new int[5], 0, count, riskPrice);
    }

    private static double best(
            PoolColumns pools, int[] counts, int row, int left, double riskPrice) {
        if (row == 5) {
            return left == 0 ? sum(pools, counts, riskPrice) : Double.POSITIVE_INFINITY;
        }
        double best = Double.POSITIVE_INFINITY;
        for (int count = 0; count <= Math.min(left, pools.cap[row]); count++) {
            counts[row] = count;
            best = Math.min(best, best(pools, counts, row + 1, left - count, riskPrice));
        }
        counts[row] = 0;
        return best;
    }

    /** The sum as it is defined, pair by pair. */
    private static double sum(PoolColumns pools, int[] counts, double riskPrice) {
        double sum = 0;
        int all = 0;
        for (int row = 0; row < 5; row++) {
            sum += counts[row] * ExpectedCost.usd(pools, RandomPools.WORK, row);
            all += counts[row] + pools.held[row];
        }
        double risk = 0;
        for (int row = 0; row < 5; row++) {
            for (int other = 0; other < 5; other++) {
                risk +=
                        coLoss(pools, row, other)
                                * deviation(pools, row)
                                * deviation(pools, other)
                                * (counts[row] + pools.held[row])
                                * (counts[other] + pools.held[other]);
            }
        }
        return sum + riskPrice / (2 * all) * risk;
    }

    private static double coLoss(PoolColumns pools, int row, int other) {
        int differ = pools.group[row] ^ pools.group[other];
        if (row == other) {
            return 1;
        }
        if (differ == 0) {
            return Greedy.SAME_FAMILY;
        }
        if (differ >> 12 == 0) {
            return Greedy.SAME_REGION;
        }
        return differ >> 24 == 0 ? Greedy.SAME_CLOUD : Greedy.ANY;
    }

    private static double deviation(PoolColumns pools, int row) {
        double survives = Math.exp(-pools.hazard[row] / 4);
        return Math.sqrt(survives * (1 - survives));
    }
}
