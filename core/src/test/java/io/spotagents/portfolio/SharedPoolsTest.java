package io.spotagents.portfolio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharedPoolsTest {

    private static final double NO = Double.POSITIVE_INFINITY;

    private final SharedPools shared = new SharedPools();

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @Test
    void leavesAPoolToTheDemandThatNeedsItMore() {
        PoolColumns pools = new PoolColumns();
        pools.resize(2);
        pools.room(0, 1, 0);
        pools.room(1, 1, 0);

        shared.allocate(pools, new double[][] {{1, 1.1}, {1.2, 5}}, new int[] {1, 1});

        assertThat(shared.count(0, 1)).isOne();
        assertThat(shared.count(1, 0)).isOne();
        assertThat(shared.totalUsd()).isCloseTo(2.3, within(1e-12));
    }

    @Test
    void makesRoomForADemandThatFitsNowhereElse() {
        PoolColumns pools = new PoolColumns();
        pools.resize(3);
        for (int row = 0; row < 3; row++) {
            pools.room(row, 1, 0);
        }

        shared.allocate(
                pools, new double[][] {{1, 2, NO}, {NO, 1, 2}, {5, NO, NO}}, new int[] {1, 1, 1});

        assertThat(shared.count(2, 0)).isOne();
        assertThat(shared.count(0, 1)).isOne();
        assertThat(shared.count(1, 2)).isOne();
    }

    @Test
    void saysWhatNoPoolHasRoomFor() {
        PoolColumns pools = new PoolColumns();
        pools.resize(2);
        pools.room(0, 3, 0);
        pools.room(1, 3, 0);

        shared.allocate(pools, new double[][] {{1, NO}, {1, 1}}, new int[] {5, 2});

        assertThat(shared.unmet(0)).isEqualTo(2);
        assertThat(shared.unmet(1)).isZero();
    }

    @Test
    void chargesForAPoolWhatOthersWouldPayForIt() {
        PoolColumns pools = new PoolColumns();
        pools.resize(3);
        pools.room(0, 1, 0);
        pools.room(1, 1, 0);
        pools.room(2, 9, 0);
        double[] surcharges = new double[3];

        shared.allocate(pools, new double[][] {{1, 2, 4}}, new int[] {2});
        shared.surcharges(surcharges);

        assertThat(surcharges).containsExactly(3, 2, 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void costsWhatALinearProgramCosts(long seed) {
        Random random = new Random(seed);
        PoolColumns pools = RandomPools.wide(random).pools(120);
        Classes classes = Classes.random(random, pools, 6, 300);

        shared.allocate(pools, classes.costs(), classes.wanted());

        double optimum = LinearProgram.optimum(pools, classes);
        assertThat(totalWithUnmet(classes)).isCloseTo(optimum, within(1e-7 * optimum));
    }

    @Test
    void costsWhatALinearProgramCostsWithTwentyDemands() {
        Random random = new Random(7);
        PoolColumns pools = RandomPools.wide(random).pools(500);
        Classes classes = Classes.random(random, pools, 20, 1500);

        shared.allocate(pools, classes.costs(), classes.wanted());

        double optimum = LinearProgram.optimum(pools, classes);
        assertThat(totalWithUnmet(classes)).isCloseTo(optimum, within(1e-7 * optimum));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 20})
    void noSpreadOverAWholeMarketCostsLess(int demands) {
        Random random = new Random(7);
        PoolColumns pools = new RandomPools(random, 60, 120, 1 + 7 * demands / 20).pools(20_000);
        Classes classes = Classes.random(random, pools, demands, 5000);

        shared.allocate(pools, classes.costs(), classes.wanted());

        double bound = classes.lowerBound(pools, shared.marginals());
        assertThat(IntStream.range(0, demands).map(shared::unmet).sum()).isZero();
        assertThat(shared.totalUsd()).isCloseTo(bound, within(1e-9 * bound));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void isOptimalAndKeepsToCapsAndWishes(long seed) {
        Random random = new Random(seed);
        PoolColumns pools = RandomPools.wide(random).pools(200);
        Classes classes = Classes.random(random, pools, 8, 100 + random.nextInt(900));

        shared.allocate(pools, classes.costs(), classes.wanted());

        int unmet = IntStream.range(0, 8).map(shared::unmet).sum();
        int[] used = new int[200];
        for (int each = 0; each < 8; each++) {
            int placed = 0;
            for (int row = 0; row < 200; row++) {
                used[row] += shared.count(each, row);
                placed += shared.count(each, row);
            }
            assertThat(placed + shared.unmet(each)).isEqualTo(classes.wanted()[each]);
        }
        for (int row = 0; row < 200; row++) {
            assertThat(used[row]).isLessThanOrEqualTo(pools.cap[row]);
        }
        if (unmet == 0) {
            double bound = classes.lowerBound(pools, shared.marginals());
            assertThat(shared.totalUsd()).isCloseTo(bound, within(1e-9 * bound));
        } else {
            assertThat(isRoomFor(classes, pools, used)).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theOrderOfPoolsHasNoEffect(long seed) {
        Random random = new Random(seed);
        PoolColumns pools = RandomPools.wide(random).pools(100);
        Classes classes = Classes.random(random, pools, 5, 300);
        PoolColumns turned = new PoolColumns();
        turned.resize(100);
        double[][] costs = new double[5][100];
        for (int row = 0; row < 100; row++) {
            turned.room(99 - row, pools.cap[row], 0);
            turned.rank(99 - row, row);
            for (int each = 0; each < 5; each++) {
                costs[each][99 - row] = classes.costs()[each][row];
            }
        }
        SharedPools other = new SharedPools();

        shared.allocate(pools, classes.costs(), classes.wanted());
        other.allocate(turned, costs, classes.wanted());

        for (int each = 0; each < 5; each++) {
            for (int row = 0; row < 100; row++) {
                assertThat(other.count(each, 99 - row)).isEqualTo(shared.count(each, row));
            }
        }
    }

    private double totalWithUnmet(Classes classes) {
        int unmet = IntStream.range(0, classes.wanted().length).map(shared::unmet).sum();
        return shared.totalUsd() + unmet * LinearProgram.USD_FOR_EACH_UNMET;
    }

    private boolean isRoomFor(Classes classes, PoolColumns pools, int[] used) {
        for (int each = 0; each < classes.wanted().length; each++) {
            double[] costs = classes.costs()[each];
            boolean isRoom =
                    IntStream.range(0, pools.size())
                            .anyMatch(row -> costs[row] < NO && used[row] < pools.cap[row]);
            if (shared.unmet(each) > 0 && isRoom) {
                return true;
            }
        }
        return false;
    }
}
