package io.spotagents.selection;

import io.spotagents.portfolio.Bound;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Instances to ask of each pool for one request, with reasons.
 *
 * @param rejections the best offers that were not chosen, best first
 * @param unmet instances that no pool is to be asked for now; 0 if the request is met
 * @param answer what else is to be said of it
 */
public record Plan(
        Request request, List<Pick> picks, List<Rejection> rejections, int unmet, Answer answer) {
    public Plan {
        picks = List.copyOf(picks);
        rejections = List.copyOf(rejections);
    }

    /** Of a policy that tells no more than that. */
    public Plan(Request request, List<Pick> picks, List<Rejection> rejections, int unmet) {
        this(request, picks, rejections, unmet, Answer.NONE);
    }

    /** One that asks no pool at all, whatever pools there are, with the reason. */
    public static Plan heldBack(Request request, String reason) {
        Answer answer = new Answer(Optional.empty(), Optional.empty(), Optional.of(reason));
        return new Plan(request, List.of(), List.of(), request.count(), answer);
    }

    /** For people: one line for each pool chosen, each pool rejected, and what cannot be met. */
    public String explained() {
        return Stream.of(
                        picks.stream().map(Pick::toString),
                        missing(),
                        answer.largeLoss().stream().map(LargeLoss::toString),
                        rejections.stream().map(Rejection::toString))
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n"));
    }

    private Stream<String> missing() {
        if (unmet == 0) {
            return Stream.empty();
        }
        if (answer.heldBack().isPresent()) {
            return Stream.of(
                    "%d instances for %s are not asked for: %s"
                            .formatted(unmet, request.template(), answer.heldBack().get()));
        }
        String missing =
                (isWaiting()
                                ? "%d of %d instances wait for the answers to these, for %s"
                                : "%d of %d instances cannot be had now for %s")
                        .formatted(unmet, request.count(), request.template());
        boolean isNothingKnown = picks.isEmpty() && rejections.isEmpty();
        Need need = request.need();
        if (isNothingKnown) {
            return Stream.of(
                    missing
                            + ": no offer is known of at least %s, %s, %s"
                                    .formatted(need.size(), need.os(), need.purchases()));
        }
        String why = answer.unmetBy().map(bound -> ": " + bound.reason()).orElse("");
        return Stream.of(isWaiting() ? missing : missing + why);
    }

    /** Whether the rest of what is wanted is kept for the pools that are asked now. */
    public boolean isWaiting() {
        return !picks.isEmpty() && unmet > 0 && answer.unmetBy().orElse(Bound.CAP) == Bound.CAP;
    }

    /**
     * What is to be said of a plan besides its pools.
     *
     * @param unmetBy the limit that has to give way first for more instances; empty if the request
     *     is met, or nobody knows
     * @param largeLoss how likely it is that many are lost at once; empty if nobody knows
     * @param heldBack why no pool was looked at; empty if they were
     */
    public record Answer(
            Optional<Bound> unmetBy, Optional<LargeLoss> largeLoss, Optional<String> heldBack) {

        /** Nothing. */
        public static final Answer NONE = new Answer(Optional.empty(), Optional.empty());

        /** Of a plan for which pools were looked at. */
        public Answer(Optional<Bound> unmetBy, Optional<LargeLoss> largeLoss) {
            this(unmetBy, largeLoss, Optional.empty());
        }
    }

    /**
     * What may be lost at once of what is held and planned together, once all of it is there.
     *
     * @param share a loss of more than this share within 15 minutes is a large one
     * @param probability of a large loss
     * @param accepted highest probability that one would like to accept
     */
    public record LargeLoss(double share, double probability, double accepted) {

        /** Whether it is no likelier than one would like. */
        public boolean isAcceptable() {
            return probability <= accepted;
        }

        /** One sentence for people. */
        @Override
        public String toString() {
            String told =
                    String.format(
                            Locale.ROOT,
                            "a loss of more than %.0f %% of the instances within 15 minutes has a"
                                    + " probability of %.1f %%",
                            100 * share,
                            100 * probability);
            return isAcceptable()
                    ? told
                    : told
                            + String.format(
                                    Locale.ROOT,
                                    ": at most %.1f %% cannot be met at what may be paid for it",
                                    100 * accepted);
        }
    }
}
