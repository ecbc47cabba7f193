package io.spotagents.portfolio;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Made-up demands that share pools: each does its work on some of the pools only, at a speed of its
 * own on each family.
 */
public record Classes(double[][] costs, int[] wanted) {

    private static final int FAMILIES = 120;

    public static Classes random(
            RandomGenerator random, PoolColumns pools, int classes, int total) {
        double[][] costs = new double[classes][pools.size()];
        int[] wanted = new int[classes];
        for (int each = 0; each < classes; each++) {
            double hours = 0.1 + random.nextDouble();
            ExpectedCost.score(pools, new Work(hours, hours / 10, 2, Work.Delay.FREE), costs[each]);
            double[] speeds = random.doubles(FAMILIES, 0.6, 1.6).toArray();
            double share = 0.2 + 0.6 * random.nextDouble();
            boolean[] fits = new boolean[FAMILIES];
            for (int family = 0; family < FAMILIES; family++) {
                fits[family] = random.nextDouble() < share;
            }
            for (int row = 0; row < pools.size(); row++) {
                int family = pools.group[row] & PoolColumns.MAX_GROUP;
                costs[each][row] =
                        fits[family] ? costs[each][row] / speeds[family] : Double.POSITIVE_INFINITY;
            }
            wanted[each] = total / classes;
        }
        return new Classes(costs, wanted);
    }

    /**
     * A sum that no spread of so many instances can cost less than, whoever made it: by linear
     * duality, for any marginal costs.
     */
    double lowerBound(PoolColumns pools, double[] marginals) {
        double bound = 0;
        for (int each = 0; each < wanted.length; each++) {
            bound += wanted[each] * marginals[each];
        }
        for (int row = 0; row < pools.size(); row++) {
            double worth = 0;
            for (int each = 0; each < wanted.length; each++) {
                worth = Math.max(worth, marginals[each] - costs[each][row]);
            }
            bound -= worth * pools.cap[row];
        }
        return bound;
    }

    int wantedTogether() {
        return Arrays.stream(wanted).sum();
    }
}
