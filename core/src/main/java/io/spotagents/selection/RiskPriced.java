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

/**
 * Asks the pools in which finished work is expected to cost least: price, boot, work done again
 * after reclaims, failed launches, and the risk of losing many instances together. On-demand
 * capacity takes part under the same rule, so that it is bought only while it is cheaper in
 * expectation, or when nothing else is left.
 */
public final class RiskPriced implements SelectionPolicy {

    private static final int REJECTIONS_TOLD = 5;
    private static final int ENOUGH = 1_000_000;

    private final Terms terms;
    private final Portfolio portfolio = new Portfolio();
    private final PoolColumns columns = new PoolColumns();

    public RiskPriced(Terms terms) {
        this.terms = terms;
    }

    /**
     * What the choice is made by.
     *
     * @param work the work that instances are wanted for
     * @param risk what it is worth not to lose many at once
     * @param bootHours from a launch until the agent works
     * @param hazardFactor by how much a reclaim counts more than the work it costs
     */
    public record Terms(
            Work work,
            Demand.Risk risk,
            double bootHours,
            double hazardFactor,
            double margin,
            double likely) {}

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
        closeOnDemandThatIsDearer(open, outlook);
        Demand demand = new Demand(request.count(), terms.work(), Demand.Limits.NONE, terms.risk());
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
    private void closeOnDemandThatIsDearer(List<Candidate> open, Outlook outlook) {
        double spot = Double.POSITIVE_INFINITY;
        for (int row = 0; row < open.size(); row++) {
            Candidate one = open.get(row);
            if (one.pool().purchase().isReclaimed()) {
                risk(row, one, outlook, 1);
                spot = Math.min(spot, ExpectedCost.usd(columns, terms.work(), row));
                risk(row, one, outlook, terms.hazardFactor());
            }
        }
        for (int row = 0; row < open.size(); row++) {
            boolean isReclaimed = open.get(row).pool().purchase().isReclaimed();
            if (!isReclaimed && ExpectedCost.usd(columns, terms.work(), row) > spot) {
                columns.room(row, 0, 0);
            }
        }
    }

    private void risk(int row, Candidate one, Outlook outlook, double factor) {
        columns.risk(
                row,
                one.pool().purchase(),
                factor * outlook.hazardPerHour(one.source, one.pool()),
                outlook.successProbability(one.source, one.pool(), 1));
    }

    @Override
    public SortedMap<Pool, String> leave(Need need, MarketSnapshot market, Outlook outlook) {
        List<Candidate> open =
                candidates(need, market).stream()
                        .filter(one -> one.offer.reckonedPrice().isPresent())
                        .toList();
        fill(open, outlook);
        double best = Double.POSITIVE_INFINITY;
        for (int row = 0; row < open.size(); row++) {
            Candidate one = open.get(row);
            boolean isLikely =
                    outlook.whyNot(one.source, one.pool()).isEmpty()
                            && outlook.successProbability(one.source, one.pool(), 1)
                                    >= terms.likely();
            if (isLikely) {
                best = Math.min(best, ExpectedCost.usd(columns, terms.work(), row));
            }
        }
        SortedMap<Pool, String> left = new TreeMap<>();
        for (int row = 0; row < open.size(); row++) {
            Candidate one = open.get(row);
            if (outlook.held(one.source, one.pool()) > 0) {
                columns.work(row, 1, 0, 0);
                double stay = ExpectedCost.usd(columns, terms.work(), row);
                if (stay > best * (1 + terms.margin())) {
                    left.put(one.pool(), "work is cheaper elsewhere");
                }
            }
        }
        return left;
    }

    private void fill(List<Candidate> open, Outlook outlook) {
        columns.resize(open.size());
        Map<String, Integer> regions = new HashMap<>();
        Map<String, Integer> families = new HashMap<>();
        Map<String, Integer> clouds = new HashMap<>();
        for (int row = 0; row < open.size(); row++) {
            Candidate one = open.get(row);
            Pool pool = one.pool();
            columns.price(row, one.offer.reckonedPrice().orElseThrow().dollars());
            risk(row, one, outlook, terms.hazardFactor());
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

    private static List<Candidate> candidates(Need need, MarketSnapshot market) {
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

        boolean does(Need need) {
            return need.purchases().inOrder().contains(pool().purchase())
                    && pool().os() == need.os()
                    && offer.size().holds(need.size());
        }
    }
}
