package io.spotagents.provider.gcp;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * How many bulk operations are under way: Google refuses more than ten of a project at once. One
 * whose end nobody saw counts for ten minutes. Safe to use from any thread.
 *
 * <p>Source: "Troubleshoot bulk VM creation", Compute Engine documentation.
 */
final class BulkSlots {

    static final int MOST = 10;

    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

    private final Map<UUID, Instant> since = new HashMap<>();

    /** Whether there is room for one more; it counts from now on. */
    synchronized boolean take(UUID token, Instant now) {
        since.values().removeIf(start -> !now.isBefore(start.plus(FORGOTTEN_AFTER)));
        boolean hasRoom = since.containsKey(token) || since.size() < MOST;
        if (hasRoom) {
            since.put(token, now);
        }
        return hasRoom;
    }

    synchronized void release(UUID token) {
        since.remove(token);
    }
}
