package io.spotagents.batches;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Tests that nobody holds, longest first; of equal ones, the one that was named first. Not
 * thread-safe.
 */
final class Waiting {

    private final Estimates estimates;
    private final List<String> ranked;
    private final Map<String, Integer> ranks = new HashMap<>();
    private final NavigableSet<Integer> waiting = new TreeSet<>();
    private Duration known = Duration.ZERO;
    private int unknown;

    /** None waits at first. */
    Waiting(List<String> ranked, Estimates estimates) {
        this.estimates = estimates;
        this.ranked = ranked;
        for (int rank = 0; rank < ranked.size(); rank++) {
            ranks.put(ranked.get(rank), rank);
        }
    }

    void add(String test) {
        if (waiting.add(ranks.get(test))) {
            count(test, 1);
        }
    }

    void remove(String test) {
        if (waiting.remove(ranks.get(test))) {
            count(test, -1);
        }
    }

    int size() {
        return waiting.size();
    }

    /** How long all of them are expected to take, one after the other. */
    Duration expected() {
        return known.plus(estimates.usual().multipliedBy(unknown));
    }

    /** Those that wait. */
    List<String> all() {
        return waiting.stream().map(ranked::get).toList();
    }

    /** The next ones, at least one if one waits; they wait on until they are removed. */
    List<String> first(Duration length, int most) {
        List<String> first = new ArrayList<>();
        Duration left = length;
        for (int rank : waiting) {
            String test = ranked.get(rank);
            left = left.minus(estimates.of(test));
            if (first.size() == most || (left.isNegative() && !first.isEmpty())) {
                break;
            }
            first.add(test);
        }
        return first;
    }

    private void count(String test, int times) {
        if (estimates.isKnown(test)) {
            known = known.plus(estimates.of(test).multipliedBy(times));
        } else {
            unknown += times;
        }
    }
}
