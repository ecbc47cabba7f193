package io.spotagents.watch;

import java.io.Serializable;
import java.time.Instant;

/**
 * A reclaim that the instance was told of.
 *
 * @param deadline when the instance stops, on the clock of the instance; best effort
 */
public record AnnouncedReclaim(Instant deadline) implements Serializable {}
