package io.spotagents.selection;

import io.spotagents.market.MarketSnapshot;
import io.spotagents.model.Offer;
import io.spotagents.model.Purchase;
import io.spotagents.model.Usd;
import io.spotagents.portfolio.Bound;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Asks the cheapest pool that does the work and has not just refused, for everything. When a
 * template allows several purchases, a later one is asked only if no pool of the earlier ones is
 * left.
 *
 * <p>Leaves out on purpose what a pool's reclaims cost, how fast its machines are, and how many
 * instances may be lost together: it is the yardstick for policies that know these.
 */
public final class CheapestFirst implements SelectionPolicy {

    /** Enough to see what the next best choices were, and why they were not taken. */
    static final int REJECTIONS_TOLD = 5;

    @Override
    public Plan select(Request request, MarketSnapshot market, Outlook outlook) {
        List<Rejection> rejections = new ArrayList<>();
        for (Purchase purchase : request.need().purchases().inOrder()) {
            List<Candidate> candidates = candidates(request.need(), market, purchase);
            Optional<Candidate> best = Optional.empty();
            for (Candidate candidate : candidates) {
                Optional<String> whyNot = whyNot(candidate, outlook);
                if (whyNot.isPresent()) {
                    rejections.add(candidate.closed(whyNot.get()));
                } else if (best.isEmpty()) {
                    best = Optional.of(candidate);
                } else {
                    rejections.add(candidate.dearer());
                }
            }
            if (best.isPresent()) {
                return plan(request, best.get(), rejections);
            }
        }
        return new Plan(request, List.of(), first(rejections), request.count());
    }

    private static Plan plan(Request request, Candidate best, List<Rejection> rejections) {
        String reason = "no pool that may be asked costs less";
        Pick pick = new Pick(best.source(), best.offer(), request.count(), reason);
        return new Plan(request, List.of(pick), first(rejections), 0);
    }

    private static List<Rejection> first(List<Rejection> rejections) {
        return rejections.subList(0, Math.min(REJECTIONS_TOLD, rejections.size()));
    }

    private static Optional<String> whyNot(Candidate candidate, Outlook outlook) {
        if (candidate.offer().reckonedPrice().isEmpty()) {
            return Optional.of("its price is not known, nor what it costs on demand");
        }
        return outlook.whyNot(candidate.source(), candidate.offer().pool());
    }

    private static List<Candidate> candidates(Need need, MarketSnapshot market, Purchase purchase) {
        return need.sources().stream()
                .flatMap(
                        source ->
                                market.offers(source).stream()
                                        .map(offer -> new Candidate(source, offer)))
                .filter(candidate -> candidate.does(need, purchase))
                .sorted(Candidate.CHEAPEST_FIRST)
                .toList();
    }

    private record Candidate(String source, Offer offer) {

        static final Comparator<Candidate> CHEAPEST_FIRST =
                Comparator.comparing(Candidate::price)
                        .thenComparing(candidate -> candidate.offer().pool())
                        .thenComparing(Candidate::source);

        /** Unknown prices come last. */
        Usd price() {
            return offer.reckonedPrice().orElse(new Usd(Long.MAX_VALUE));
        }

        boolean does(Need need, Purchase purchase) {
            return offer.pool().purchase() == purchase
                    && offer.pool().os() == need.os()
                    && offer.size().holds(need.size());
        }

        Rejection closed(String reason) {
            Bound bound = offer.reckonedPrice().isEmpty() ? Bound.NO_PRICE : Bound.CAP;
            return new Rejection(source, offer, Verdict.ofPrice(offer, bound, reason));
        }

        Rejection dearer() {
            String reason = "an hour costs more than in the pool chosen";
            return new Rejection(source, offer, Verdict.ofPrice(offer, Bound.COST, reason));
        }
    }
}
