package io.spotagents.batches;

import java.util.List;
import java.util.Optional;

/**
 * Tests handed to an agent at once, to be run in this order.
 *
 * @param number unique within its run, from 1 in the order of handing out
 */
public record Batch(int number, String instanceId, Kind kind, List<Assignment> assignments) {

    /** Where its tests were. */
    public enum Kind {
        /** They waited. */
        FRESH,
        /** Another agent held them and had not begun; it no longer holds them. */
        STOLEN,
        /** Another agent holds them as well, and takes longer than it should. */
        COPIED
    }

    public Batch {
        if (assignments.isEmpty()) {
            throw new IllegalArgumentException("batch " + number + " must have a test");
        }
        assignments = List.copyOf(assignments);
    }

    /** The assignment of a test; empty if the test is not in this batch. */
    public Optional<Assignment> find(String test) {
        return assignments.stream().filter(one -> one.test().equals(test)).findFirst();
    }

    /** Its tests, in order. */
    public List<String> tests() {
        return assignments.stream().map(Assignment::test).toList();
    }

    Attempt attempt(Assignment assignment) {
        return new Attempt(number, assignment.attempt(), instanceId);
    }
}
