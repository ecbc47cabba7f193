package io.spotagents.batches;

import java.util.List;

/**
 * What became of the tests of a batch that was taken back.
 *
 * @param waiting back at the front of the queue, in their order
 * @param givenUp got the result {@link Outcome#LOST}, as they have had their attempts
 */
public record Returned(List<Assignment> waiting, List<TestResult> givenUp) {

    /** Nothing was to be taken back. */
    public static final Returned NOTHING = new Returned(List.of(), List.of());

    public Returned {
        waiting = List.copyOf(waiting);
        givenUp = List.copyOf(givenUp);
    }

    public boolean isEmpty() {
        return waiting.isEmpty() && givenUp.isEmpty();
    }
}
