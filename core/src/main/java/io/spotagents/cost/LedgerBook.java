package io.spotagents.cost;

import java.util.List;
import java.util.Optional;

/** Keeps ledger entries over a crash, one for each instance. Safe to read from any thread. */
public interface LedgerBook {

    /** Writes the entry of an instance, in the place of what was written of it before. */
    void put(LedgerEntry entry);

    Optional<LedgerEntry> find(String instanceId);

    /** All entries, oldest instance first. */
    List<LedgerEntry> all();
}
