package io.jenkins.plugins.spotagents.tests;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The branches of one run with a body: each runs the body for one batch after another. Those that
 * run none wait here.
 */
final class Lanes {

    private final Deque<LaneExecution> free = new ArrayDeque<>();
    private boolean closed;

    /** It has nothing to run; if there is nothing more to come, it ends. */
    synchronized void add(LaneExecution lane) {
        if (closed) {
            lane.end();
        } else {
            free.add(lane);
        }
    }

    /** One for the next batch; empty if all are in use. */
    synchronized Optional<LaneExecution> take() {
        return Optional.ofNullable(free.poll());
    }

    /** No batch will come any more: all end, those in use once they are free. */
    synchronized void close() {
        closed = true;
        free.forEach(LaneExecution::end);
        free.clear();
    }
}
