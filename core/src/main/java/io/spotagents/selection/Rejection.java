package io.spotagents.selection;

import io.spotagents.model.Offer;

/** An offer that was looked at and not chosen, and why. */
public record Rejection(String source, Offer offer, String reason) {

    @Override
    public String toString() {
        return "not " + offer.pool() + " by " + source + ": " + reason;
    }
}
