package io.spotagents.batches;

/**
 * How a run is cut. Batches get smaller towards the end, so that the last agents end together: one
 * holds at most its share of half of what waits.
 *
 * @param largest most tests in a batch, at least 1
 * @param agents how many agents are meant to work at once, at least 1
 * @param maxSuspicions how often a test may be running when its batch is lost unexplained before it
 *     is given up, at least 1; reclaims never count
 */
public record Cutting(int largest, int agents, int maxSuspicions) {
    public Cutting {
        requireAtLeastOne("largest", largest);
        requireAtLeastOne("agents", agents);
        requireAtLeastOne("maxSuspicions", maxSuspicions);
    }

    int size(int waiting) {
        int share = (waiting + 2 * agents - 1) / (2 * agents);
        return Math.min(waiting, Math.min(largest, Math.max(1, share)));
    }

    private static void requireAtLeastOne(String field, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(field + " must be at least 1, not " + value);
        }
    }
}
