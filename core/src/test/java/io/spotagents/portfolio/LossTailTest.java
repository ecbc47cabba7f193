package io.spotagents.portfolio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spotagents.model.Purchase;
import org.junit.jupiter.api.Test;

class LossTailTest {

    private static final double HAZARD = 0.2;
    private static final double LOSS = 1 - Math.exp(-HAZARD / 4);

    private final PoolColumns pools = new PoolColumns();

    @Test
    void onePoolIsLostAsOftenAsItIsLost() {
        hold(100, new int[][] {{0, 0, 0}});

        assertThat(largeLoss()).isCloseTo(LOSS, within(1e-12));
    }

    @Test
    void cloudsAreLostIndependently() {
        hold(100, new int[][] {{0, 0, 0}, {1, 1, 1}});

        assertThat(largeLoss()).isCloseTo(1 - (1 - LOSS) * (1 - LOSS), within(1e-12));
    }

    @Test
    void eightIndependentPoolsAreLostLikeDice() {
        int[][] groups = new int[8][];
        for (int pool = 0; pool < 8; pool++) {
            groups[pool] = new int[] {pool, 0, pool};
        }
        hold(10, groups);

        double atMostTwo = 0;
        double[] ways = {1, 8, 28};
        for (int lost = 0; lost <= 2; lost++) {
            atMostTwo += ways[lost] * Math.pow(LOSS, lost) * Math.pow(1 - LOSS, 8 - lost);
        }
        assertThat(largeLoss()).isCloseTo(1 - atMostTwo, within(1e-6));
    }

    @Test
    void twoPoolsAreLostTogetherTheMoreOftenTheMoreTheyShare() {
        double family = bothLost(new int[][] {{0, 0, 0}, {0, 0, 0}});
        double region = bothLost(new int[][] {{0, 0, 0}, {0, 1, 0}});
        double cloud = bothLost(new int[][] {{0, 0, 0}, {1, 1, 0}});
        double none = bothLost(new int[][] {{0, 0, 0}, {1, 1, 1}});

        assertThat(family).isCloseTo(Greedy.SAME_FAMILY, within(0.04));
        assertThat(region).isCloseTo(Greedy.SAME_REGION, within(0.02));
        assertThat(cloud).isCloseTo(Greedy.SAME_CLOUD, within(0.02));
        assertThat(none).isCloseTo(0, within(1e-9));
    }

    @Test
    void manySmallPoolsCountByTheirMean() {
        int[][] groups = new int[3000][];
        for (int pool = 0; pool < groups.length; pool++) {
            groups[pool] = new int[] {pool, 0, pool % 128};
        }
        hold(1, groups);

        assertThat(largeLoss()).isLessThan(1e-9);
    }

    @Test
    void whatIsNeverReclaimedIsNeverLost() {
        hold(100, new int[][] {{0, 0, 0}});
        pools.risk(0, Purchase.ON_DEMAND, HAZARD, 1);

        assertThat(largeLoss()).isZero();
    }

    /** Correlation of the losses of two pools of the same size. */
    private double bothLost(int[][] groups) {
        hold(100, groups);
        double both = probability(0.6);
        return (both - LOSS * LOSS) / (LOSS * (1 - LOSS));
    }

    private void hold(int each, int[][] groups) {
        pools.resize(groups.length);
        for (int row = 0; row < groups.length; row++) {
            pools.price(row, 0.1);
            pools.risk(row, Purchase.SPOT, HAZARD, 1);
            pools.room(row, 0, each);
            pools.groups(row, groups[row][0], groups[row][1], groups[row][2]);
        }
    }

    private double largeLoss() {
        return probability(0.3);
    }

    private double probability(double lossShare) {
        Demand.Risk risk = new Demand.Risk(0, lossShare, 0.5);
        Demand none = new Demand(0, RandomPools.WORK, Demand.Limits.NONE, risk);
        return new Portfolio().allocate(pools, none).chance().probability();
    }
}
