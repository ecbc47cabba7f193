package io.spotagents.selection;

import io.spotagents.model.Offer;
import io.spotagents.model.Usd;
import io.spotagents.portfolio.Bound;
import io.spotagents.portfolio.Demand;
import io.spotagents.portfolio.ExpectedCost;
import io.spotagents.portfolio.Outcome;
import io.spotagents.portfolio.PoolColumns;
import io.spotagents.portfolio.Share;
import io.spotagents.selection.RiskPriced.Terms;
import java.time.Duration;
import java.util.Collection;
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
    private static final double LEAST_TOLD = 0.001;

    /** What each batch of work costs besides its work: to fetch it, to start, to report. */
    private static final double BATCH_OVERHEAD_HOURS = 30 / 3_600.0;

    private static final double SHORTEST_BATCH_HOURS = 1 / 60.0;
    private static final double LONGEST_BATCH_HOURS = 4;

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
    private final OfferBook book;
    private final PoolFacts facts;
    private final Outlook outlook;
    private final PoolColumns one = new PoolColumns();

    RiskReasons(Terms terms, OfferBook book, PoolFacts facts, Outlook outlook) {
        this.terms = terms;
        this.book = book;
        this.facts = facts;
        this.outlook = outlook;
        one.resize(1);
    }

    static List<Rejection> best(Collection<Rejection> rejections, int most) {
        return rejections.stream().sorted(BEST_FIRST).limit(most).toList();
    }

    String source(int row) {
        return book.catalog().source(row);
    }

    Offer offer(int row) {
        return book.offer(row);
    }

    /** Units of a commitment. */
    Verdict free(int row, Request request) {
        Terms ours = terms.of(request.conditions());
        return new Verdict(
                figures(row, ours, request.need()), Bound.NONE, "it is paid for already");
    }

    /** How likely a large loss is, of what the wish would come to with what is held. */
    Optional<Plan.LargeLoss> largeLoss(Wish wish) {
        if (wish.outcome().placed() == 0) {
            return Optional.empty();
        }
        Outcome.Chance chance = wish.outcome().chance();
        Demand.Risk risk = terms.of(wish.part().request().conditions()).caution().risk();
        Demand.Risk usual = Demand.Risk.usual(0);
        double accepted = Math.min(risk.maxProbability(), usual.maxProbability());
        return Optional.of(new Plan.LargeLoss(risk.lossShare(), chance.probability(), accepted));
    }

    /** The reasons for what came of a wish. */
    Of of(Wish wish) {
        return new Of(wish);
    }

    private Verdict.Figures figures(int row, Terms ours, Need need) {
        double hazard = facts.hazard[row];
        Optional<Usd> price = priceReckoned(row);
        OptionalDouble usd =
                price.isPresent()
                        ? OptionalDouble.of(usd(row, ours, need))
                        : OptionalDouble.empty();
        return new Verdict.Figures(
                price,
                OptionalDouble.of(hazard),
                usd,
                OptionalDouble.of(facts.speed[row]),
                boot(row),
                hazard > 0 ? Optional.of(batch(hazard)) : Optional.empty(),
                need.egress().isFree()
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(book.egressUsdPerHour(row, need)));
    }

    private Optional<Duration> boot(int row) {
        double hours = facts.bootHours[row];
        return hours < 0
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(Math.round(3_600 * hours)));
    }

    private Optional<Usd> priceReckoned(int row) {
        return book.isCommitment(row) ? Optional.of(Usd.ZERO) : book.offer(row).reckonedPrice();
    }

    private double usd(int row, Terms ours, Need need) {
        one.price(0, book.usdPerHour(row));
        one.risk(0, book.pool(row).purchase(), facts.hazard[row], facts.success[row]);
        double egress = ours.unitHours() * book.egressUsdPerHour(row, need);
        one.work(0, facts.speed[row], facts.bootHours(row, ours.bootHours()), egress);
        one.billed(0, facts.granularity[row].billedPerHour(ours.holdHours()));
        return ExpectedCost.usd(one, ours.plain(), 0) / ours.unitHours();
    }

    private static Duration batch(double hazard) {
        double hours =
                ExpectedCost.batchHours(
                        hazard, BATCH_OVERHEAD_HOURS, SHORTEST_BATCH_HOURS, LONGEST_BATCH_HOURS);
        return Duration.ofSeconds(Math.round(3_600 * hours));
    }

    private static String percent(double share) {
        if (share < LEAST_TOLD) {
            return "less than 0.1 %";
        }
        return String.format(Locale.ROOT, share < 0.1 ? "%.1f %%" : "%.0f %%", 100 * share);
    }

    /** Why pools got what they got of one wish. */
    final class Of {

        private final Wish wish;
        private final Terms ours;
        private final double cheapest;

        private Of(Wish wish) {
            this.wish = wish;
            this.ours = terms.of(wish.part().request().conditions());
            this.cheapest =
                    wish.shares().stream()
                            .filter(share -> facts.isOpen[wish.row(share)])
                            .filter(share -> share.bound() != Bound.MAXIMUM_PRICE)
                            .mapToDouble(share -> share.figures().usdPerUnit())
                            .min()
                            .orElse(Double.POSITIVE_INFINITY);
        }

        /**
         * Why of this one.
         *
         * @param later instances that would go there too, but may not be asked for now
         */
        Verdict chosen(Share share, int later) {
            if (later > 0) {
                String more =
                        "; "
                                + later
                                + " more wait for its answer, as it may not be asked for more at"
                                + " once";
                return verdict(share, Bound.CAP, whyChosen(share) + more);
            }
            boolean hasAll = share.bound() == Bound.COST && share.count() == wish.part().count();
            return verdict(share, hasAll ? Bound.NONE : share.bound(), whyChosen(share));
        }

        /** Everything that would go there has to wait. */
        Rejection waits(Share share) {
            String why = share.count() + " would go there, but it may not be asked now";
            return rejection(share, Bound.CAP, why);
        }

        /** It got nothing. */
        Rejection passedOver(Share share) {
            int row = wish.row(share);
            if (book.usdPerHour(row) < 0) {
                String why = "its price is not known, nor what it costs on demand";
                return rejection(share, Bound.NO_PRICE, why);
            }
            Optional<String> closed = outlook.whyNot(source(row), book.pool(row));
            if (closed.isPresent()) {
                Bound bound = share.bound() == Bound.QUOTA ? Bound.QUOTA : Bound.CAP;
                return rejection(share, bound, closed.get());
            }
            if (share.bound() != Bound.CAP) {
                return rejection(share, share.bound(), whyNot(share));
            }
            return passedOverUnasked(share);
        }

        private Rejection passedOverUnasked(Share share) {
            int row = wish.row(share);
            if (book.isCommitment(row)) {
                return rejection(share, Bound.CAP, "all that is paid for already is in use");
            }
            if (wish.part().rule() == Part.Rule.CALMEST) {
                return rejection(share, Bound.COST, "another pool is calmer");
            }
            return book.isReclaimed(row)
                    ? rejection(share, Bound.CAP, Bound.CAP.reason())
                    : rejection(
                            share,
                            Bound.COST,
                            "spot is expected to do the work for less, reclaims counted in");
        }

        private String whyChosen(Share share) {
            return switch (wish.part().rule()) {
                case USUAL -> whyCheap(share);
                case LASTING -> "it is not reclaimed, and this work must last; " + whyCheap(share);
                case CALMEST ->
                        "this work must last, but the template allows spot alone: no pool that may"
                                + " be asked is calmer";
            };
        }

        private String whyCheap(Share share) {
            return excess(share) <= SAME
                    ? "no pool that may be asked does the work for less, reclaims counted in"
                    : percent(excess(share))
                            + " dearer than the cheapest pool, reclaims counted in";
        }

        private String whyNot(Share share) {
            if (share.bound() != Bound.COST) {
                return share.bound().reason();
            }
            return excess(share) <= SAME
                    ? "as cheap as the pool chosen, which comes first in the order of names"
                    : percent(excess(share))
                            + " dearer than the cheapest pool, reclaims counted in";
        }

        private double excess(Share share) {
            return cheapest > 0 ? share.figures().usdPerUnit() / cheapest - 1 : 0;
        }

        private Rejection rejection(Share share, Bound bound, String why) {
            int row = wish.row(share);
            return new Rejection(source(row), offer(row), verdict(share, bound, why));
        }

        private Verdict verdict(Share share, Bound bound, String why) {
            return new Verdict(
                    figures(wish.row(share), ours, wish.part().request().need()), bound, why);
        }
    }
}
