package io.spotagents.portfolio;

import java.util.Arrays;

/**
 * The pools that do one demand's work, by cost, as far as anybody asks. Most are never asked for: a
 * sample of the costs tells up to which cost to look at first, and what is dearer is looked at only
 * when the line runs out.
 */
final class CostLine {

    private static final int SAMPLES = 256;
    private static final int FIRST = 1024;
    private static final int MORE = 8;

    private final Cheapest sorted = new Cheapest();
    private final double[] sample = new double[SAMPLES];
    private PoolColumns pools = new PoolColumns();
    private double[] costs = new double[0];
    private double reached;
    private long most;

    /** Starts anew. Columns and costs are read, not copied, until the next start. */
    void start(PoolColumns pools, double[] costs) {
        this.pools = pools;
        this.costs = costs;
        reached = -1;
        most = FIRST;
        lengthen();
    }

    /** The next row by cost, of equal costs by rank; -1 if there is none. */
    int next() {
        int row = sorted.next();
        while (row < 0 && reached < Double.MAX_VALUE) {
            most *= MORE;
            lengthen();
            row = sorted.next();
        }
        return row;
    }

    private void lengthen() {
        double from = reached;
        double to = limit();
        int size = pools.size();
        sorted.start(costs, pools.rank, size);
        for (int row = 0; row < size; row++) {
            double cost = costs[row];
            if (cost <= to && cost > from && pools.cap[row] > 0) {
                sorted.add(row);
            }
        }
        reached = to;
    }

    /** A cost that about so many pools are below as wanted. */
    private double limit() {
        int size = pools.size();
        if (2 * most >= size) {
            return Double.MAX_VALUE;
        }
        int step = size / SAMPLES;
        for (int at = 0; at < SAMPLES; at++) {
            sample[at] = costs[at * step];
        }
        Arrays.sort(sample);
        double limit = sample[(int) (most * SAMPLES / size)];
        return limit > reached ? Math.min(limit, Double.MAX_VALUE) : Double.MAX_VALUE;
    }
}
