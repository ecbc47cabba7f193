package io.spotagents.selection;

import io.spotagents.model.Offer;
import io.spotagents.portfolio.Bound;

/**
 * Instances to ask of one offer, and why of this one.
 *
 * @param count instances, at least 1
 */
public record Pick(String source, Offer offer, int count, Verdict verdict) {

    /** Of a policy that looks at prices only, and asks one offer for all it wants of it. */
    public Pick(String source, Offer offer, int count, String reason) {
        this(source, offer, count, Verdict.ofPrice(offer, Bound.NONE, reason));
    }

    /** One sentence for people. */
    public String reason() {
        return verdict.sentence();
    }

    @Override
    public String toString() {
        return count + " of " + offer.pool() + " by " + source + ": " + verdict;
    }
}
