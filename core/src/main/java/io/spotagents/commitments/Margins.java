package io.spotagents.commitments;

import java.util.Map;
import java.util.TreeMap;

/**
 * How much of each commitment is left to other consumers, who start instances between the moment
 * the account was described and the moment ours run. Immutable.
 *
 * @param byCommitment share held back, by the commitment's id; see {@link GrowthMargin}
 */
public record Margins(Map<String, Double> byCommitment) {

    /** Share held back of a commitment whose other consumers are not known yet. */
    public static final double DEFAULT_SHARE = 0.10;

    /** The default for all. */
    public static final Margins DEFAULT = new Margins(Map.of());

    /**
     * @throws IllegalArgumentException if a share is not between 0 and 1
     */
    public Margins {
        byCommitment = Map.copyOf(byCommitment);
        new TreeMap<>(byCommitment).forEach(Margins::requireShare);
    }

    double share(String commitment) {
        return byCommitment.getOrDefault(commitment, DEFAULT_SHARE);
    }

    /** Less than one whole is held back of nothing, or a single instance could never be used. */
    long wholeOf(String commitment, long committed) {
        return (long) Math.floor(share(commitment) * committed);
    }

    private static void requireShare(String commitment, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "the margin of " + commitment + " must be between 0 and 1, not " + share);
        }
    }
}
