package io.spotagents.selection;

import io.spotagents.model.Granularity;
import io.spotagents.portfolio.ExpectedCost;
import io.spotagents.portfolio.PoolColumns;
import io.spotagents.portfolio.Work;
import io.spotagents.selection.RiskPriced.Terms;

/**
 * What a unit of one length costs on the rows of a catalog, in the two parts that do not depend on
 * who asks: what is paid, and the hours that are waited or done in vain. Each row is worked out
 * once in a decision, however many templates are planned. Not thread-safe.
 */
final class UnitCosts {

    private final Terms terms;
    private final OfferBook book;
    private final Work plain;
    private final Work.Delay delay;
    private final PoolColumns one = new PoolColumns();
    private PoolFacts facts = new PoolFacts(0);
    private double[] paid = new double[0];
    private double[] hours = new double[0];
    private int[] knownIn = new int[0];
    private int decision;
    private Granularity lastSteps = Granularity.EXACT;
    private double lastBilled = 1;

    /** For the units of some terms. */
    UnitCosts(Terms terms, OfferBook book) {
        this.terms = terms;
        this.book = book;
        this.plain = terms.plain();
        this.delay = terms.wary(1).delay();
        one.resize(1);
    }

    boolean isFor(Terms other) {
        return terms.unitHours() == other.unitHours();
    }

    /** Another decision, by other facts or prices. */
    void begin(PoolFacts known) {
        facts = known;
        decision++;
        int size = book.catalog().size();
        if (paid.length < size) {
            paid = new double[size];
            hours = new double[size];
            knownIn = new int[size];
        }
    }

    /**
     * As {@link ExpectedCost#usd}, to the last digit.
     *
     * @param egress dollars for a unit
     * @param delayUsdPerHour what an hour of waiting counts as
     */
    double usd(int row, double egress, double delayUsdPerHour) {
        if (knownIn[row] != decision) {
            workOut(row);
        }
        double money = paid[row];
        return money == Double.POSITIVE_INFINITY
                ? money
                : money + egress + (delayUsdPerHour == 0 ? 0 : delayUsdPerHour * hours[row]);
    }

    private void workOut(int row) {
        knownIn[row] = decision;
        double price = book.usdPerHour(row);
        if (price < 0) {
            paid[row] = Double.POSITIVE_INFINITY;
            return;
        }
        one.price(0, price);
        one.risk(0, book.purchase(row), facts.hazard[row], facts.success[row]);
        one.work(0, facts.speed[row], facts.bootHours(row, terms.bootHours()), 0);
        one.billed(0, billed(facts.granularity[row]));
        paid[row] = ExpectedCost.usd(one, plain, 0);
        hours[row] = ExpectedCost.delayHours(one, plain.unitHours(), delay, 0);
    }

    /** Hours billed for each hour held. Rows of one source follow each other, and bill alike. */
    double billed(Granularity steps) {
        if (steps != lastSteps) {
            lastSteps = steps;
            lastBilled = steps.billedPerHour(terms.holdHours());
        }
        return lastBilled;
    }
}
