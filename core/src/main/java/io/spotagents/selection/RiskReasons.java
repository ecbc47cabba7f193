package io.spotagents.selection;

import io.spotagents.model.Offer;
import io.spotagents.model.Usd;
import io.spotagents.portfolio.Bound;
import io.spotagents.portfolio.ExpectedCost;
import io.spotagents.portfolio.PoolColumns;
import io.spotagents.portfolio.Share;
import io.spotagents.selection.RiskPriced.Terms;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Puts what {@link RiskPriced} decided by into figures and sentences. The figures are what is
 * expected to be paid; the sentences compare what was weighed, where work done in vain counts for
 * more than it costs.
 */
final class RiskReasons {

    private static final double SAME = 1e-9;

    /** Best first: what is expected to cost least, or is not known to cost more. */
    private static final Comparator<Rejection> BEST_FIRST =
            Comparator.comparingDouble(
                            (Rejection one) ->
                                    one.verdict()
                                            .figures()
                                            .usdPerFinishedHour()
                                            .orElse(Double.POSITIVE_INFINITY))
                    .thenComparing(one -> one.offer().pool())
                    .thenComparing(Rejection::source);

    private final Terms terms;
    private final Outlook outlook;
    private final double cheapest;
    private final PoolColumns one = new PoolColumns();

    /**
     * @param shares all that were chosen and the best that were not
     */
    RiskReasons(Terms terms, Outlook outlook, List<Share> shares) {
        this.terms = terms;
        this.outlook = outlook;
        this.cheapest =
                shares.stream()
                        .mapToDouble(share -> share.figures().usdPerUnit())
                        .min()
                        .orElse(Double.POSITIVE_INFINITY);
        one.resize(1);
    }

    static List<Rejection> best(List<Rejection> rejections, int most) {
        return rejections.stream().sorted(BEST_FIRST).limit(most).toList();
    }

    /**
     * Why of this one.
     *
     * @param later instances that would go there too, but may not be asked for in one call
     */
    Verdict chosen(String source, Offer offer, Share share, int later) {
        String why =
                excess(share) <= SAME
                        ? "no pool that may be asked does the work for less, reclaims counted in"
                        : percent(excess(share))
                                + " dearer than the cheapest pool, reclaims counted in";
        if (later == 0) {
            return verdict(source, offer, share.bound(), why);
        }
        String more =
                "; " + later + " more wait for its answer, as it may not be asked for more at once";
        return verdict(source, offer, Bound.CAP, why + more);
    }

    /** Everything that would go there has to wait. */
    Rejection waits(String source, Offer offer, int later) {
        String why = later + " would go there, but it may not be asked now";
        return new Rejection(source, offer, verdict(source, offer, Bound.CAP, why));
    }

    /** It may be asked, but others are better. */
    Rejection passedOver(String source, Offer offer, Share share) {
        boolean isOnDemand = !offer.pool().purchase().isReclaimed();
        if (share.bound() == Bound.CAP && isOnDemand) {
            String why = "spot is expected to do the work for less, reclaims counted in";
            return new Rejection(source, offer, verdict(source, offer, Bound.COST, why));
        }
        return new Rejection(source, offer, verdict(source, offer, share.bound(), whyNot(share)));
    }

    /** It may not be asked, whatever it costs. */
    Rejection closed(String source, Offer offer, String why) {
        Bound bound = offer.reckonedPrice().isEmpty() ? Bound.NO_PRICE : Bound.CAP;
        return new Rejection(source, offer, verdict(source, offer, bound, why));
    }

    private String whyNot(Share share) {
        if (share.bound() != Bound.COST) {
            return share.bound().reason();
        }
        return excess(share) <= SAME
                ? "as cheap as the pool chosen, which comes first in the order of names"
                : percent(excess(share)) + " dearer than the cheapest pool, reclaims counted in";
    }

    private double excess(Share share) {
        return cheapest > 0 ? share.figures().usdPerUnit() / cheapest - 1 : 0;
    }

    private Verdict verdict(String source, Offer offer, Bound bound, String why) {
        return new Verdict(figures(source, offer), bound, why);
    }

    private Verdict.Figures figures(String source, Offer offer) {
        double hazard = outlook.hazardPerHour(source, offer.pool());
        Optional<Usd> price = offer.reckonedPrice();
        if (price.isEmpty()) {
            return new Verdict.Figures(price, OptionalDouble.of(hazard), OptionalDouble.empty());
        }
        double success = outlook.successProbability(source, offer.pool(), 1);
        one.price(0, price.get().dollars());
        one.risk(0, offer.pool().purchase(), hazard, success);
        one.work(0, 1, terms.bootHours(), 0);
        double usd = ExpectedCost.usd(one, terms.plain(), 0) / terms.unitHours();
        return new Verdict.Figures(price, OptionalDouble.of(hazard), OptionalDouble.of(usd));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, share < 0.1 ? "%.1f %%" : "%.0f %%", 100 * share);
    }
}
