package io.spotagents.provider.gcp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What became of the last so many launches. Safe to use from any thread. */
final class RecentLaunches {

    private final int most;
    private final Map<UUID, Known> byToken = new LinkedHashMap<>();

    RecentLaunches(int most) {
        this.most = most;
    }

    /**
     * What is known of a launch.
     *
     * @param operation name of what carries it out; empty if no answer came
     * @param hasMade whether it has answered instances
     */
    record Known(Optional<String> operation, boolean hasMade) {}

    synchronized Optional<Known> find(UUID token) {
        return Optional.ofNullable(byToken.get(token));
    }

    synchronized void asked(UUID token) {
        byToken.putIfAbsent(token, new Known(Optional.empty(), false));
        if (byToken.size() > most) {
            byToken.remove(byToken.keySet().iterator().next());
        }
    }

    synchronized void started(UUID token, String operation) {
        byToken.put(token, new Known(Optional.of(operation), false));
    }

    synchronized void made(UUID token) {
        byToken.computeIfPresent(token, (same, known) -> new Known(known.operation(), true));
    }
}
