package io.spotagents.batches;

/** Why a run ends before every test has its result. */
public enum Stop {
    /** The time that it was given is over. */
    DEADLINE,
    /** The money that it was given is spent. */
    BUDGET,
    /** Batch after batch ended, and none brought a single result. */
    NO_RESULTS,
    /** Agents cannot be made ready for the tests. */
    NOT_PREPARED,
    /** Somebody ended it. */
    ABORTED
}
