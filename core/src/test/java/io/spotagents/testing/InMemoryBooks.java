package io.spotagents.testing;

import io.spotagents.cost.LedgerBook;
import io.spotagents.cost.LedgerEntry;
import io.spotagents.fleet.IntentJournal;
import io.spotagents.fleet.LaunchIntent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A journal and a ledger that a crash of the loop outlives, as long as the test holds them. */
public final class InMemoryBooks implements IntentJournal, LedgerBook {

    private final Map<UUID, LaunchIntent> open = new LinkedHashMap<>();
    private final Map<String, LedgerEntry> entries = new LinkedHashMap<>();

    @Override
    public synchronized void opened(LaunchIntent intent) {
        open.put(intent.token(), intent);
    }

    @Override
    public synchronized void closed(UUID token) {
        open.remove(token);
    }

    @Override
    public synchronized List<LaunchIntent> open() {
        return List.copyOf(open.values());
    }

    @Override
    public synchronized void put(LedgerEntry entry) {
        entries.put(entry.instanceId(), entry);
    }

    @Override
    public synchronized Optional<LedgerEntry> find(String instanceId) {
        return Optional.ofNullable(entries.get(instanceId));
    }

    @Override
    public synchronized List<LedgerEntry> all() {
        return List.copyOf(entries.values());
    }
}
