package io.spotagents.deadline;

import java.time.Duration;

/**
 * What is known of spot for a job: its price against on-demand, and how often it comes and goes.
 *
 * @param priceShare price of spot as a share of on-demand's; not negative, above 1 if dearer
 * @param downsPerHour how often it goes, per hour up; not negative
 * @param upsPerHour how often it comes back, per hour down; not negative
 */
public record Spot(double priceShare, double downsPerHour, double upsPerHour) {
    public Spot {
        requireNotNegative("priceShare", priceShare);
        requireNotNegative("downsPerHour", downsPerHour);
        requireNotNegative("upsPerHour", upsPerHour);
    }

    /** Whether work costs less on spot, with what is done again after reclaims. */
    public boolean isCheaper(Job job) {
        double lostHours = hours(job.boot()) + hours(job.loss());
        return priceShare * (1 + downsPerHour * lostHours) < 1;
    }

    static double hours(Duration duration) {
        return duration.toNanos() / 3.6e12;
    }

    private static void requireNotNegative(String field, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(field + " must be at least 0, not " + value);
        }
    }
}
