package io.spotagents.batches;

/** Why a batch is taken back. */
public enum Loss {
    /** Its instance is reclaimed, or no longer needed: no test is to blame. */
    RECLAIMED,
    /** Its instance fell silent or hangs: the test that was running may be what does it. */
    UNEXPLAINED
}
