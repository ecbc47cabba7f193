package io.spotagents.store;

import io.spotagents.fleet.LaunchIntent;
import io.spotagents.market.KeptObservations;
import io.spotagents.model.Pool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.logging.Logger;

/**
 * Makes values of the texts in a store file. A text that cannot be read stays as it is in the file,
 * and keeps nobody from reading the others.
 */
final class Loading {

    private static final Logger LOGGER = Logger.getLogger(Loading.class.getName());

    private static final int SHOWN = 3;

    /** Begins the key of a total that cannot be read, so that the next one does not replace it. */
    private static final String UNREADABLE = "unreadable ";

    private final Json json;
    private final Contents contents;
    private final Map<String, String> unreadableTotals = new HashMap<>();
    private final List<String> unreadable = new ArrayList<>();

    Loading(Json json, Contents contents) {
        this.json = json;
        this.contents = contents;
    }

    void load(Ledger ledger, Map<UUID, LaunchIntent> intents) {
        Map<Pool, Pool> pools = new HashMap<>();
        each(
                Table.INTENTS,
                text -> {
                    LaunchIntent intent = json.read(text, StoredIntent.class).toIntent();
                    intents.put(intent.token(), intent);
                });
        each(
                Table.LEDGER,
                text ->
                        ledger.add(
                                json.read(text, StoredEntry.class)
                                        .toEntry(
                                                pool ->
                                                        pools.computeIfAbsent(
                                                                pool, same -> same))));
        each(
                Table.TOTALS,
                text -> {
                    StoredTotal total = json.read(text, StoredTotal.class);
                    ledger.addTotal(total.template().toKey(), total.toDropped());
                });
    }

    /** What cannot be read keeps its number. */
    void load(KeptObservations observations) {
        Map<Pool, Pool> pools = new HashMap<>();
        each(
                Table.OBSERVATIONS,
                (key, text) -> {
                    long number = ObservationTable.number(key);
                    try {
                        observations.add(
                                json.read(text, StoredObservation.class)
                                        .toRecorded(
                                                number,
                                                pool -> pools.computeIfAbsent(pool, same -> same)));
                    } finally {
                        observations.passOver(number);
                    }
                });
    }

    void load(StoredEnrolments enrolments) {
        each(
                Table.ENROLLED,
                text -> enrolments.add(json.read(text, StoredEnrolled.class).toEnrolled()));
        each(
                Table.SECRETS,
                text ->
                        enrolments.add(
                                json.read(text, StoredEnrolled.StoredSecret.class).toSecret()));
    }

    /** A run some of whose events cannot be read is followed up as far as the others tell. */
    void load(StoredRuns runs) {
        each(
                Table.RUNS,
                (key, text) -> runs.add(key, json.read(text, StoredRunEvent.class).toEvent()));
        each(
                Table.DURATIONS,
                (job, text) -> runs.add(job, json.read(text, StoredRuns.StoredDurations.class)));
    }

    private void each(Table table, Consumer<String> reader) {
        each(table, (key, text) -> reader.accept(text));
    }

    private void each(Table table, BiConsumer<String, String> reader) {
        contents.of(table)
                .forEach(
                        (key, text) -> {
                            try {
                                reader.accept(key, text);
                            } catch (RuntimeException e) {
                                unreadable.add(table.nameOnDisk() + " " + key + " (" + e + ")");
                                if (table == Table.TOTALS && !key.startsWith(UNREADABLE)) {
                                    unreadableTotals.put(key, text);
                                }
                            }
                        });
    }

    /** Once for a file, however many texts it is about. */
    void tell(Path file) {
        if (unreadable.isEmpty()) {
            return;
        }
        LOGGER.warning(
                () ->
                        unreadable.size()
                                + " texts in the store "
                                + file
                                + " cannot be read, and are left as they are; costs shown lack"
                                + " them, launches among them are not followed up, and nothing is"
                                + " learned from observations among them. The first: "
                                + String.join(
                                        "; ",
                                        unreadable.subList(0, Math.min(SHOWN, unreadable.size())))
                                + ". If a newer version of the plugin wrote them, install it"
                                + " again.");
    }

    void keepUnreadableTotals(StoreFile file) {
        if (unreadableTotals.isEmpty()) {
            return;
        }
        file.write(
                tables ->
                        unreadableTotals.forEach(
                                (key, text) -> {
                                    tables.put(Table.TOTALS, UNREADABLE + key, text);
                                    tables.remove(Table.TOTALS, key);
                                }));
    }
}
