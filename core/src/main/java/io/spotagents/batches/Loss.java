package io.spotagents.batches;

/** Why a batch is taken back. */
public enum Loss {
    /** Its instance is reclaimed, or gone: no test is to blame, but it may be unlucky too often. */
    RECLAIMED,
    /** Its instance is no longer needed, or its controller was restarted: counts for nothing. */
    RELEASED,
    /** Its instance fell silent or hangs: the test that was running may be what does it. */
    UNEXPLAINED,
    /** Its command ended without a result for these tests: each of them may be to blame. */
    LEFT_OUT
}
