package io.spotagents.batches;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A batch in the hands of its agent, and what is left to do of it. Not thread-safe. */
final class Held {

    private final Batch batch;
    private final Estimates estimates;
    private final Map<String, Assignment> left = new LinkedHashMap<>();
    private Instant heardAt;
    private boolean hasReported;
    private Duration known = Duration.ZERO;
    private int unknown;

    Held(Batch batch, Estimates estimates, Instant at) {
        this.batch = batch;
        this.estimates = estimates;
        this.heardAt = at;
        for (Assignment one : batch.assignments()) {
            left.put(one.test(), one);
            count(one.test(), 1);
        }
    }

    Batch batch() {
        return batch;
    }

    boolean holds(String test) {
        return left.containsKey(test);
    }

    /** Somebody else has it, or it has its result. */
    void drop(String test) {
        if (left.remove(test) != null) {
            count(test, -1);
        }
    }

    private void count(String test, int times) {
        if (estimates.isKnown(test)) {
            known = known.plus(estimates.of(test).multipliedBy(times));
        } else {
            unknown += times;
        }
    }

    void reported(Instant at) {
        hasReported = true;
        heardAt = at;
    }

    boolean isDone() {
        return left.isEmpty();
    }

    List<Assignment> left() {
        return List.copyOf(left.values());
    }

    /** Agents run a batch in its order, so its first test without a result is the one running. */
    Optional<String> running() {
        return left.keySet().stream().findFirst();
    }

    /**
     * What may have been running. A batch that has reported nothing may be one whose results all
     * come at its end: then it is all of them.
     */
    List<String> mayBeRunning() {
        return hasReported ? running().stream().toList() : List.copyOf(left.keySet());
    }

    /** What is certainly not begun, last first. */
    List<String> notBegun() {
        List<String> tests = new ArrayList<>(left.keySet());
        tests.remove(0);
        Collections.reverse(tests);
        return tests;
    }

    /** How long the rest is expected to take from now on. */
    Duration rest(Instant now) {
        Duration all = expected();
        Duration current = running().map(estimates::of).orElse(Duration.ZERO);
        Duration done = Cutting.shorter(current, silence(now));
        return all.minus(done);
    }

    /** How long its tests without a result are expected to take. */
    Duration expected() {
        return known.plus(estimates.usual().multipliedBy(unknown));
    }

    /** Since its last report, or since it was handed out. */
    Duration silence(Instant now) {
        return Cutting.longer(Duration.ZERO, Duration.between(heardAt, now));
    }
}
