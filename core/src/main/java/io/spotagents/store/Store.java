package io.spotagents.store;

import io.spotagents.batches.RunBook;
import io.spotagents.cost.CostReport;
import io.spotagents.cost.CostSummary;
import io.spotagents.cost.LedgerBook;
import io.spotagents.cost.LedgerEntry;
import io.spotagents.enrolment.EnrolmentBook;
import io.spotagents.fleet.IntentJournal;
import io.spotagents.fleet.LaunchIntent;
import io.spotagents.market.KeptObservations;
import io.spotagents.market.Observation;
import io.spotagents.market.ObservationBook;
import io.spotagents.market.RecordedObservation;
import io.spotagents.model.TemplateKey;
import io.spotagents.model.Usd;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a controller has to know after a crash: its id, launches whose outcome is open, the ledger,
 * observations. One file, of one controller at a time. A call that writes returns when what it
 * wrote is on disk, which takes as long as the disk takes to force it there, and throws {@link
 * StoreException} if that fails; all such calls may be repeated. Reading touches no disk and waits
 * for no write.
 *
 * <p>Safe to use from any thread, interrupted ones as well.
 */
public final class Store implements IntentJournal, LedgerBook, ObservationBook, AutoCloseable {

    /**
     * Most entries of ended instances that are kept; beyond it those that ended first are dropped,
     * and only what they cost is kept. About 50 MB each in memory and on disk: see
     * docs/decisions/0008-store.md.
     */
    public static final int MAX_ENDED_ENTRIES = 100_000;

    private static final Comparator<LedgerEntry> OLDEST_ENTRY =
            Comparator.comparing((LedgerEntry entry) -> entry.ran().from())
                    .thenComparing(LedgerEntry::instanceId);

    private static final Comparator<LaunchIntent> OLDEST_INTENT =
            Comparator.comparing(LaunchIntent::at).thenComparing(LaunchIntent::token);

    private final StoreFile file;
    private final Json json = new Json();
    private final UUID controllerId;
    private final Optional<String> recovered;

    /** Held over a whole write, disk included; readers never wait for it. */
    private final ReentrantLock writing = new ReentrantLock();

    /** Held for moments only, and never while the disk is waited for. */
    private final Object memory = new Object();

    private final Ledger ledger;
    private final Map<UUID, LaunchIntent> intents = new HashMap<>();
    private final KeptObservations observations;
    private final StoredEnrolments enrolments;
    private final StoredRuns runs;

    /** How much is kept, so that tests need not fill a store to see what it drops. */
    record Limits(int ended, KeptObservations.Limits observations) {
        static final Limits DEFAULT =
                new Limits(MAX_ENDED_ENTRIES, KeptObservations.Limits.DEFAULT);
    }

    private Store(Path path, StoreFile file, StoreFile.Found found, Limits limits) {
        this.file = file;
        this.recovered = found.recovered();
        this.controllerId =
                About.controller(found.contents())
                        .orElseThrow(() -> new StoreException("The store " + path + " has no id."));
        this.ledger = new Ledger(limits.ended);
        this.observations = new KeptObservations(limits.observations);
        Loading loading = new Loading(json, found.contents());
        loading.load(ledger, intents);
        loading.load(observations);
        this.enrolments = new StoredEnrolments(file, json, StoredEnrolments.Most.DEFAULT);
        loading.load(enrolments);
        this.runs = new StoredRuns(file, json, StoredRuns.Most.DEFAULT);
        loading.load(runs);
        loading.tell(path);
        loading.keepUnreadableTotals(file);
    }

    /**
     * Opens a store, and begins a new one if there is none. A damaged file is kept beside the new
     * one, which has whatever could be read of it: see {@link #recovered()}.
     *
     * @param ids makes the controller's id if the store is new
     * @throws StoreException if the file is open elsewhere, was written by a newer version, is no
     *     store, or cannot be read and written; nothing is changed then
     */
    public static Store open(Path file, Supplier<UUID> ids) {
        return open(file, ids, Limits.DEFAULT);
    }

    static Store open(Path path, Supplier<UUID> ids, Limits limits) {
        StoreFile file = new StoreFile(path);
        StoreFile.Found found = file.open(ids);
        try {
            return new Store(path, file, found, limits);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Id of the controller, the same as long as the file lives; a copied file has it, too. */
    public UUID controllerId() {
        return controllerId;
    }

    /** What was damaged when the store was opened, and what became of it, for the administrator. */
    public Optional<String> recovered() {
        return recovered;
    }

    @Override
    public void opened(LaunchIntent intent) {
        String text = json.write(StoredIntent.of(intent));
        write(
                tables -> tables.put(Table.INTENTS, intent.token().toString(), text),
                () -> intents.put(intent.token(), intent));
    }

    @Override
    public void closed(UUID token) {
        write(
                tables -> tables.remove(Table.INTENTS, token.toString()),
                () -> intents.remove(token));
    }

    @Override
    public List<LaunchIntent> open() {
        synchronized (memory) {
            return intents.values().stream().sorted(OLDEST_INTENT).toList();
        }
    }

    @Override
    public void put(LedgerEntry entry) {
        putAll(List.of(entry));
    }

    @Override
    public void putAll(List<LedgerEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        writing.lock();
        try {
            Ledger.Change change = changeFor(entries);
            write(tables -> put(change, tables), () -> ledger.apply(change));
        } finally {
            writing.unlock();
        }
    }

    private Ledger.Change changeFor(List<LedgerEntry> entries) {
        synchronized (memory) {
            return ledger.changeFor(entries);
        }
    }

    private void put(Ledger.Change change, Tables tables) {
        for (LedgerEntry entry : change.dropped()) {
            tables.remove(Table.LEDGER, entry.instanceId());
        }
        for (LedgerEntry entry : change.put()) {
            tables.put(Table.LEDGER, entry.instanceId(), json.write(StoredEntry.of(entry)));
        }
        change.totals()
                .forEach(
                        (template, cost) ->
                                tables.put(
                                        Table.TOTALS,
                                        json.write(StoredTemplate.of(template)),
                                        json.write(StoredTotal.of(template, cost))));
    }

    /** In memory only once it is on disk, so nobody acts on what a crash may take back. */
    private void write(Consumer<Tables> onDisk, Runnable inMemory) {
        writing.lock();
        try {
            file.write(onDisk);
            synchronized (memory) {
                inMemory.run();
            }
        } finally {
            writing.unlock();
        }
    }

    /** Empty, too, if the entry was dropped. */
    @Override
    public Optional<LedgerEntry> find(String instanceId) {
        synchronized (memory) {
            return ledger.find(instanceId);
        }
    }

    @Override
    public List<LedgerEntry> all() {
        List<LedgerEntry> entries;
        synchronized (memory) {
            entries = ledger.all();
        }
        entries.sort(OLDEST_ENTRY);
        return entries;
    }

    @Override
    public CostReport report(Instant now) {
        List<LedgerEntry> entries;
        SortedMap<TemplateKey, CostSummary> dropped;
        synchronized (memory) {
            entries = ledger.all();
            dropped = ledger.totals();
        }
        return CostReport.of(entries, now).plus(dropped);
    }

    @Override
    public SortedMap<TemplateKey, Usd> droppedInMonth(Instant begin) {
        synchronized (memory) {
            return ledger.droppedInMonth(begin);
        }
    }

    @Override
    public void observe(List<Observation> seen) {
        if (seen.isEmpty()) {
            return;
        }
        writing.lock();
        try {
            KeptObservations.Change change = changeForSeen(seen);
            write(
                    tables -> ObservationTable.put(change, tables, json),
                    () -> observations.apply(change));
        } finally {
            writing.unlock();
        }
    }

    private KeptObservations.Change changeForSeen(List<Observation> seen) {
        synchronized (memory) {
            return observations.changeFor(seen);
        }
    }

    @Override
    public List<RecordedObservation> observations() {
        synchronized (memory) {
            return observations.all();
        }
    }

    @Override
    public void export(Writer lines) throws IOException {
        ObservationTable.export(observations(), lines);
    }

    /** Who has enrolled, and by which secrets one may. */
    public EnrolmentBook enrolments() {
        return enrolments;
    }

    /** What is known of test runs under way, and of how long tests took. */
    public RunBook runs() {
        return runs;
    }

    /** Closes the file. Reading goes on to answer what was known; writing throws. */
    @Override
    public void close() {
        writing.lock();
        try {
            file.close();
        } finally {
            writing.unlock();
        }
    }
}
