package io.spotagents.selection;

import io.spotagents.market.MarketSnapshot;
import io.spotagents.model.Offer;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.Usd;
import io.spotagents.portfolio.PoolColumns;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The offers of a market by the rows of its catalog, and which of them do which need. Offers change
 * about once a minute, pools about once a day, decisions come each second: so each is worked out
 * when it changes. What was asked before has no effect on any answer. Not thread-safe.
 */
final class OfferBook {

    /** Needs are those of the templates; what comes and goes beyond them is not kept for ever. */
    private static final int MOST_NEEDS = 1_000;

    private final Map<Need, int[]> rowsByNeed = new HashMap<>();
    private List<String> sources = List.of();
    private List<List<Offer>> lists = List.of();
    private Catalog catalog = Catalog.EMPTY;
    private Offer[] offers = new Offer[0];
    private double[] usdPerHour = new double[0];
    private Purchase[] purchases = new Purchase[0];
    private int[] commitments = new int[0];
    private int[][] rows = new int[0][];
    private int reading;

    /** Reads a market; cheap if its lists of offers are those of the last time. */
    void read(MarketSnapshot market) {
        if (isSame(market)) {
            return;
        }
        List<String> names = List.copyOf(market.offersBySource().keySet());
        List<List<Offer>> before = lists;
        lists = List.copyOf(market.offersBySource().values());
        reading++;
        if (!names.equals(sources) || !hasSamePools(before)) {
            begin(market);
        }
        sources = names;
        boolean isSameSizes = true;
        for (int list = 0; list < rows.length; list++) {
            isSameSizes &= readList(lists.get(list), rows[list]);
        }
        if (!isSameSizes) {
            commitments = IntStream.range(0, offers.length).filter(this::isCommitment).toArray();
            rowsByNeed.clear();
        }
    }

    private void begin(MarketSnapshot market) {
        catalog = Catalog.of(market);
        rows = catalog.rowsOf(market);
        offers = new Offer[catalog.size()];
        usdPerHour = new double[catalog.size()];
        purchases = new Purchase[catalog.size()];
        Arrays.setAll(purchases, row -> catalog.pool(row).purchase());
    }

    /** In the order of the list, in which its offers were made and lie in memory. */
    private boolean readList(List<Offer> list, int[] rowsOfList) {
        boolean isSameSizes = true;
        for (int at = 0; at < rowsOfList.length; at++) {
            int row = rowsOfList[at];
            if (row >= 0) {
                Offer offer = list.get(at);
                Offer last = offers[row];
                isSameSizes = isSameSizes && last != null && last.size().equals(offer.size());
                offers[row] = offer;
                usdPerHour[row] = purchases[row] == Purchase.COMMITMENT ? 0 : usdPerHour(offer);
            }
        }
        return isSameSizes;
    }

    /** Another number for each market that was read and differs from the one before. */
    int reading() {
        return reading;
    }

    Catalog catalog() {
        return catalog;
    }

    Offer offer(int row) {
        return offers[row];
    }

    Pool pool(int row) {
        return offers[row].pool();
    }

    Purchase purchase(int row) {
        return purchases[row];
    }

    boolean isReclaimed(int row) {
        return purchases[row].isReclaimed();
    }

    boolean isCommitment(int row) {
        return purchases[row] == Purchase.COMMITMENT;
    }

    /** Rows of what is paid for already, as far as the condition allows. */
    int[] commitments(IntPredicate condition) {
        return Arrays.stream(commitments).filter(condition).toArray();
    }

    /**
     * Dollars an hour to reckon with: none for a commitment, which is paid for already; negative if
     * no price is known.
     */
    double usdPerHour(int row) {
        return usdPerHour[row];
    }

    /** What an hour of a need's work sends elsewhere costs, in dollars. */
    double egressUsdPerHour(int row, Need need) {
        Egress egress = need.egress();
        return egress.isFree() ? 0 : egress.usdPerHour(pool(row).place().region());
    }

    /** Rows of the offers that do a need, in order; not to be written to. */
    int[] rows(Need need) {
        int[] known = rowsByNeed.get(need);
        if (known != null) {
            return known;
        }
        if (rowsByNeed.size() >= MOST_NEEDS) {
            rowsByNeed.clear();
        }
        int[] fitting = new int[offers.length];
        int count = 0;
        for (int row = 0; row < offers.length; row++) {
            if (does(row, need)) {
                fitting[count++] = row;
            }
        }
        int[] rows = Arrays.copyOf(fitting, count);
        rowsByNeed.put(need, rows);
        return rows;
    }

    /** Fills in what does not depend on what was learned. */
    void fill(PoolColumns columns, int at, int row) {
        if (usdPerHour[row] < 0) {
            columns.noPrice(at);
        } else {
            columns.price(at, usdPerHour[row]);
        }
        columns.groups(at, catalog.region(row), catalog.family(row), catalog.cloud(row));
        columns.rank(at, at);
    }

    private boolean does(int row, Need need) {
        return need.purchases().inOrder().contains(purchases[row])
                && need.isDoneBy(offers[row])
                && need.sources().contains(catalog.source(row));
    }

    private static double usdPerHour(Offer offer) {
        Optional<Usd> price = offer.reckonedPrice();
        return price.isPresent() ? price.get().dollars() : -1;
    }

    private boolean isSame(MarketSnapshot market) {
        int at = 0;
        for (Map.Entry<String, List<Offer>> entry : market.offersBySource().entrySet()) {
            if (at >= lists.size()
                    || lists.get(at) != entry.getValue()
                    || !sources.get(at).equals(entry.getKey())) {
                return false;
            }
            at++;
        }
        return at == lists.size();
    }

    /** Whether every list names the same pools in the same order, each pool once. */
    private boolean hasSamePools(List<List<Offer>> before) {
        int pools = 0;
        for (int list = 0; list < lists.size(); list++) {
            List<Offer> then = before.get(list);
            List<Offer> now = lists.get(list);
            pools += now.size();
            if (then.size() != now.size()) {
                return false;
            }
            for (int at = 0; at < now.size(); at++) {
                if (!isSame(then.get(at).pool(), now.get(at).pool())) {
                    return false;
                }
            }
        }
        return pools == catalog.size();
    }

    /** Providers name a pool by the same object as long as they can. */
    private static boolean isSame(Pool one, Pool other) {
        return one == other || one.equals(other);
    }
}
