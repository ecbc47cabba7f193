package io.spotagents.watch;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;

/**
 * A reclaim that the instance was told of.
 *
 * @param deadline when the instance stops, on the clock of the instance; best effort
 */
public record AnnouncedReclaim(Instant deadline) implements Serializable {

    /** The lead: how long there is still to act; negative once it is too late. */
    public Duration left(Instant now) {
        return Duration.between(now, deadline);
    }
}
