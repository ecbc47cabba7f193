package io.spotagents.batches;

/** How a test ended. */
public enum Outcome {
    PASSED,
    FAILED,
    /** The test itself decided not to run. */
    SKIPPED,
    /** Nobody could bring it to an end: what ran it was lost, unexplained, again and again. */
    LOST
}
