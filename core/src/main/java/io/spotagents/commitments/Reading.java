package io.spotagents.commitments;

import java.time.Instant;
import java.util.List;

/**
 * What commitments cover at one moment.
 *
 * @param billed what runs and what is reserved, in thousandths of instances
 * @param covered how much of it commitments pay for
 * @param uses of each commitment how much is used
 */
public record Reading(Instant at, long billed, long covered, List<Use> uses) {
    public Reading {
        if (covered < 0 || covered > billed) {
            throw new IllegalArgumentException(
                    "covered must be between 0 and the billed " + billed + ", not " + covered);
        }
        uses = List.copyOf(uses);
    }
}
