package io.spotagents.portfolio;

import java.util.Arrays;

/**
 * The pools that may be used, and those where instances are held, side by side in memory and sorted
 * by cloud, region, family and rank: what a decision looks at again and again, while the long
 * columns are read once. Groups are numbered anew, without gaps.
 *
 * <p>Not thread-safe, and reused between decisions.
 */
final class Shortlist {

    /** The time in which losses count as simultaneous. */
    static final double WINDOW_HOURS = 0.25;

    private static final int RANK_BITS = 31;

    int size;
    int families;
    int regions;
    int clouds;

    long[] order = new long[0];
    int[] row = new int[0];
    int[] rank = new int[0];
    double[] cost = new double[0];
    double[] price = new double[0];

    /** Probability that the pool is reclaimed within the window. */
    double[] loss = new double[0];

    /** Standard deviation of the same. */
    double[] deviation = new double[0];

    int[] cap = new int[0];
    int[] held = new int[0];
    int[] family = new int[0];
    int[] region = new int[0];
    int[] cloud = new int[0];
    int[] quota = new int[0];
    int[] quotaUnits = new int[0];

    /** Instances to ask of each: what a pass fills in. */
    int[] count = new int[0];

    Bound[] bound = new Bound[0];

    private int[] savedCount = new int[0];
    private Bound[] savedBound = new Bound[0];
    private boolean isSaved;

    private int[] rowOfRank = new int[0];
    private byte[] taken = new byte[0];

    /** Forgets what was listed, and reads the ranks of all pools. */
    void start(PoolColumns pools) {
        int rows = pools.size();
        if (rowOfRank.length < rows) {
            rowOfRank = new int[rows];
            taken = new byte[rows];
        }
        Arrays.fill(rowOfRank, 0, rows, -1);
        for (int each = 0; each < rows; each++) {
            int position = pools.rank[each];
            if (position >= rows || rowOfRank[position] >= 0) {
                throw new IllegalArgumentException(
                        "ranks must be the numbers from 0 to "
                                + (rows - 1)
                                + ", each once, but pool "
                                + each
                                + " has "
                                + position);
            }
            rowOfRank[position] = each;
        }
    }

    /** Lists the selected candidates and every pool where instances are held. */
    void fill(PoolColumns pools, Cheapest candidates, double[] costs) {
        int rows = pools.size();
        Arrays.fill(taken, 0, rows, (byte) 0);
        for (int index = 0; index < candidates.selected(); index++) {
            taken[candidates.row(index)] = 1;
        }
        size = 0;
        for (int each = 0; each < rows; each++) {
            if (taken[each] == 1 || pools.held[each] > 0) {
                add((long) pools.group[each] << RANK_BITS | pools.rank[each]);
            }
        }
        Arrays.sort(order, 0, size);
        room();
        for (int at = 0; at < size; at++) {
            copy(pools, costs, at);
        }
        number(pools);
        isSaved = false;
    }

    private void add(long key) {
        if (size == order.length) {
            order = Arrays.copyOf(order, Math.max(256, 2 * size));
        }
        order[size++] = key;
    }

    private void room() {
        if (row.length >= size) {
            return;
        }
        int length = order.length;
        row = new int[length];
        rank = new int[length];
        cost = new double[length];
        price = new double[length];
        loss = new double[length];
        deviation = new double[length];
        cap = new int[length];
        held = new int[length];
        family = new int[length];
        region = new int[length];
        cloud = new int[length];
        quota = new int[length];
        quotaUnits = new int[length];
        count = new int[length];
        bound = new Bound[length];
        savedCount = new int[length];
        savedBound = new Bound[length];
    }

    private void copy(PoolColumns pools, double[] costs, int at) {
        int from = rowOfRank[(int) (order[at] & ((1L << RANK_BITS) - 1))];
        row[at] = from;
        rank[at] = pools.rank[from];
        cost[at] = costs[from];
        price[at] = pools.price[from];
        double survives = Math.exp(-pools.hazard[from] * WINDOW_HOURS);
        loss[at] = 1 - survives;
        deviation[at] = Math.sqrt((1 - survives) * survives);
        cap[at] = taken[from] == 1 ? pools.cap[from] : 0;
        held[at] = pools.held[from];
        quota[at] = pools.quota[from];
        quotaUnits[at] = pools.quotaUnits[from];
    }

    private void number(PoolColumns pools) {
        families = 0;
        regions = 0;
        clouds = 0;
        int before = -1;
        for (int at = 0; at < size; at++) {
            int group = pools.group[row[at]];
            families += group != before ? 1 : 0;
            regions += group >> 12 != before >> 12 ? 1 : 0;
            clouds += group >> 24 != before >> 24 ? 1 : 0;
            family[at] = families - 1;
            region[at] = regions - 1;
            cloud[at] = clouds - 1;
            before = group;
        }
    }

    /** Whether a pool of the list got less than it might have because of this. */
    boolean isBoundBy(Bound reason) {
        for (int at = 0; at < size; at++) {
            if (bound[at] == reason) {
                return true;
            }
        }
        return false;
    }

    /** Remembers counts and bounds, until the list is filled anew. */
    void save() {
        System.arraycopy(count, 0, savedCount, 0, size);
        System.arraycopy(bound, 0, savedBound, 0, size);
        isSaved = true;
    }

    /** Goes back to what was saved last, if the list is still the same; answers whether it is. */
    boolean restore() {
        if (isSaved) {
            System.arraycopy(savedCount, 0, count, 0, size);
            System.arraycopy(savedBound, 0, bound, 0, size);
        }
        return isSaved;
    }
}
