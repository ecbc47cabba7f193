package io.spotagents.fleet;

import io.spotagents.commitments.CommitmentHistory;
import io.spotagents.commitments.Reading;
import io.spotagents.model.Usd;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How well the commitments of a source's account are used. Immutable.
 *
 * @param now as of the account's latest word
 * @param coverage how much of what ran was paid for already, since the loop began
 * @param uses how much of each commitment was used, since the loop began
 * @param wasted dollars of spend plans that nobody used, since the loop began
 */
public record CommitmentUse(
        Reading now,
        CommitmentHistory.Total coverage,
        SortedMap<CommitmentHistory.Key, CommitmentHistory.Total> uses,
        Usd wasted) {
    public CommitmentUse {
        uses = Collections.unmodifiableSortedMap(new TreeMap<>(uses));
    }
}
