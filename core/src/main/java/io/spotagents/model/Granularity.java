package io.spotagents.model;

import java.time.Duration;

/**
 * In what steps the time of an instance is billed.
 *
 * @param increment billed time is rounded up to a multiple of it; longer than zero
 * @param minimum what is billed of an instance that ran shorter; zero or more
 */
public record Granularity(Duration increment, Duration minimum) {

    /** What runs is what is billed. */
    public static final Granularity EXACT = new Granularity(Duration.ofNanos(1), Duration.ZERO);

    /** By the second. */
    public static final Granularity SECONDS = new Granularity(Duration.ofSeconds(1), Duration.ZERO);

    /** By the second after the first minute, which is billed whole. */
    public static final Granularity SECONDS_AFTER_A_MINUTE =
            new Granularity(Duration.ofSeconds(1), Duration.ofMinutes(1));

    private static final double NANOS_PER_HOUR = 3_600e9;

    public Granularity {
        if (increment.isZero() || increment.isNegative()) {
            throw new IllegalArgumentException(
                    "increment must be longer than zero, not " + increment);
        }
        if (minimum.isNegative()) {
            throw new IllegalArgumentException("minimum must not be negative, but is " + minimum);
        }
    }

    /**
     * What is billed of an instance that ran so long.
     *
     * @param ran zero or more
     * @throws ArithmeticException if it is longer than 292 years
     */
    public Duration billed(Duration ran) {
        return Duration.ofNanos(billedNanos(ran.toNanos()));
    }

    /**
     * How many hours are billed for each hour of an instance that runs so long; 1 or more.
     *
     * @param hours more than zero
     */
    public double billedPerHour(double hours) {
        long held = Math.max(1, Math.round(hours * NANOS_PER_HOUR));
        return billedNanos(held) / (double) held;
    }

    private long billedNanos(long ran) {
        long least = Math.max(ran, minimum.toNanos());
        long step = increment.toNanos();
        long over = least % step;
        return over == 0 ? least : Math.addExact(least, step - over);
    }
}
