package io.spotagents.portfolio;

import java.util.Arrays;

/**
 * Hands out instances one after the other, each to the pool where one more costs least: its
 * expected cost, plus what it adds to the risk of losing many at once. Neither term of a pool ever
 * falls while instances are handed out, so a key that was right once is a lower bound ever after:
 * only the pool at the top of the heap is reckoned anew. Co-loss is the same within blocks (pool,
 * family in a region, region, cloud), so one sum a block is enough.
 *
 * <p>Exact where pools do not share risk; see {@code docs/benchmarks.md} for the gap where they do.
 */
final class Greedy {

    /** Co-loss of two instances: of the same family in a region, region, cloud, or any. */
    static final double SAME_FAMILY = 0.43;

    static final double SAME_REGION = 0.2;
    static final double SAME_CLOUD = 0.14;
    static final double ANY = 0.02;

    private static final double FAMILY_MORE = SAME_FAMILY - SAME_REGION;
    private static final double REGION_MORE = SAME_REGION - SAME_CLOUD;
    private static final double CLOUD_MORE = SAME_CLOUD - ANY;
    private static final double POOL_MORE = 1 - SAME_FAMILY;

    /** Rounding must not leave an instance out that the budget just pays. */
    private static final double ROUNDING = 1e-9;

    private final Shortlist list;
    private final PoolHeap heap;
    private double riskPrice;
    private double pricePenalty;
    private double budgetLeft;
    private double highest;
    private double total;
    private double[] familySum = new double[0];
    private double[] regionSum = new double[0];
    private double[] cloudSum = new double[0];
    private long[] quotaLeft = new long[0];

    Greedy(Shortlist list) {
        this.list = list;
        this.heap = new PoolHeap();
    }

    /** What is left of each quota, and to spend in an hour; holds for the next pass alone. */
    void limits(PoolColumns pools, double budgetUsdPerHour) {
        int quotas = pools.quotaLeft.length;
        if (quotaLeft.length != quotas) {
            quotaLeft = new long[quotas];
        }
        System.arraycopy(pools.quotaLeft, 0, quotaLeft, 0, quotas);
        budgetLeft = budgetUsdPerHour;
    }

    /**
     * Fills the list's counts and bounds.
     *
     * @param wanted instances to hand out
     * @param riskPrice dollars for each unit of variance, divided by the instances of the fleet
     * @param pricePenalty dollars of expected cost that a dollar of hourly price counts as, on top
     * @return instances that could not be handed out
     */
    int pass(int wanted, double riskPrice, double pricePenalty) {
        this.riskPrice = riskPrice;
        this.pricePenalty = pricePenalty;
        highest = Double.NEGATIVE_INFINITY;
        sumHeld();
        heap.start(list);
        for (int at = 0; at < list.size; at++) {
            list.count[at] = 0;
            list.bound[at] = list.cap[at] > 0 ? Bound.COST : Bound.CAP;
            if (list.cap[at] > 0) {
                heap.add(at, marginal(at));
            }
        }
        heap.order();
        int left = wanted;
        while (left > 0 && !heap.isEmpty()) {
            left -= step(left);
        }
        return left;
    }

    /** What the last instance handed out added, in dollars: no pool that was passed by is below. */
    double highest() {
        return highest;
    }

    private int step(int left) {
        int at = heap.top();
        double now = marginal(at);
        if (!heap.isStillFirst(now)) {
            heap.replaceTop(now);
            return 0;
        }
        int room = room(at);
        if (room <= 0) {
            list.bound[at] = byQuota(at) == 0 ? Bound.QUOTA : Bound.BUDGET_RATE;
            heap.removeTop();
            return 0;
        }
        double variance = riskPrice * list.deviation[at] * list.deviation[at];
        int units = Math.min(left, Math.min(room, upTo(heap.second(), now, variance)));
        highest = Math.max(highest, now + (units - 1) * variance);
        take(at, units);
        if (list.count[at] == list.cap[at]) {
            list.bound[at] = Bound.CAP;
            heap.removeTop();
        } else {
            heap.replaceTop(marginal(at));
        }
        return units;
    }

    /** Units until the second pool is as cheap: each unit makes the next one dearer by the same. */
    private static int upTo(double second, double now, double more) {
        if (more == 0) {
            return Integer.MAX_VALUE;
        }
        double units = Math.floor((second - now) / more) + 1;
        return (int) Math.max(1, Math.min(units, Integer.MAX_VALUE));
    }

    private int room(int at) {
        double byBudget = Math.floor((budgetLeft + ROUNDING) / list.price[at]);
        double room = Math.min(list.cap[at] - list.count[at], Math.min(byQuota(at), byBudget));
        return (int) room;
    }

    private long byQuota(int at) {
        int units = list.quotaUnits[at];
        return units == 0 ? Integer.MAX_VALUE : quotaLeft[list.quota[at]] / units;
    }

    private void take(int at, int units) {
        list.count[at] += units;
        if (list.quotaUnits[at] > 0) {
            quotaLeft[list.quota[at]] -= (long) units * list.quotaUnits[at];
        }
        budgetLeft -= list.price[at] * units;
        add(at, units);
    }

    private void sumHeld() {
        familySum = cleared(familySum, list.families);
        regionSum = cleared(regionSum, list.regions);
        cloudSum = cleared(cloudSum, list.clouds);
        total = 0;
        for (int at = 0; at < list.size; at++) {
            if (list.held[at] > 0) {
                add(at, list.held[at]);
            }
        }
    }

    private static double[] cleared(double[] sums, int length) {
        double[] enough = sums.length < length ? new double[2 * length] : sums;
        Arrays.fill(enough, 0, length, 0);
        return enough;
    }

    private void add(int at, int units) {
        double risk = list.deviation[at] * units;
        familySum[list.family[at]] += risk;
        regionSum[list.region[at]] += risk;
        cloudSum[list.cloud[at]] += risk;
        total += risk;
    }

    /** Reckons marginal costs with the counts that stand in the list, whoever put them there. */
    void resume(double riskPrice) {
        this.riskPrice = riskPrice;
        sumHeld();
        for (int at = 0; at < list.size; at++) {
            if (list.count[at] > 0) {
                add(at, list.count[at]);
            }
        }
    }

    /** What one more instance of the pool adds, in dollars for each unit of work. */
    double marginal(int at) {
        double linear = list.cost[at] + pricePenalty * list.price[at];
        double own = list.deviation[at];
        if (riskPrice == 0 || own == 0) {
            return linear;
        }
        double others =
                POOL_MORE * own * (list.held[at] + list.count[at])
                        + FAMILY_MORE * familySum[list.family[at]]
                        + REGION_MORE * regionSum[list.region[at]]
                        + CLOUD_MORE * cloudSum[list.cloud[at]]
                        + ANY * total;
        return linear + riskPrice * own * (others + own / 2);
    }
}
