package io.spotagents.capacity;

import java.time.Duration;

/**
 * How long a pool that refused, or that is being reclaimed, is left alone, and how long it is
 * mistrusted after that.
 *
 * <p>Of pools that went down, 77 % are still down after 10 minutes and 16 % after 3 hours, so a
 * fixed time is either too short or too long; of those that came back, 29 % are lost again within
 * 15 minutes.
 *
 * @param first after the first refusal; doubled with each further one. Also the time within which
 *     reclaims of one pool count as one
 * @param longest where doubling ends; also how long a pool must be up before its refusals are
 *     forgotten
 * @param probation how long a pool that came back is asked only for what it has proven; also the
 *     half-life of what was seen
 * @param doubt how long pools of the same region and family are doubted after one of them refused
 */
public record CoolDown(
        Duration first, Duration longest, Duration probation, Duration doubt, CallRates rates) {

    /** For clouds at their own speed. */
    public static final CoolDown DEFAULT =
            new CoolDown(
                    Duration.ofMinutes(3),
                    Duration.ofMinutes(30),
                    Duration.ofHours(1),
                    Duration.ofMinutes(10),
                    CallRates.DEFAULT);

    public CoolDown {
        requirePositive("first", first);
        requirePositive("longest", longest);
        requirePositive("probation", probation);
        requirePositive("doubt", doubt);
        if (longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "longest must not be shorter than first, but " + longest + " < " + first);
        }
    }

    /**
     * The same for a market that runs faster than life by a factor.
     *
     * @throws IllegalArgumentException if {@code factor} is not a positive number
     */
    public CoolDown dividedBy(double factor) {
        if (!(factor > 0) || Double.isInfinite(factor)) {
            throw new IllegalArgumentException("factor must be a positive number, not " + factor);
        }
        return new CoolDown(
                divided(first, factor),
                divided(longest, factor),
                divided(probation, factor),
                divided(doubt, factor),
                rates.dividedBy(factor));
    }

    /** How long to wait after so many refusals in a row, at least 1, before jitter. */
    Duration after(int refusals) {
        Duration wait = first;
        for (int i = 1; i < refusals && wait.compareTo(longest) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(longest) < 0 ? wait : longest;
    }

    static Duration divided(Duration duration, double factor) {
        return Duration.ofNanos(Math.max(1, Math.round(duration.toNanos() / factor)));
    }

    static void requirePositive(String field, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(field + " must be positive, not " + duration);
        }
    }
}
