package io.spotagents.cost;

import io.spotagents.model.TemplateKey;
import io.spotagents.model.Usd;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Keeps ledger entries over a crash, one for each instance. Safe to read from any thread. */
public interface LedgerBook {

    /** Writes the entry of an instance, in the place of what was written of it before. */
    void put(LedgerEntry entry);

    /**
     * Writes several entries. A book on disk writes them at once, all or none, which costs as much
     * as writing one.
     */
    default void putAll(List<LedgerEntry> entries) {
        entries.forEach(this::put);
    }

    Optional<LedgerEntry> find(String instanceId);

    /** All entries, oldest instance first. */
    List<LedgerEntry> all();

    /**
     * What entries that the book no longer keeps cost in a calendar month. None, if it keeps all.
     *
     * @param begin of the month, in UTC
     */
    default SortedMap<TemplateKey, Usd> droppedInMonth(Instant begin) {
        return new TreeMap<>();
    }

    /**
     * What everything in the book cost, up to {@code now}; a book that keeps only so many entries
     * counts those it has dropped, too.
     */
    default CostReport report(Instant now) {
        return CostReport.of(all(), now);
    }
}
