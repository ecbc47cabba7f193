package io.spotagents.provider;

/**
 * What becomes of an instance whose lease ended and that nobody ended, as far as its cloud allows.
 */
public enum LeaseEnd {
    /** It is gone and costs nothing. */
    DELETES_ITSELF,
    /** It stops, but its disks are billed until somebody deletes it. */
    STOPS_BUT_BILLS_DISKS,
    /** Nothing happens by itself: it is billed until somebody ends it. */
    KEEPS_BILLING
}
