package io.spotagents.store;

import io.spotagents.market.KeptObservations;
import io.spotagents.market.RecordedObservation;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;

/** How observations stand in their table, and in an export: one JSON text each. */
public final class ObservationTable {

    /** Beyond it a number is damaged: nobody sees a thousand million million of anything. */
    private static final long MOST = 1_000_000_000_000_000L;

    private ObservationTable() {}

    /** One a line, without their numbers; fields in the same order always. */
    public static void export(List<RecordedObservation> observations, Writer lines)
            throws IOException {
        Json json = new Json();
        for (RecordedObservation recorded : observations) {
            lines.write(json.write(StoredObservation.of(recorded)));
            lines.write('\n');
        }
    }

    static void put(KeptObservations.Change change, Tables tables, Json json) {
        for (RecordedObservation dropped : change.dropped()) {
            tables.remove(Table.OBSERVATIONS, key(dropped.number()));
        }
        for (RecordedObservation put : change.put()) {
            tables.put(
                    Table.OBSERVATIONS, key(put.number()), json.write(StoredObservation.of(put)));
        }
    }

    static String key(long number) {
        return String.format(Locale.ROOT, "%019d", number);
    }

    static long number(String key) {
        long number = Long.parseLong(key);
        if (number < 1 || number > MOST || !key.equals(key(number))) {
            throw new IllegalArgumentException("not the number of an observation: " + key);
        }
        return number;
    }
}
