package io.spotagents.store;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The texts of a store file, by table and key. Not thread-safe. */
final class Contents {

    private final SortedMap<Table, SortedMap<String, String>> texts = new TreeMap<>();

    /** A live view, empty if nothing is known of the table. */
    SortedMap<String, String> of(Table table) {
        return texts.computeIfAbsent(table, any -> new TreeMap<>());
    }

    boolean isEmpty() {
        return texts.values().stream().allMatch(Map::isEmpty);
    }

    /** How many ledger entries, launch intents and observations there are, for people. */
    String counted() {
        return of(Table.LEDGER).size()
                + " ledger entries, "
                + of(Table.INTENTS).size()
                + " launch intents and "
                + of(Table.OBSERVATIONS).size()
                + " observations";
    }
}
