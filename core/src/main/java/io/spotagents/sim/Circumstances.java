package io.spotagents.sim;

import java.time.Duration;
import java.util.Optional;

/**
 * What a replay may have besides its market.
 *
 * @param warnings of losses, which the controller hears of for the instances that it has
 * @param allowed from a run's start until its work is due, which the controller is told
 */
public record Circumstances(Optional<Warnings> warnings, Optional<Duration> allowed) {

    /** No warning, no deadline. */
    public static final Circumstances NONE = new Circumstances(Optional.empty(), Optional.empty());

    public Circumstances {
        if (allowed.filter(time -> time.isNegative() || time.isZero()).isPresent()) {
            throw new IllegalArgumentException(
                    "allowed must be longer than nothing, not " + allowed.get());
        }
    }
}
