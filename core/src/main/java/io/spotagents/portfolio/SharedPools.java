package io.spotagents.portfolio;

import java.util.Arrays;

/**
 * Shares pools between several demands at the lowest total expected cost: the transportation
 * problem, solved exactly by shortest augmenting paths. A demand that wants one more instance takes
 * a free one, or one that another demand holds and can replace for less; the shortest such chain is
 * searched for among the demands, of which there are few, not among the pools. Each pair of demands
 * has a heap of the instances that could change hands, each demand its pools by cost, sorted no
 * further than needed.
 *
 * <p>Looks at cost and at the pools' caps alone, not at co-loss, quotas or budgets: give what it
 * finds as {@link #surcharges} to a {@link Portfolio} for each demand, which looks at all.
 *
 * <p>The same arguments give the same answer. Not thread-safe: arrays are kept for the next call,
 * and answers hold until then.
 */
public final class SharedPools {

    /** Where no chain ends: costs are finite, or the pool does not do the work. */
    private static final double NEVER = Double.POSITIVE_INFINITY;

    /** A gain below it is rounding; following it could go round in circles. */
    private static final double ROUNDING = 1e-12;

    private PoolColumns pools = new PoolColumns();
    private double[][] costs = new double[0][];
    private int demands;
    private int[] freeLeft = new int[0];
    private int[][] counts = new int[0][];
    private int[] missing = new int[0];
    private CostLine[] byCost = new CostLine[0];
    private int[] freeRow = new int[0];
    private RowHeap[][] swaps = new RowHeap[0][];
    private double[][] swapCost = new double[0][];
    private double[] distance = new double[0];
    private int[] before = new int[0];

    /**
     * Decides.
     *
     * @param costs dollars a unit, by demand and row; infinity where the pool does not do the work
     *     or must not be used
     * @param wanted instances wanted by each demand
     */
    public void allocate(PoolColumns pools, double[][] costs, int[] wanted) {
        start(pools, costs, wanted);
        int last = nextChain();
        while (last >= 0) {
            follow(last);
            last = nextChain();
        }
    }

    /** Instances that the demand gets of the pool. */
    public int count(int demand, int row) {
        return counts[demand][row];
    }

    /** Instances of the demand that no pool has room for. */
    public int unmet(int demand) {
        return missing[demand];
    }

    /** What all instances cost together: dollars a unit, summed over instances. */
    public double totalUsd() {
        double sum = 0;
        for (int demand = 0; demand < demands; demand++) {
            for (int row = 0; row < pools.size(); row++) {
                int count = counts[demand][row];
                sum += count == 0 ? 0 : count * costs[demand][row];
            }
        }
        return sum;
    }

    /**
     * What one more instance of each demand would cost, all changes of hands counted; infinity
     * where there is no room for one.
     */
    public double[] marginals() {
        double[] marginals = new double[demands];
        for (int demand = 0; demand < demands; demand++) {
            marginals[demand] = freeCost(demand);
        }
        boolean isChanged = true;
        while (isChanged) {
            isChanged = false;
            for (int taker = 0; taker < demands; taker++) {
                for (int giver = 0; giver < demands; giver++) {
                    double chain = swapCost[taker][giver] + marginals[giver];
                    if (chain < marginals[taker] - ROUNDING) {
                        marginals[taker] = chain;
                        isChanged = true;
                    }
                }
            }
        }
        return marginals;
    }

    /**
     * What an instance of each pool is worth to the demand that would pay most for it: 0 where
     * there is room for all. Added to the costs of one demand alone, it keeps that demand off pools
     * that others need more.
     *
     * @param into takes the dollars a unit of each row
     */
    public void surcharges(double[] into) {
        double[] marginals = marginals();
        Arrays.fill(into, 0, pools.size(), 0);
        for (int demand = 0; demand < demands; demand++) {
            double[] cost = costs[demand];
            double marginal = marginals[demand];
            for (int row = 0; row < pools.size() && marginal < NEVER; row++) {
                into[row] = Math.max(into[row], marginal - cost[row]);
            }
        }
    }

    private void start(PoolColumns pools, double[][] costs, int[] wanted) {
        this.pools = pools;
        this.costs = costs;
        int rows = pools.size();
        if (wanted.length > missing.length || rows > freeLeft.length) {
            grow(wanted.length, rows);
        }
        demands = wanted.length;
        System.arraycopy(pools.cap, 0, freeLeft, 0, rows);
        for (int demand = 0; demand < demands; demand++) {
            missing[demand] = Checks.within("wanted", wanted[demand], Integer.MAX_VALUE / 2);
            Arrays.fill(counts[demand], 0, rows, 0);
            Arrays.fill(swapCost[demand], 0, demands, NEVER);
            for (int other = 0; other < demands; other++) {
                swaps[demand][other].start(pools.rank);
            }
            byCost[demand].start(pools, costs[demand]);
            freeRow[demand] = byCost[demand].next();
        }
    }

    private void grow(int wanted, int rows) {
        missing = new int[wanted];
        freeRow = new int[wanted];
        distance = new double[wanted];
        before = new int[wanted];
        freeLeft = new int[rows];
        counts = new int[wanted][rows];
        swapCost = new double[wanted][wanted];
        byCost = new CostLine[wanted];
        swaps = new RowHeap[wanted][wanted];
        for (int demand = 0; demand < wanted; demand++) {
            byCost[demand] = new CostLine();
            Arrays.setAll(swaps[demand], other -> new RowHeap());
        }
    }

    /** What the cheapest pool that has room costs the demand. */
    private double freeCost(int demand) {
        int row = freeRow[demand];
        while (row >= 0 && freeLeft[row] == 0) {
            row = byCost[demand].next();
        }
        freeRow[demand] = row;
        return row < 0 ? NEVER : costs[demand][row];
    }

    /**
     * Finds the cheapest chain from any demand that misses instances; its members are the {@link
     * #before} of each other.
     *
     * @return the demand at its end, which takes a free instance; -1 if no chain is left
     */
    private int nextChain() {
        for (int demand = 0; demand < demands; demand++) {
            distance[demand] = missing[demand] > 0 ? 0 : NEVER;
            before[demand] = -1;
        }
        for (int round = 0; round < demands && isShortened(); round++) {
            // each round carries every chain one demand further
        }
        int last = -1;
        double shortest = NEVER;
        for (int demand = 0; demand < demands; demand++) {
            if (distance[demand] < NEVER) {
                double length = distance[demand] + freeCost(demand);
                if (length < shortest) {
                    shortest = length;
                    last = demand;
                }
            }
        }
        return last;
    }

    private boolean isShortened() {
        boolean isShortened = false;
        for (int taker = 0; taker < demands; taker++) {
            double far = distance[taker];
            if (far < NEVER) {
                double[] cost = swapCost[taker];
                for (int giver = 0; giver < demands; giver++) {
                    if (far + cost[giver] < distance[giver] - ROUNDING) {
                        distance[giver] = far + cost[giver];
                        before[giver] = taker;
                        isShortened = true;
                    }
                }
            }
        }
        return isShortened;
    }

    private void follow(int last) {
        int units = freeLeft[freeRow[last]];
        int first = last;
        while (before[first] >= 0) {
            int taker = before[first];
            units = Math.min(units, counts[first][swaps[taker][first].row()]);
            first = taker;
        }
        units = Math.min(units, missing[first]);
        missing[first] -= units;
        freeLeft[freeRow[last]] -= units;
        int row = freeRow[last];
        int member = last;
        while (before[member] >= 0) {
            int taker = before[member];
            int handedOver = swaps[taker][member].row();
            gain(member, row, units);
            counts[member][handedOver] -= units;
            row = handedOver;
            member = taker;
        }
        gain(member, row, units);
        for (int each = last; each >= 0; each = before[each]) {
            refresh(each);
        }
    }

    private void gain(int demand, int row, int units) {
        if (counts[demand][row] == 0) {
            double cost = costs[demand][row];
            for (int taker = 0; taker < demands; taker++) {
                double other = costs[taker][row];
                if (taker != demand && other < NEVER) {
                    swaps[taker][demand].add(row, other - cost);
                }
            }
        }
        counts[demand][row] += units;
    }

    /** What others have to pay for what the demand holds now. */
    private void refresh(int giver) {
        int[] held = counts[giver];
        for (int taker = 0; taker < demands; taker++) {
            RowHeap heap = swaps[taker][giver];
            while (!heap.isEmpty() && held[heap.row()] == 0) {
                heap.remove();
            }
            swapCost[taker][giver] = heap.isEmpty() ? NEVER : heap.key();
        }
    }
}
