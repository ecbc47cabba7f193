package io.spotagents.batches;

import java.time.Duration;

/**
 * How long a batch may be. A batch costs its overhead once, and half of itself for each reclaim it
 * meets: {@code sqrt(2 * overhead / hazard)} makes the sum of both smallest (Young's formula, as
 * for checkpoints). Towards the end a batch holds most of its agent's share of what waits, so that
 * agents end together, but never less than twice the overhead, as then most of the time would be
 * spent on that.
 *
 * @param overhead what a batch costs besides its tests: starting the command, picking up the last
 *     reports
 * @param longest whatever the hazard; not shorter than the overhead
 * @param mostTests in one batch, at least 1
 */
public record Cutting(Duration overhead, Duration longest, int mostTests) {

    /**
     * Of an agent's share of what waits. The rest, and what others have not begun, evens out what
     * was estimated wrongly; with less, agents spend more on overhead than is gained (measured, see
     * docs/benchmarks.md).
     */
    private static final long PERCENT = 90;

    /** Overheads that fit into the shortest batch. */
    private static final int SHORTEST = 2;

    private static final double NANOS_PER_HOUR = Duration.ofHours(1).toNanos();

    public Cutting {
        if (overhead.isNegative()) {
            throw new IllegalArgumentException("overhead must not be negative, as " + overhead);
        }
        if (longest.isZero() || longest.compareTo(overhead) < 0) {
            throw new IllegalArgumentException(
                    "longest must be more than 0 and at least the overhead, not " + longest);
        }
        if (mostTests < 1) {
            throw new IllegalArgumentException("mostTests must be at least 1, not " + mostTests);
        }
    }

    /** How long the next batch should take, of an agent of a pool with this hazard. */
    Duration length(double reclaimsPerHour, Duration waiting, int agents) {
        Duration share = waiting.multipliedBy(PERCENT).dividedBy(100L * Math.max(1, agents));
        Duration shortest = longer(overhead.multipliedBy(SHORTEST), Duration.ofNanos(1));
        return longer(shortest, shorter(share, byHazard(reclaimsPerHour)));
    }

    /** How long it should take at most, so that a reclaim does not cost more than it must. */
    Duration byHazard(double reclaimsPerHour) {
        if (reclaimsPerHour == 0) {
            return longest;
        }
        double hours = Math.sqrt(2 * overhead.toNanos() / NANOS_PER_HOUR / reclaimsPerHour);
        double nanos = Math.min(longest.toNanos(), hours * NANOS_PER_HOUR);
        return longer(overhead, Duration.ofNanos((long) nanos));
    }

    static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
