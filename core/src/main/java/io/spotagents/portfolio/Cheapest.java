package io.spotagents.portfolio;

import java.util.Arrays;

/**
 * Rows of pools, the cheapest ones first as far as anybody asked: selecting the cheapest m of n
 * costs time in proportion to n, not to n log n. Equal costs are told apart by rank.
 *
 * <p>Not thread-safe, and reused between decisions.
 */
final class Cheapest {

    private double[] costs = new double[0];
    private int[] ranks = new int[0];
    private int[] rows = new int[0];
    private int size;
    private int sorted;
    private int handedOut;
    private final Pivots pivots = new Pivots();

    /** Starts anew with no rows. The columns are read, not copied, until the next start. */
    void start(double[] costByRow, int[] rankByRow, int most) {
        costs = costByRow;
        ranks = rankByRow;
        if (rows.length < most) {
            rows = new int[most];
        }
        size = 0;
        sorted = 0;
        handedOut = 0;
    }

    void add(int row) {
        rows[size++] = row;
    }

    int size() {
        return size;
    }

    int row(int index) {
        return rows[index];
    }

    /** How many rows at the front are known to be cheaper than all others. */
    int selected() {
        return sorted;
    }

    /**
     * Moves the cheapest {@code most} rows, in no order, in front of the others. Never fewer than
     * before.
     */
    void select(int most) {
        int wanted = Math.min(most, size);
        if (wanted <= sorted) {
            return;
        }
        int from = sorted;
        int to = size - 1;
        while (from < to) {
            int split = partition(from, to);
            if (split >= wanted) {
                to = split - 1;
            } else {
                from = split + 1;
            }
        }
        sorted = wanted;
    }

    /** Lowest cost among the rows that are not selected; infinity if there are none. */
    double lowestBeyond() {
        double lowest = Double.POSITIVE_INFINITY;
        for (int index = sorted; index < size; index++) {
            lowest = Math.min(lowest, costs[rows[index]]);
        }
        return lowest;
    }

    /**
     * The cheapest row that was not handed out by this method yet, -1 if there is none. Sorts no
     * more than is asked for. Not to be mixed with {@link #select}.
     */
    int next() {
        if (handedOut == size) {
            return -1;
        }
        if (handedOut == 0) {
            pivots.start(size);
        }
        while (pivots.last() != handedOut) {
            pivots.add(partition(handedOut, pivots.last() - 1));
        }
        pivots.removeLast();
        return rows[handedOut++];
    }

    private int partition(int from, int to) {
        swap(median(from, to), to);
        int pivot = rows[to];
        double cost = costs[pivot];
        int store = from;
        for (int index = from; index < to; index++) {
            int row = rows[index];
            double other = costs[row];
            if (other < cost || (other == cost && ranks[row] < ranks[pivot])) {
                rows[index] = rows[store];
                rows[store++] = row;
            }
        }
        swap(store, to);
        return store;
    }

    private int median(int from, int to) {
        int middle = (from + to) >>> 1;
        if (before(rows[from], rows[middle])) {
            return before(rows[middle], rows[to])
                    ? middle
                    : before(rows[from], rows[to]) ? to : from;
        }
        return before(rows[from], rows[to]) ? from : before(rows[middle], rows[to]) ? to : middle;
    }

    private boolean before(int row, int other) {
        return costs[row] < costs[other]
                || (costs[row] == costs[other] && ranks[row] < ranks[other]);
    }

    private void swap(int index, int other) {
        int row = rows[index];
        rows[index] = rows[other];
        rows[other] = row;
    }

    /** Places where a row stands that has all cheaper ones before it, the nearest last. */
    private static final class Pivots {
        private int[] places = new int[64];
        private int count;

        void start(int end) {
            places[0] = end;
            count = 1;
        }

        int last() {
            return places[count - 1];
        }

        void add(int place) {
            if (count == places.length) {
                places = Arrays.copyOf(places, 2 * count);
            }
            places[count++] = place;
        }

        void removeLast() {
            count--;
        }
    }
}
