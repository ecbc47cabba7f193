package io.spotagents.batches;

/**
 * Where a run stands. {@code finished + handedOut + waiting == tests} at any time.
 *
 * @param finished tests with a result
 * @param handedOut tests without a result that an agent holds
 * @param waiting tests without a result that nobody holds
 */
public record Progress(int tests, int finished, int handedOut, int waiting, Extra extra) {

    /**
     * What was done beyond one attempt and one report for each test.
     *
     * @param repeated how often a test was handed out again
     * @param refused reports that did not count, as their test had its result or was not in the
     *     batch
     */
    public record Extra(int repeated, int refused) {}
}
