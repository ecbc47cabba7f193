package io.spotagents.portfolio;

import java.util.Arrays;

/**
 * Probability that more than a share of all instances is lost within the window, by a common-shock
 * model: a pool is reclaimed by a cause of its own, by one that its family in the region shares, by
 * one of the region, or by one of the cloud (Marshall and Olkin's construction). Shocks are
 * independent of each other; given the shocks, so are pools. The pools' own probabilities are met
 * exactly, and the shocks are sized so that co-loss is that of {@link Greedy}: 0.43, 0.2 and 0.14.
 * Clouds count as independent.
 *
 * <p>The distribution of the loss is kept on a grid of {@value #CELLS} cells up to the share, so
 * the answer is that for a share within 2 % of the one asked for. Pools with less than 1/500 of the
 * instances count by their mean given the shocks, for there are many of them.
 */
final class LossTail {

    private static final int CELLS = 50;
    private static final double SMALL = 0.002;

    /** Share of the pool's losses that come by a shock of its cloud, region and family. */
    private static final double CLOUD_CAUSE = 0.56;

    private static final double REGION_CAUSE = 0.2;
    private static final double FAMILY_CAUSE = 0.24;

    /** Probability of a shock, for each unit of the mean probability of loss: cause^2 / co-loss. */
    private static final double CLOUD_SHOCKS = CLOUD_CAUSE * CLOUD_CAUSE / Greedy.SAME_CLOUD;

    private static final double REGION_SHOCKS =
            REGION_CAUSE * REGION_CAUSE / (Greedy.SAME_REGION - Greedy.SAME_CLOUD);
    private static final double FAMILY_SHOCKS =
            FAMILY_CAUSE * FAMILY_CAUSE / (Greedy.SAME_FAMILY - Greedy.SAME_REGION);

    private final Shortlist list;
    private final Shocks clouds = new Shocks();
    private final Shocks regions = new Shocks();
    private final Shocks families = new Shocks();
    private final LossGrid all = new LossGrid(CELLS);
    private final LossGrid cloudMix = new LossGrid(CELLS);
    private final LossGrid inCloud = new LossGrid(CELLS);
    private final LossGrid regionMix = new LossGrid(CELLS);
    private final LossGrid inRegion = new LossGrid(CELLS);
    private final LossGrid familyMix = new LossGrid(CELLS);
    private final LossGrid inFamily = new LossGrid(CELLS);
    private int[] used = new int[0];
    private double[] own = new double[0];
    private int size;
    private long instances;
    private double cellsPerInstance;
    private double regionShift;

    LossTail(Shortlist list) {
        this.list = list;
    }

    /** For the counts that stand in the list, with what is held. */
    double probability(double lossShare) {
        gather();
        if (instances == 0 || lossShare >= 1) {
            return 0;
        }
        cellsPerInstance = CELLS / Math.max(lossShare * instances, 1e-9);
        clouds.probabilities(CLOUD_SHOCKS);
        regions.probabilities(REGION_SHOCKS);
        families.probabilities(FAMILY_SHOCKS);
        ownCauses();
        all.none();
        for (int from = 0; from < size; ) {
            int to = end(from, list.cloud);
            cloud(from, to);
            all.plus(cloudMix);
            from = to;
        }
        return all.beyond();
    }

    private void gather() {
        if (used.length < list.size) {
            used = new int[list.row.length];
            own = new double[list.row.length];
        }
        clouds.start(list.clouds);
        regions.start(list.regions);
        families.start(list.families);
        size = 0;
        instances = 0;
        for (int at = 0; at < list.size; at++) {
            int here = list.held[at] + list.count[at];
            instances += here;
            if (here > 0 && list.loss[at] > 0) {
                used[size++] = at;
                clouds.add(list.cloud[at], here, list.loss[at]);
                regions.add(list.region[at], here, list.loss[at]);
                families.add(list.family[at], here, list.loss[at]);
            }
        }
    }

    /** What is left of a pool's probability of loss when the shocks have had their share. */
    private void ownCauses() {
        for (int each = 0; each < size; each++) {
            int at = used[each];
            double loss = list.loss[at];
            double spared =
                    (1 - clouds.probability(list.cloud[at]) * inCloudShock(at))
                            * (1 - regions.probability(list.region[at]) * inRegionShock(at))
                            * (1 - families.probability(list.family[at]) * inFamilyShock(at));
            own[each] = Math.max(0, 1 - (1 - loss) / spared);
        }
    }

    private double inCloudShock(int at) {
        return clouds.loss(list.cloud[at], CLOUD_CAUSE * list.loss[at]);
    }

    private double inRegionShock(int at) {
        return regions.loss(list.region[at], REGION_CAUSE * list.loss[at]);
    }

    private double inFamilyShock(int at) {
        return families.loss(list.family[at], FAMILY_CAUSE * list.loss[at]);
    }

    private void cloud(int from, int to) {
        cloudMix.nothing();
        double shock = clouds.probability(list.cloud[used[from]]);
        for (int shocked = 0; shocked <= 1; shocked++) {
            inCloud.none();
            for (int start = from; start < to; ) {
                int end = end(start, list.region);
                region(start, end, shocked);
                inCloud.plus(regionMix);
                start = end;
            }
            cloudMix.mix(inCloud, shocked == 1 ? shock : 1 - shock);
        }
    }

    private void region(int from, int to, int cloudShocked) {
        regionMix.nothing();
        double shock = regions.probability(list.region[used[from]]);
        for (int shocked = 0; shocked <= 1; shocked++) {
            inRegion.none();
            regionShift = 0;
            for (int start = from; start < to; ) {
                int end = end(start, list.family);
                family(start, end, cloudShocked + 2 * shocked);
                start = end;
            }
            inRegion.shift(regionShift);
            regionMix.mix(inRegion, shocked == 1 ? shock : 1 - shock);
        }
    }

    /** Adds the family to the distribution of its region, given the shocks of region and cloud. */
    private void family(int from, int to, int shocks) {
        double shock = families.probability(list.family[used[from]]);
        if (families.instances(list.family[used[from]]) < SMALL * instances) {
            regionShift +=
                    (1 - shock) * mean(from, to, shocks) + shock * mean(from, to, shocks + 4);
        } else if (to == from + 1) {
            double loss = (1 - shock) * loss(from, shocks) + shock * loss(from, shocks + 4);
            inRegion.lose(instances(from) * cellsPerInstance, loss);
        } else {
            familyMix.nothing();
            for (int shocked = 0; shocked <= 1; shocked++) {
                inFamily.none();
                pools(from, to, shocks + 4 * shocked);
                familyMix.mix(inFamily, shocked == 1 ? shock : 1 - shock);
            }
            inRegion.plus(familyMix);
        }
    }

    private double mean(int from, int to, int shocks) {
        double cells = 0;
        for (int each = from; each < to; each++) {
            cells += loss(each, shocks) * instances(each) * cellsPerInstance;
        }
        return cells;
    }

    private void pools(int from, int to, int shocks) {
        double shift = 0;
        for (int each = from; each < to; each++) {
            double cells = instances(each) * cellsPerInstance;
            double loss = loss(each, shocks);
            if (instances(each) < SMALL * instances) {
                shift += loss * cells;
            } else {
                inFamily.lose(cells, loss);
            }
        }
        inFamily.shift(shift);
    }

    /** Probability of losing the pool; shocks: 1 the cloud's, 2 the region's, 4 the family's. */
    private double loss(int each, int shocks) {
        int at = used[each];
        double stays = 1 - own[each];
        if ((shocks & 1) != 0) {
            stays *= 1 - inCloudShock(at);
        }
        if ((shocks & 2) != 0) {
            stays *= 1 - inRegionShock(at);
        }
        if ((shocks & 4) != 0) {
            stays *= 1 - inFamilyShock(at);
        }
        return 1 - stays;
    }

    private int instances(int each) {
        return list.held[used[each]] + list.count[used[each]];
    }

    private int end(int from, int[] groups) {
        int end = from + 1;
        while (end < size && groups[used[end]] == groups[used[from]]) {
            end++;
        }
        return end;
    }

    /** The shocks of one level: how likely each is, and what it does to a pool. */
    private static final class Shocks {
        private double[] probability = new double[0];
        private double[] instances = new double[0];
        private int size;

        void start(int groups) {
            size = groups;
            if (probability.length < groups) {
                probability = new double[2 * groups];
                instances = new double[2 * groups];
            }
            Arrays.fill(probability, 0, groups, 0);
            Arrays.fill(instances, 0, groups, 0);
        }

        void add(int group, int more, double loss) {
            instances[group] += more;
            probability[group] += more * loss;
        }

        /** Turns sums of losses into probabilities of shocks. */
        void probabilities(double shocksPerLoss) {
            for (int group = 0; group < size; group++) {
                double mean = instances[group] == 0 ? 0 : probability[group] / instances[group];
                probability[group] = Math.min(1, shocksPerLoss * mean);
            }
        }

        double probability(int group) {
            return probability[group];
        }

        double instances(int group) {
            return instances[group];
        }

        /** Probability that the shock takes a pool that loses so much by shocks of this level. */
        double loss(int group, double byShock) {
            return Math.min(1, byShock / probability[group]);
        }
    }
}
