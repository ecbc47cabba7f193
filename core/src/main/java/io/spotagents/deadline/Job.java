package io.spotagents.deadline;

import java.time.Duration;

/**
 * Work that should be done in time.
 *
 * @param work how long it takes on the machines it gets, without losses; positive
 * @param allowed time from its start to its deadline; positive
 * @param boot from asking for a machine until it works
 * @param loss work that a reclaim takes away
 */
public record Job(Duration work, Duration allowed, Duration boot, Duration loss) {
    public Job {
        requirePositive("work", work);
        requirePositive("allowed", allowed);
        requireNotNegative("boot", boot);
        requireNotNegative("loss", loss);
    }

    /** Time that must be left over at any moment: two more things may go wrong. */
    public Duration safetyNet() {
        return boot.plus(loss).multipliedBy(2);
    }

    private static void requirePositive(String field, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(field + " must be positive, not " + duration);
        }
    }

    private static void requireNotNegative(String field, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(field + " must not be negative, but is " + duration);
        }
    }
}
