package io.spotagents.selection;

import io.spotagents.model.Pool;
import io.spotagents.model.Usd;
import io.spotagents.portfolio.Demand;
import io.spotagents.portfolio.ExpectedCost;
import io.spotagents.portfolio.Outcome;
import io.spotagents.portfolio.PoolColumns;
import io.spotagents.portfolio.Portfolio;
import io.spotagents.portfolio.Work;
import io.spotagents.selection.RiskPriced.Terms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Weighs the pools of one part of a request after the other, in columns that are filled anew for
 * each. Not thread-safe.
 */
final class Weighing {

    static final int REJECTIONS_TOLD = 5;

    /** What is asked for once a pool has proven that it gives. */
    private static final int ENOUGH = 1_000_000;

    /**
     * Beyond it the oldest is worked out anew when it is needed: columns of all pools are large.
     */
    private static final int MOST_UNITS = 8;

    private final Terms terms;
    private final OfferBook book;
    private final PoolColumns columns = new PoolColumns();
    private final Portfolio portfolio = new Portfolio();
    private PoolFacts facts = new PoolFacts(0);
    private int[] filled = new int[0];
    private int filledReading = -1;
    private double[] scored = new double[0];
    private final List<UnitCosts> costsByUnit = new ArrayList<>();
    private final Map<int[], Double> cheapestOpen = new IdentityHashMap<>();

    Weighing(Terms terms, OfferBook book) {
        this.terms = terms;
        this.book = book;
    }

    /** What is known from now on. */
    void knowing(PoolFacts known) {
        facts = known;
        costsByUnit.forEach(costs -> costs.begin(known));
        cheapestOpen.clear();
    }

    /** Templates whose work takes equally long share what was worked out. */
    private UnitCosts costs(Terms ours) {
        for (UnitCosts known : costsByUnit) {
            if (known.isFor(ours)) {
                return known;
            }
        }
        if (costsByUnit.size() == MOST_UNITS) {
            costsByUnit.remove(0);
        }
        UnitCosts more = new UnitCosts(ours, book);
        more.begin(facts);
        costsByUnit.add(more);
        return more;
    }

    /** Where a part had best be, if so much is spent in an hour at most. */
    Wish wish(Part part, double budgetUsdPerHour) {
        int[] rows = rows(part);
        Request.Conditions conditions = part.request().conditions();
        Terms ours = terms.of(conditions);
        double most = usd(conditions.limits().hourlyPrice());
        fillOffers(rows);
        fillRoom(rows);
        double[] plain = costs(rows, part, ours, 0);
        switch (part.rule()) {
            case USUAL -> closeOnDemandThatIsDearer(rows, plain, most);
            case CALMEST -> closeAllButCalmest(rows, most);
            case LASTING -> {}
        }
        Work work = ours.wary(cheapest(rows));
        Demand demand =
                new Demand(
                        part.count(),
                        work,
                        new Demand.Limits(most, budgetUsdPerHour),
                        part.rule() == Part.Rule.USUAL
                                ? ours.caution().risk()
                                : Demand.Risk.IGNORED);
        double[] wary = costs(rows, part, ours, work.delay().usdPerHour());
        Outcome outcome = portfolio.allocateAt(columns, demand, wary);
        return new Wish(part, rows, portfolio.explain(columns, demand, REJECTIONS_TOLD), outcome);
    }

    /** Lowest cost of a unit of the part's work where nothing is paid already; maybe infinity. */
    double leastUsd(Part part) {
        Need need = part.request().need();
        int[] rows = rows(part);
        Terms ours = terms.of(part.request().conditions());
        UnitCosts costs = costs(ours);
        double most = usd(part.request().conditions().limits().hourlyPrice());
        double delay = ours.wary(cheapest(rows)).delay().usdPerHour();
        double least = Double.POSITIVE_INFINITY;
        for (int row : rows) {
            if (isUsable(row, most) && !book.isCommitment(row)) {
                double egress = ours.unitHours() * book.egressUsdPerHour(row, need);
                least = Math.min(least, costs.usd(row, egress, delay));
            }
        }
        return least;
    }

    /** What a unit of the part's work costs in pools of its need; infinity in others. */
    double[] usd(Part part, int[] wanted) {
        Need need = part.request().need();
        int[] rows = book.rows(need);
        Terms ours = terms.of(part.request().conditions());
        UnitCosts costs = costs(ours);
        double delay = ours.wary(cheapest(rows)).delay().usdPerHour();
        double[] usd = new double[wanted.length];
        for (int at = 0; at < wanted.length; at++) {
            int row = wanted[at];
            boolean fits = Arrays.binarySearch(rows, row) >= 0;
            double egress = ours.unitHours() * book.egressUsdPerHour(row, need);
            usd[at] = fits ? costs.usd(row, egress, delay) : Double.POSITIVE_INFINITY;
        }
        return usd;
    }

    /** Pools where instances are held and had better not be, once their work is done. */
    SortedMap<Pool, String> leave(Request successor) {
        Need need = successor.need();
        int[] rows = book.rows(need);
        SortedMap<Pool, String> left = new TreeMap<>();
        if (Arrays.stream(rows).noneMatch(row -> facts.held[row] > 0)) {
            return left;
        }
        Terms ours = terms.of(successor.conditions());
        fill(rows, ours, need);
        Work wary = ours.wary(cheapest(rows));
        double best = bestOfSpot(rows, wary, mostFor(successor));
        for (int at = 0; at < rows.length; at++) {
            int row = rows[at];
            if (facts.held[row] > 0 && book.usdPerHour(row) >= 0) {
                double egress = ours.unitHours() * book.egressUsdPerHour(row, need);
                columns.work(at, facts.speed[row], 0, egress);
                if (ExpectedCost.usd(columns, wary, at) > best * (1 + ours.margin())) {
                    left.put(book.pool(row), "work is expected to cost less elsewhere");
                }
            }
        }
        return left;
    }

    /** Of what may be asked this moment: a place that answers no request yet may hold nothing. */
    private double bestOfSpot(int[] rows, Work work, double most) {
        double best = Double.POSITIVE_INFINITY;
        for (int at = 0; at < rows.length; at++) {
            int row = rows[at];
            boolean mayBeAsked = isUsable(row, most) && facts.most[row] > 0;
            if (mayBeAsked && book.isReclaimed(row)) {
                best = Math.min(best, ExpectedCost.usd(columns, work, at));
            }
        }
        return best;
    }

    private static double mostFor(Request one) {
        Request.Limits limits = one.conditions().limits();
        return Math.min(usd(limits.hourlyPrice()), usd(limits.hourlyRate()));
    }

    private int[] rows(Part part) {
        int[] rows = book.rows(part.request().need());
        return part.rule() == Part.Rule.LASTING
                ? Arrays.stream(rows).filter(row -> !book.isReclaimed(row)).toArray()
                : rows;
    }

    private void fill(int[] rows, Terms ours, Need need) {
        fillOffers(rows);
        for (int number = 0; number < facts.quotasLeft.length; number++) {
            columns.quotaLeft(number, facts.quotasLeft[number]);
        }
        UnitCosts costs = costs(ours);
        for (int at = 0; at < rows.length; at++) {
            int row = rows[at];
            columns.quota(at, facts.quota[row], facts.quotaCpus[row]);
            columns.risk(at, book.purchase(row), facts.hazard[row], facts.success[row]);
            double egress = ours.unitHours() * book.egressUsdPerHour(row, need);
            double boot = facts.bootHours(row, ours.bootHours());
            columns.work(at, facts.speed[row], boot, egress);
            columns.billed(at, costs.billed(facts.granularity[row]));
            columns.room(at, 0, facts.held[row]);
        }
    }

    /** Rows are kept for as long as their offers, so the same rows stand in the columns still. */
    private void fillOffers(int[] rows) {
        if (rows == filled && book.reading() == filledReading) {
            return;
        }
        columns.resize(rows.length);
        for (int at = 0; at < rows.length; at++) {
            book.fill(columns, at, rows[at]);
        }
        filled = rows;
        filledReading = book.reading();
    }

    /** Free units are given out before, and are no part of what is weighed. */
    private void fillRoom(int[] rows) {
        for (int at = 0; at < rows.length; at++) {
            int row = rows[at];
            boolean mayBeAsked = facts.isOpen[row] && !book.isCommitment(row);
            columns.risk(at, book.purchase(row), facts.hazard[row], facts.success[row]);
            columns.room(at, mayBeAsked ? ENOUGH : 0, facts.held[row]);
        }
    }

    /** What a unit of a part's work costs; holds until the next call. */
    private double[] costs(int[] rows, Part part, Terms ours, double delayUsdPerHour) {
        UnitCosts costs = costs(ours);
        Need need = part.request().need();
        if (scored.length < rows.length) {
            scored = new double[rows.length];
        }
        for (int at = 0; at < rows.length; at++) {
            double egress = ours.unitHours() * book.egressUsdPerHour(rows[at], need);
            scored[at] = costs.usd(rows[at], egress, delayUsdPerHour);
        }
        return scored;
    }

    /** What is not reclaimed is bought while it is cheaper in expectation, or all there is. */
    private void closeOnDemandThatIsDearer(int[] rows, double[] plain, double most) {
        double spot = Double.POSITIVE_INFINITY;
        for (int at = 0; at < rows.length; at++) {
            if (book.isReclaimed(rows[at]) && isUsable(rows[at], most)) {
                spot = Math.min(spot, plain[at]);
            }
        }
        for (int at = 0; at < rows.length; at++) {
            if (!book.isReclaimed(rows[at]) && plain[at] > spot) {
                columns.room(at, 0, facts.held[rows[at]]);
            }
        }
    }

    private void closeAllButCalmest(int[] rows, double most) {
        double calmest = Double.POSITIVE_INFINITY;
        for (int row : rows) {
            if (isUsable(row, most) && !book.isCommitment(row)) {
                calmest = Math.min(calmest, facts.hazard[row]);
            }
        }
        for (int at = 0; at < rows.length; at++) {
            if (facts.hazard[rows[at]] > calmest) {
                columns.room(at, 0, facts.held[rows[at]]);
            }
        }
    }

    private boolean isUsable(int row, double most) {
        double price = book.usdPerHour(row);
        boolean isOpen = facts.isOpen[row] && facts.hasRoom(row);
        return isOpen && price >= 0 && price <= most && facts.success[row] > 0;
    }

    private double cheapest(int[] rows) {
        return cheapestOpen.computeIfAbsent(rows, this::leastOpen);
    }

    /** What is paid for already tells nothing of what waiting is worth. */
    private double leastOpen(int[] rows) {
        double least = Double.POSITIVE_INFINITY;
        for (int row : rows) {
            boolean counts = facts.isOpen[row] && !book.isCommitment(row);
            if (counts && book.usdPerHour(row) >= 0) {
                least = Math.min(least, book.usdPerHour(row));
            }
        }
        return least == Double.POSITIVE_INFINITY ? 0 : least;
    }

    static double usd(Optional<Usd> limit) {
        return limit.map(Usd::dollars).orElse(Double.POSITIVE_INFINITY);
    }
}
