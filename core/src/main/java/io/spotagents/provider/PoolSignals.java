package io.spotagents.provider;

import io.spotagents.model.Pool;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a cloud itself says of a pool, besides its price. Hints, no promises.
 *
 * @param placement how likely it is to grant a launch; empty if the cloud does not say
 * @param advice how often it is reclaimed; empty if the cloud does not say
 */
public record PoolSignals(Pool pool, Optional<Placement> placement, Optional<Advice> advice) {

    /**
     * A placement score or obtainability, brought to one scale.
     *
     * @param probability that a launch is granted, 0 to 1
     * @param depth instances that the cloud expects to be able to give at once; empty if it does
     *     not say
     * @param at when the cloud said so
     */
    public record Placement(double probability, OptionalInt depth, Instant at) {
        public Placement {
            if (!(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException(
                        "probability must be between 0 and 1, not " + probability);
            }
            if (depth.isPresent() && depth.getAsInt() < 0) {
                throw new IllegalArgumentException(
                        "depth must not be negative, but is " + depth.getAsInt());
            }
        }
    }

    /**
     * How often a pool was reclaimed in the past.
     *
     * @param at when the cloud said so
     */
    public record Advice(Band band, Instant at) {}

    /**
     * Share of the instances that were reclaimed within a month. Source of the bands: AWS Spot
     * Instance Advisor, "frequency of interruption".
     */
    public enum Band {
        UNDER_5_PERCENT,
        FROM_5_TO_10_PERCENT,
        FROM_10_TO_15_PERCENT,
        FROM_15_TO_20_PERCENT,
        OVER_20_PERCENT
    }
}
