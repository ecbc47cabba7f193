package io.spotagents.selection;

import io.spotagents.model.Offer;

/** Instances to ask of one offer, and why of this one. */
public record Pick(String source, Offer offer, int count, String reason) {

    @Override
    public String toString() {
        return count + " of " + offer.pool() + " by " + source + ": " + reason;
    }
}
