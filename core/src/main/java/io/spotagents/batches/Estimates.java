package io.spotagents.batches;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long tests are expected to take: as long as they last took. A test that was never seen is
 * taken for the median of those that were; if none was, of those that ended in this run, looked at
 * each time their number has doubled. Not thread-safe.
 */
final class Estimates {

    /** Until anything is known; batches are short at first, and then known better. */
    static final Duration NOTHING_KNOWN = Duration.ofSeconds(5);

    private final Map<String, Duration> known;
    private final Map<String, Duration> seen = new HashMap<>();
    private Duration usual;
    private int nextLook = 1;

    /**
     * @param known how long tests took in earlier runs; those of zero are taken for unknown
     */
    Estimates(Map<String, Duration> known) {
        this.known = new HashMap<>(known);
        this.known.values().removeIf(took -> took.isZero() || took.isNegative());
        this.usual = this.known.isEmpty() ? NOTHING_KNOWN : median(this.known);
    }

    Duration of(String test) {
        return known.getOrDefault(test, usual);
    }

    boolean isKnown(String test) {
        return known.containsKey(test);
    }

    /** Of a test that was never seen. */
    Duration usual() {
        return usual;
    }

    /** A test took so long in this run. */
    void saw(String test, Duration took) {
        if (!known.isEmpty() || took.isZero()) {
            return;
        }
        seen.put(test, took);
        if (seen.size() >= nextLook) {
            nextLook = 2 * seen.size();
            usual = median(seen);
        }
    }

    private static Duration median(Map<String, Duration> durations) {
        List<Duration> sorted = durations.values().stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
