package io.spotagents.selection;

import io.spotagents.portfolio.PoolColumns;
import io.spotagents.portfolio.SharedPools;
import java.util.Arrays;
import java.util.List;

/**
 * Gives out what is paid for already: all of it, to those for whom anything else would cost most.
 * Not thread-safe.
 */
final class FreeUnits {

    /** Above any cost of a unit, so that nothing free is left while somebody could use it. */
    private static final double DEARER_THAN_ANYTHING = 1e6;

    private static final int ENOUGH = 1_000_000;

    private final OfferBook book;
    private final Weighing weighing;
    private final SharedPools shared = new SharedPools();
    private final PoolColumns columns = new PoolColumns();

    FreeUnits(OfferBook book, Weighing weighing) {
        this.book = book;
        this.weighing = weighing;
    }

    /** Instances for each part, by row of the catalog. */
    Given give(List<Part> parts, PoolFacts facts) {
        int[] rows = book.commitments(row -> facts.isOpen[row] && facts.most[row] > 0);
        int[][] counts = new int[parts.size()][rows.length];
        if (rows.length > 0) {
            share(parts, rows, facts, counts);
        }
        return new Given(rows, counts);
    }

    /** Each part has a pool of its own besides, which stands for what it would have to pay for. */
    private void share(List<Part> parts, int[] rows, PoolFacts facts, int[][] counts) {
        int all = rows.length + parts.size();
        columns.resize(all);
        for (int at = 0; at < all; at++) {
            boolean isFree = at < rows.length;
            columns.room(at, isFree ? Math.min(ENOUGH, facts.most[rows[at]]) : ENOUGH, 0);
            columns.rank(at, at);
        }
        double[][] costs = new double[parts.size()][all];
        int[] wanted = new int[parts.size()];
        for (int each = 0; each < parts.size(); each++) {
            Arrays.fill(costs[each], Double.POSITIVE_INFINITY);
            System.arraycopy(weighing.usd(parts.get(each), rows), 0, costs[each], 0, rows.length);
            double paid = Math.min(weighing.leastUsd(parts.get(each)), DEARER_THAN_ANYTHING);
            costs[each][rows.length + each] = paid + DEARER_THAN_ANYTHING;
            wanted[each] = parts.get(each).count();
        }
        shared.allocate(columns, costs, wanted);
        for (int each = 0; each < parts.size(); each++) {
            for (int at = 0; at < rows.length; at++) {
                counts[each][at] = shared.count(each, at);
            }
        }
    }

    /**
     * What each part gets.
     *
     * @param rows of the catalog
     * @param counts by part and place in {@code rows}
     */
    record Given(int[] rows, int[][] counts) {

        int to(int part) {
            return Arrays.stream(counts[part]).sum();
        }

        void forEach(int part, Units consumer) {
            for (int at = 0; at < rows.length; at++) {
                if (counts[part][at] > 0) {
                    consumer.take(rows[at], counts[part][at]);
                }
            }
        }
    }

    /** Takes units of a row of the catalog. */
    @FunctionalInterface
    interface Units {
        void take(int row, int count);
    }
}
