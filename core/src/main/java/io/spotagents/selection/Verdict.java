package io.spotagents.selection;

import io.spotagents.model.Offer;
import io.spotagents.model.Usd;
import io.spotagents.portfolio.Bound;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a policy made of an offer.
 *
 * @param figures what the offer was judged by
 * @param bound the limit that kept it from getting more instances, or any
 * @param sentence why, for people; no full stop
 */
public record Verdict(Figures figures, Bound bound, String sentence) {

    /** Of a policy that looks at prices only. */
    public static Verdict ofPrice(Offer offer, Bound bound, String sentence) {
        return new Verdict(Figures.ofPrice(offer.reckonedPrice()), bound, sentence);
    }

    /** For people: the figures, then the limit, then the sentence if it tells more. */
    @Override
    public String toString() {
        String limit = figures + "; limit: " + bound.reason();
        return sentence.equals(bound.reason()) ? limit : limit + "; " + sentence;
    }

    /**
     * What an offer was judged by; empty what the policy does not look at or nobody knows.
     *
     * @param hourlyPrice price that was reckoned with, of one instance for one hour
     * @param reclaimsPerHour hazard of the pool
     * @param usdPerFinishedHour expected dollars for an hour of finished work, with boot, work done
     *     again after reclaims, and failed launches; infinity if none would ever be finished
     * @param speed work done in an hour, 1 for the reference
     * @param boot from a launch until the agent works; empty if only what is usual everywhere is
     *     known
     * @param batch how much work to hand to an instance at once, so that what reclaims destroy and
     *     what batches cost balance; empty where nothing is reclaimed
     * @param egressUsdPerHour part of the finished hour that is for what it sends elsewhere; empty
     *     where nobody pays for that
     */
    public record Figures(
            Optional<Usd> hourlyPrice,
            OptionalDouble reclaimsPerHour,
            OptionalDouble usdPerFinishedHour,
            OptionalDouble speed,
            Optional<Duration> boot,
            Optional<Duration> batch,
            OptionalDouble egressUsdPerHour) {

        private static final double SAME_SPEED = 0.005;

        /** Of prices alone. */
        static Figures ofPrice(Optional<Usd> hourlyPrice) {
            OptionalDouble unknown = OptionalDouble.empty();
            return new Figures(
                    hourlyPrice,
                    unknown,
                    unknown,
                    unknown,
                    Optional.empty(),
                    Optional.empty(),
                    unknown);
        }

        @Override
        public String toString() {
            StringBuilder text =
                    new StringBuilder(
                            hourlyPrice.map(price -> price + " an hour").orElse("no known price"));
            reclaimsPerHour.ifPresent(
                    hazard ->
                            text.append(
                                    String.format(Locale.ROOT, ", %.3f reclaims an hour", hazard)));
            usdPerFinishedHour.ifPresent(
                    usd ->
                            text.append(
                                    Double.isFinite(usd)
                                            ? ", " + Usd.of(usd) + " for a finished hour"
                                            : ", no hour is ever finished"));
            egressUsdPerHour.ifPresent(
                    usd -> text.append(", ").append(Usd.of(usd)).append(" of it for egress"));
            speed.ifPresent(
                    factor ->
                            text.append(
                                    Math.abs(factor - 1) < SAME_SPEED
                                            ? ""
                                            : String.format(
                                                    Locale.ROOT, " at %.2f x speed", factor)));
            boot.ifPresent(
                    time -> text.append(", boots in ").append(time.toSeconds()).append(" s"));
            batch.ifPresent(
                    length -> text.append(", batches of ").append(minutes(length)).append(" min"));
            return text.toString();
        }

        private static long minutes(Duration length) {
            return Math.max(1, Math.round(length.toSeconds() / 60.0));
        }
    }
}
