package io.spotagents.deadline;

/** What work with a deadline should do until something changes. */
public enum Choice {
    /** Run on capacity that may be reclaimed, or go on doing so. */
    SPOT,
    /** Run on capacity that is not reclaimed: on-demand or a commitment. */
    ON_DEMAND,
    /** Run nothing: no spot is to be had, and there is time. */
    WAIT
}
