package io.spotagents.selection;

import io.spotagents.market.MarketSnapshot;
import io.spotagents.model.Pool;
import io.spotagents.portfolio.Demand;
import io.spotagents.portfolio.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * Asks the pools in which finished work is expected to cost least: price, boot, work done again
 * after reclaims, failed launches, and a wariness of work done in vain. What is paid for already is
 * used first. On-demand capacity takes part under the same rule, so that it is bought only while it
 * is cheaper in expectation, or when nothing else is left, or for work that must last. What may be
 * asked of a pool is never asked twice, however many templates wish for it.
 *
 * <p>The same arguments give the same plans, whatever was asked before: what is kept is only what
 * would be worked out again. Not thread-safe: one loop owns it.
 */
public final class RiskPriced implements SelectionPolicy {

    /** From a launch that is refused to the next one, as clouds answer. */
    private static final double RETRY_HOURS = 20 / 3_600.0;

    private final Terms terms;
    private final OfferBook book = new OfferBook();
    private final Weighing weighing;
    private final FreeUnits freeUnits;

    public RiskPriced(Terms terms) {
        this.terms = terms;
        this.weighing = new Weighing(terms, book);
        this.freeUnits = new FreeUnits(book, weighing);
    }

    /**
     * What the choice is made by.
     *
     * @param unitHours length of the work that a reclaim interrupts and that begins anew, above 0;
     *     used where a request does not tell its own
     * @param holdHours how long an instance is kept if nobody reclaims it, above 0
     * @param bootHours from a launch until the agent works, 0 or more
     * @param margin by what share work must be cheaper elsewhere before an instance is given up
     */
    public record Terms(
            double unitHours, double holdHours, double bootHours, Caution caution, double margin) {

        /** For work that is not known yet. */
        public static final Terms USUAL = new Terms(26 / 60.0, 2, 200 / 3_600.0, 4, 0.2);

        /** With the usual view of large losses. */
        public Terms(
                double unitHours,
                double holdHours,
                double bootHours,
                double wariness,
                double margin) {
            this(unitHours, holdHours, bootHours, Caution.of(wariness), margin);
        }

        /** For units of a known length. */
        public Terms withUnit(double hours) {
            return new Terms(hours, holdHours, bootHours, caution, margin);
        }

        /** With another view of what besides money counts. */
        public Terms with(Caution other) {
            return new Terms(unitHours, holdHours, bootHours, other, margin);
        }

        /** What a request's conditions make of it. */
        Terms of(Request.Conditions conditions) {
            Terms asked =
                    conditions.unit().isEmpty()
                            ? this
                            : withUnit(conditions.unit().get().toNanos() / 3_600e9);
            return conditions.thrift() == Request.Thrift.STRICT ? asked.with(Caution.of(0)) : asked;
        }

        /** What is paid, and nothing else. */
        Work plain() {
            return new Work(unitHours, unitHours, holdHours, Work.Delay.FREE);
        }

        /** Half of a unit is lost with an instance in the middle, and its successor has to boot. */
        Work wary(double cheapestUsdPerHour) {
            Work.Delay delay =
                    new Work.Delay(
                            caution.wariness() * cheapestUsdPerHour, RETRY_HOURS, unitHours / 2);
            return new Work(unitHours, unitHours, holdHours, delay);
        }
    }

    /**
     * What counts besides money.
     *
     * @param wariness an hour of work done in vain counts as so many hours of the cheapest
     *     instance, beyond what it costs; 0 looks at cost alone
     * @param risk how much it matters that many instances are lost at once
     */
    public record Caution(double wariness, Demand.Risk risk) {

        /**
         * Large losses are told of, but nothing is paid to make them rarer: see
         * docs/decisions/0015.
         */
        public static Caution of(double wariness) {
            Demand.Risk usual = Demand.Risk.usual(0);
            return new Caution(wariness, new Demand.Risk(0, usual.lossShare(), 1));
        }
    }

    @Override
    public Plan select(Request request, MarketSnapshot market, Outlook outlook) {
        return selectAll(List.of(request), market, outlook).get(0);
    }

    @Override
    public List<Plan> selectAll(List<Request> requests, MarketSnapshot market, Outlook outlook) {
        if (requests.isEmpty()) {
            return List.of();
        }
        book.read(market);
        PoolFacts facts = outlook.facts(book.catalog());
        weighing.knowing(facts);
        List<Part> parts = Part.of(requests);
        FreeUnits.Given given = freeUnits.give(parts, facts);
        List<Wish> wishes = wishes(requests, parts, given);
        Turns turns = Turns.of(wishes, facts);
        RiskReasons reasons = new RiskReasons(terms, book, facts, outlook);
        List<Draft> drafts = requests.stream().map(request -> new Draft(request, reasons)).toList();
        for (int each = 0; each < parts.size(); each++) {
            Draft draft = drafts.get(parts.get(each).number());
            given.forEach(each, draft::addFree);
        }
        for (int each = 0; each < wishes.size(); each++) {
            Wish wish = wishes.get(each);
            drafts.get(wish.part().number()).add(wish, each, turns);
        }
        return drafts.stream().map(Draft::plan).toList();
    }

    private List<Wish> wishes(List<Request> requests, List<Part> parts, FreeUnits.Given given) {
        double[] budgets =
                requests.stream()
                        .map(request -> request.conditions().limits().hourlyRate())
                        .mapToDouble(Weighing::usd)
                        .toArray();
        List<Wish> wishes = new ArrayList<>();
        for (int each = 0; each < parts.size(); each++) {
            Part part = parts.get(each);
            int missing = part.count() - given.to(each);
            if (missing > 0) {
                double budget = Math.max(0, budgets[part.number()]);
                Wish wish = weighing.wish(part.of(missing), budget);
                budgets[part.number()] = budget - usdPerHour(wish);
                wishes.add(wish);
            }
        }
        return wishes;
    }

    private static double usdPerHour(Wish wish) {
        return wish.shares().stream()
                .mapToDouble(share -> share.count() * share.figures().usdPerHour())
                .filter(usd -> usd > 0)
                .sum();
    }

    @Override
    public SortedMap<Pool, String> leave(
            Request successor, MarketSnapshot market, Outlook outlook) {
        book.read(market);
        weighing.knowing(outlook.facts(book.catalog()));
        return weighing.leave(successor);
    }
}
