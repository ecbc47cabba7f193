package io.spotagents.testing;

import io.spotagents.cost.LedgerBook;
import io.spotagents.cost.LedgerEntry;
import io.spotagents.fleet.IntentJournal;
import io.spotagents.fleet.LaunchIntent;
import io.spotagents.market.KeptObservations;
import io.spotagents.market.Observation;
import io.spotagents.market.ObservationBook;
import io.spotagents.market.RecordedObservation;
import io.spotagents.store.ObservationTable;
import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A journal, a ledger and observations that a crash of the loop outlives: the test holds them. */
public final class InMemoryBooks implements IntentJournal, LedgerBook, ObservationBook {

    private final Map<UUID, LaunchIntent> open = new LinkedHashMap<>();
    private final Map<String, LedgerEntry> entries = new LinkedHashMap<>();
    private final KeptObservations observations;

    public InMemoryBooks() {
        this(KeptObservations.Limits.DEFAULT);
    }

    public InMemoryBooks(KeptObservations.Limits limits) {
        this.observations = new KeptObservations(limits);
    }

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

    @Override
    public synchronized void observe(List<Observation> seen) {
        observations.apply(observations.changeFor(seen));
    }

    @Override
    public synchronized List<RecordedObservation> observations() {
        return observations.all();
    }

    @Override
    public void export(Writer lines) throws IOException {
        ObservationTable.export(observations(), lines);
    }
}
