package io.spotagents.cost;

import io.spotagents.model.Usd;
import java.time.Duration;
import java.util.Optional;

/**
 * What an instance that runs, or is about to, will still cost.
 *
 * @param price what an hour of it costs
 * @param remaining how long it is still needed, at the 90th percentile
 * @param hazard reclaims per hour, between 0 and {@link #MOST_RECLAIMS_PER_HOUR}
 * @param atStake how much of its time is lost if it is reclaimed: the length of the work that does
 *     not survive
 */
public record Remaining(Price price, Duration remaining, double hazard, Duration atStake) {

    /** One a second: beyond it, somebody mixed up units. */
    public static final double MOST_RECLAIMS_PER_HOUR = 3_600;

    private static final Duration LONGEST = Duration.ofDays(3_650);

    public Remaining {
        requireReasonable("remaining", remaining);
        requireReasonable("atStake", atStake);
        if (!(hazard >= 0 && hazard <= MOST_RECLAIMS_PER_HOUR)) {
            throw new IllegalArgumentException(
                    "hazard must be between 0 and "
                            + MOST_RECLAIMS_PER_HOUR
                            + " reclaims per hour, not "
                            + hazard);
        }
    }

    /**
     * Prices of an hour.
     *
     * @param hourly not negative; empty if it is not known
     * @param onDemandHourly not negative; what counts if the price is not known
     */
    public record Price(Optional<Usd> hourly, Usd onDemandHourly) {
        public Price {
            hourly.ifPresent(price -> requireNotNegative("hourly", price));
            requireNotNegative("onDemandHourly", onDemandHourly);
        }

        /** An unknown price counts as on-demand, never as zero. */
        public Usd reckoned() {
            return hourly.orElse(onDemandHourly);
        }

        private static void requireNotNegative(String field, Usd price) {
            if (price.micros() < 0) {
                throw new IllegalArgumentException(
                        field + " must not be negative, but is " + price);
            }
        }
    }

    /** What it costs until it is no longer needed. */
    public Usd cost() {
        return price.reckoned().perHourFor(remaining);
    }

    /**
     * What has to be paid again: the reclaims to expect while the work at stake runs, each of which
     * costs that work once.
     */
    public Usd redo() {
        double reclaims = hazard * hours(atStake);
        return Usd.of(reclaims * price.reckoned().perHourFor(atStake).dollars());
    }

    private static double hours(Duration duration) {
        return duration.toMillis() / (double) Duration.ofHours(1).toMillis();
    }

    private static void requireReasonable(String field, Duration duration) {
        if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    field + " must be between zero and " + LONGEST + ", not " + duration);
        }
    }
}
