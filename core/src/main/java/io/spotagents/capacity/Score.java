package io.spotagents.capacity;

import java.time.Instant;
import java.util.OptionalInt;

/**
 * What a provider itself says of a pool's capacity: a placement score or obtainability, brought to
 * one scale.
 *
 * @param probability that a launch is granted, 0 to 1
 * @param depth instances the provider expects to be able to give at once; empty if it does not say
 * @param at when the provider said so
 */
public record Score(double probability, OptionalInt depth, Instant at) {
    public Score {
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
