package io.spotagents.model;

/** How an instance is paid for. */
public enum Purchase {
    /** Cheap, and taken back by the cloud at short notice. */
    SPOT,
    /** Full price, not taken back. */
    ON_DEMAND,
    /** Paid for already (reserved instance, savings plan, committed use); not taken back. */
    COMMITMENT;

    /** Whether the cloud may take an instance bought like this back. */
    public boolean isReclaimed() {
        return this == SPOT;
    }
}
