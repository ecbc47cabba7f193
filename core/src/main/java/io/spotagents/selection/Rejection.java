package io.spotagents.selection;

import io.spotagents.model.Offer;

/** An offer that was looked at and not chosen, and why. */
public record Rejection(String source, Offer offer, Verdict verdict) {

    /** One sentence for people. */
    public String reason() {
        return verdict.sentence();
    }

    @Override
    public String toString() {
        return "not " + offer.pool() + " by " + source + ": " + verdict;
    }
}
