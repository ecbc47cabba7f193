package io.spotagents.selection;

import io.spotagents.market.MarketSnapshot;
import io.spotagents.model.MachineFamily;
import io.spotagents.model.Offer;
import io.spotagents.model.Pool;
import io.spotagents.portfolio.Demand;
import io.spotagents.portfolio.ExpectedCost;
import io.spotagents.portfolio.PoolColumns;
import io.spotagents.portfolio.Portfolio;
import io.spotagents.portfolio.Share;
import io.spotagents.portfolio.Work;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Asks the pools in which finished work is expected to cost least: price, boot, work done again
 * after reclaims, failed launches, and a wariness of work done in vain. On-demand capacity takes
 * part under the same rule, so that it is bought only while it is cheaper in expectation, or when
 * nothing else is left. Leaves out that pools are lost together: spreading for its own sake cost
 * more and lost no less on the replay. Not thread-safe: one loop owns it.
 */
public final class RiskPriced implements SelectionPolicy {

    private static final int REJECTIONS_TOLD = 5;
    private static final int ENOUGH = 1_000_000;

    /** From a launch that is refused to the next one, as clouds answer. */
    private static final double RETRY_HOURS = 20 / 3_600.0;

    private final Terms terms;
    private final Portfolio portfolio = new Portfolio();
    private final PoolColumns columns = new PoolColumns();
    private @Nullable Need sortedNeed;
    private List<List<Offer>> sortedOffers = List.of();
    private List<Candidate> sorted = List.of();

    public RiskPriced(Terms terms) {
        this.terms = terms;
    }

    /**
     * What the choice is made by.
     *
     * @param unitHours length of the work that a reclaim interrupts and that begins anew, above 0
     * @param holdHours how long an instance is kept if nobody reclaims it, above 0
     * @param bootHours from a launch until the agent works, 0 or more
     * @param wariness an hour of work done in vain counts as so many hours of the cheapest
     *     instance, beyond what it costs; 0 looks at cost alone
     * @param margin by what share work must be cheaper elsewhere before an instance is given up
     */
    public record Terms(
            double unitHours, double holdHours, double bootHours, double wariness, double margin) {

        /** For work that is not known yet. */
        public static final Terms USUAL = new Terms(26 / 60.0, 2, 200 / 3_600.0, 4, 0.2);

        /** For units of a known length. */
        public Terms withUnit(double hours) {
            return new Terms(hours, holdHours, bootHours, wariness, margin);
        }

        /** What is paid, and nothing else. */
        Work plain() {
            return new Work(unitHours, unitHours, holdHours, Work.Delay.FREE);
        }

        /** Half of a unit is lost with an instance in the middle, and its successor has to boot. */
        private Work wary(double cheapestUsdPerHour) {
            Work.Delay delay =
                    new Work.Delay(wariness * cheapestUsdPerHour, RETRY_HOURS, unitHours / 2);
            return new Work(unitHours, unitHours, holdHours, delay);
        }
    }

    @Override
    public Plan select(Request request, MarketSnapshot market, Outlook outlook) {
        List<Candidate> open = new ArrayList<>();
        Map<Candidate, String> closed = new LinkedHashMap<>();
        for (Candidate candidate : candidates(request.need(), market)) {
            whyNot(candidate, outlook)
                    .ifPresentOrElse(
                            reason -> closed.put(candidate, reason), () -> open.add(candidate));
        }
        fill(open, outlook);
        closeOnDemandThatIsDearer(open);
        Work work = terms.wary(cheapest(open));
        Demand demand = new Demand(request.count(), work, Demand.Limits.NONE, Demand.Risk.IGNORED);
        portfolio.allocate(columns, demand);
        List<Share> shares = portfolio.explain(columns, demand, REJECTIONS_TOLD);
        RiskReasons reasons = new RiskReasons(terms, outlook, shares);
        List<Rejection> rejections = new ArrayList<>();
        closed.forEach(
                (one, why) -> rejections.add(reasons.closed(one.source(), one.offer(), why)));
        List<Pick> picks = new ArrayList<>();
        int placed = 0;
        for (Share share : shares) {
            Candidate one = open.get(share.row());
            int now = Math.min(share.count(), outlook.mostAtOnce(one.source(), one.pool()));
            int later = share.count() - now;
            placed += now;
            if (now > 0) {
                Verdict why = reasons.chosen(one.source(), one.offer(), share, later);
                picks.add(new Pick(one.source(), one.offer(), now, why));
            } else if (later > 0) {
                rejections.add(reasons.waits(one.source(), one.offer(), later));
            } else {
                rejections.add(reasons.passedOver(one.source(), one.offer(), share));
            }
        }
        List<Rejection> told = RiskReasons.best(rejections, REJECTIONS_TOLD);
        return new Plan(request, picks, told, request.count() - placed);
    }

    /** What is not reclaimed is bought while it is cheaper in expectation, or all there is. */
    private void closeOnDemandThatIsDearer(List<Candidate> open) {
        double spot = Double.POSITIVE_INFINITY;
        for (int row = 0; row < open.size(); row++) {
            if (open.get(row).isReclaimed()) {
                spot = Math.min(spot, ExpectedCost.usd(columns, terms.plain(), row));
            }
        }
        for (int row = 0; row < open.size(); row++) {
            if (!open.get(row).isReclaimed()
                    && ExpectedCost.usd(columns, terms.plain(), row) > spot) {
                columns.room(row, 0, 0);
            }
        }
    }

    private static double cheapest(List<Candidate> open) {
        return open.stream().mapToDouble(Candidate::usdPerHour).min().orElse(0);
    }

    @Override
    public SortedMap<Pool, String> leave(Need need, MarketSnapshot market, Outlook outlook) {
        List<Candidate> priced =
                candidates(need, market).stream()
                        .filter(one -> one.offer.reckonedPrice().isPresent())
                        .toList();
        SortedMap<Pool, String> left = new TreeMap<>();
        if (priced.stream().noneMatch(one -> outlook.held(one.source, one.pool()) > 0)) {
            return left;
        }
        fill(priced, outlook);
        Work wary = terms.wary(cheapest(priced));
        double best = bestOfSpot(priced, outlook, wary);
        for (int row = 0; row < priced.size(); row++) {
            Candidate one = priced.get(row);
            if (outlook.held(one.source, one.pool()) > 0) {
                columns.work(row, 1, 0, 0);
                double stay = ExpectedCost.usd(columns, wary, row);
                if (stay > best * (1 + terms.margin())) {
                    left.put(one.pool(), "work is expected to cost less elsewhere");
                }
            }
        }
        return left;
    }

    private double bestOfSpot(List<Candidate> priced, Outlook outlook, Work work) {
        double best = Double.POSITIVE_INFINITY;
        for (int row = 0; row < priced.size(); row++) {
            Candidate one = priced.get(row);
            boolean mayBeAsked = outlook.whyNot(one.source, one.pool()).isEmpty();
            if (one.isReclaimed() && mayBeAsked) {
                best = Math.min(best, ExpectedCost.usd(columns, work, row));
            }
        }
        return best;
    }

    private void fill(List<Candidate> open, Outlook outlook) {
        columns.resize(open.size());
        Map<String, Integer> regions = new HashMap<>();
        Map<String, Integer> families = new HashMap<>();
        Map<String, Integer> clouds = new HashMap<>();
        for (int row = 0; row < open.size(); row++) {
            Candidate one = open.get(row);
            Pool pool = one.pool();
            columns.price(row, one.usdPerHour());
            columns.risk(
                    row,
                    pool.purchase(),
                    outlook.hazardPerHour(one.source, pool),
                    outlook.successProbability(one.source, pool, 1));
            columns.work(row, 1, terms.bootHours(), 0);
            columns.room(row, ENOUGH, outlook.held(one.source, pool));
            columns.groups(
                    row,
                    number(regions, pool.place().provider() + "/" + pool.place().region()),
                    number(families, MachineFamily.of(pool.machineType())),
                    number(clouds, pool.place().provider()));
            columns.rank(row, row);
        }
    }

    private static int number(Map<String, Integer> numbers, String name) {
        return numbers.computeIfAbsent(name, n -> numbers.size());
    }

    private static Optional<String> whyNot(Candidate candidate, Outlook outlook) {
        if (candidate.offer.reckonedPrice().isEmpty()) {
            return Optional.of("its price is not known, nor what it costs on demand");
        }
        return outlook.whyNot(candidate.source, candidate.pool());
    }

    /** Sorting thousands of pools takes longer than choosing; offers change once a minute. */
    private List<Candidate> candidates(Need need, MarketSnapshot market) {
        List<List<Offer>> offers = need.sources().stream().map(market::offers).toList();
        if (!need.equals(sortedNeed) || !isSame(offers, sortedOffers)) {
            sortedNeed = need;
            sortedOffers = offers;
            sorted = sorted(need, market);
        }
        return sorted;
    }

    private static boolean isSame(List<List<Offer>> some, List<List<Offer>> others) {
        return some.size() == others.size()
                && IntStream.range(0, some.size()).allMatch(i -> some.get(i) == others.get(i));
    }

    private static List<Candidate> sorted(Need need, MarketSnapshot market) {
        return need.sources().stream()
                .flatMap(s -> market.offers(s).stream().map(offer -> new Candidate(s, offer)))
                .filter(candidate -> candidate.does(need))
                .sorted(Candidate.ORDER)
                .toList();
    }

    private record Candidate(String source, Offer offer) {

        static final Comparator<Candidate> ORDER =
                Comparator.comparing(Candidate::pool).thenComparing(Candidate::source);

        Pool pool() {
            return offer.pool();
        }

        boolean isReclaimed() {
            return pool().purchase().isReclaimed();
        }

        /** Only for those whose price is known. */
        double usdPerHour() {
            return offer.reckonedPrice().orElseThrow().dollars();
        }

        boolean does(Need need) {
            return need.purchases().inOrder().contains(pool().purchase())
                    && pool().os() == need.os()
                    && offer.size().holds(need.size());
        }
    }
}
