package io.spotagents.batches;

import java.time.Duration;

/**
 * What is left to do of a run.
 *
 * @param expected how long the tests without a result are expected to take, one after the other
 * @param waiting tests that no agent holds
 * @param busy agents that hold tests
 */
public record WorkLeft(Duration expected, int waiting, int busy) {

    /** How many agents could have something to do. */
    public int places() {
        return waiting + busy;
    }
}
