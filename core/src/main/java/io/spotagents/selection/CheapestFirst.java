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
        List<Pick> picks = new ArrayList<>();
        int missing = request.count();
        for (Purchase purchase : request.need().purchases().inOrder()) {
            for (Candidate candidate : candidates(request.need(), market, purchase)) {
                Optional<String> whyNot = whyNot(candidate, outlook);
                if (whyNot.isPresent()) {
                    rejections.add(candidate.closed(whyNot.get()));
                    continue;
                }
                int count = Math.min(missing, most(candidate, outlook));
                missing -= count;
                if (count > 0) {
                    picks.add(candidate.chosen(count));
                } else {
                    rejections.add(candidate.dearer());
                }
            }
            if (missing == 0) {
                break;
            }
        }
        return new Plan(request, picks, first(rejections), missing);
    }

    /** Of what is paid for already there are so many and no more. */
    private static int most(Candidate candidate, Outlook outlook) {
        return candidate.offer().pool().purchase() == Purchase.COMMITMENT
                ? outlook.mostAtOnce(candidate.source(), candidate.offer().pool())
                : Integer.MAX_VALUE;
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
            return offer.pool().purchase() == purchase && need.isDoneBy(offer);
        }

        Pick chosen(int count) {
            return new Pick(source, offer, count, "no pool that may be asked costs less");
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
