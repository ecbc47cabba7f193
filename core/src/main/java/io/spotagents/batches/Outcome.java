package io.spotagents.batches;

/** How a test ended. */
public enum Outcome {
    PASSED,
    FAILED,
    /** The test itself decided not to run. */
    SKIPPED,
    /** It failed, was run again, and passed. */
    FLAKY,
    /** Nobody could bring it to an end: what ran it was lost, or left it out, again and again. */
    LOST
}
