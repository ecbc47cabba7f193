package io.spotagents.batches;

/**
 * How often a test may go wrong. Each budget is a test's own and counts by itself: a reclaim is
 * never a failure.
 *
 * @param reclaims how often it may be running when its instance is reclaimed; once more, and it is
 *     given up
 * @param failures how often it is run again after it failed
 * @param suspicions how often it may be what made an instance or a command end before it is given
 *     up, at least 1
 * @param reclaimsBeforeLasting after so many reclaims it is handed only to agents that last; at
 *     least 1
 */
public record Chances(int reclaims, int failures, int suspicions, int reclaimsBeforeLasting) {

    /** See docs/test-runs.md. */
    public static final Chances USUAL = new Chances(10, 0, 2, 2);

    public Chances {
        atLeast(0, "reclaims", reclaims);
        atLeast(0, "failures", failures);
        atLeast(1, "suspicions", suspicions);
        atLeast(1, "reclaimsBeforeLasting", reclaimsBeforeLasting);
    }

    private static void atLeast(int least, String field, int value) {
        if (value < least) {
            throw new IllegalArgumentException(
                    field + " must be at least " + least + ", not " + value);
        }
    }
}
