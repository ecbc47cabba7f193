package io.spotagents.batches;

/**
 * An agent that asks for work.
 *
 * @param reclaimsPerHour the hazard of its pool; 0 for what is never reclaimed
 * @param lasts whether it may be given tests that were reclaimed too often
 */
public record Asker(String instanceId, double reclaimsPerHour, boolean lasts) {
    public Asker {
        if (!(reclaimsPerHour >= 0) || Double.isInfinite(reclaimsPerHour)) {
            throw new IllegalArgumentException(
                    "reclaimsPerHour must be 0 or more, not " + reclaimsPerHour);
        }
    }

    /** An agent of which nothing is known, and that may be given everything. */
    public static Asker of(String instanceId) {
        return new Asker(instanceId, 0, true);
    }
}
