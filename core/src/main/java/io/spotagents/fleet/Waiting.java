package io.spotagents.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Work of one template that waits for executors beyond what exists.
 *
 * @param executors executors that it needs, 0 or more
 * @param lasting of these, so many for work that was reclaimed too often and goes where nothing is
 *     reclaimed; at most all
 * @param usualDuration how long such work usually takes; empty if nobody knows
 * @param due when all of it, and what runs already, should be done; empty if it has no deadline
 */
public record Waiting(
        int executors, int lasting, Optional<Duration> usualDuration, Optional<Instant> due) {

    /** No work waits. */
    public static final Waiting NOTHING = of(0);

    public Waiting {
        if (executors < 0) {
            throw new IllegalArgumentException("executors must be 0 or more, not " + executors);
        }
        usualDuration.ifPresent(Waiting::requirePositive);
        if (lasting < 0 || lasting > executors) {
            throw new IllegalArgumentException(
                    "lasting must be between 0 and the executors of %d, not %d"
                            .formatted(executors, lasting));
        }
    }

    /** Without a deadline. */
    public Waiting(int executors, int lasting, Optional<Duration> usualDuration) {
        this(executors, lasting, usualDuration, Optional.empty());
    }

    /** The same, all of which goes where nothing is reclaimed. */
    Waiting allLasting() {
        return new Waiting(executors, executors, usualDuration, due);
    }

    /** Work that nothing else is known of. */
    public static Waiting of(int executors) {
        return new Waiting(executors, 0, Optional.empty());
    }

    private static void requirePositive(Duration usual) {
        if (usual.isNegative() || usual.isZero()) {
            throw new IllegalArgumentException("usualDuration must be positive, not " + usual);
        }
    }
}
