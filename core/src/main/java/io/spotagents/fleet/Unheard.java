package io.spotagents.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Sources that have not told yet what exists there. One that hangs counts no longer than a call may
 * take. Not thread-safe: the loop owns it.
 */
final class Unheard {

    private final Duration callDeadline;
    private final Map<String, Instant> since = new TreeMap<>();

    Unheard(Duration callDeadline) {
        this.callDeadline = callDeadline;
    }

    /** Sources change; those that are new have told nothing. */
    void configured(Set<String> before, Set<String> sources, Instant now) {
        since.keySet().retainAll(sources);
        sources.stream()
                .filter(source -> !before.contains(source))
                .forEach(source -> since.put(source, now));
    }

    /** It told, or said that it cannot. */
    void heard(String source) {
        since.remove(source);
    }

    Set<String> at(Instant now) {
        since.values().removeIf(begun -> !begun.plus(callDeadline).isAfter(now));
        return Set.copyOf(since.keySet());
    }
}
