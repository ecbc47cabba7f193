package io.spotagents.store;

import java.nio.file.Path;
import java.util.Map;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/**
 * An open store file: tables of texts by key. It writes only when told to commit, and from no
 * thread of its own. Throws what the storage library throws. Not thread-safe.
 */
final class Tables implements AutoCloseable {

    /**
     * How long space that nothing refers to stays unused. The library's 45 seconds are for those
     * who do not force each commit to disk; we do, and the last five versions are kept besides. A
     * second instead of none lets a file of 0.1 MB grow to 30 MB: see docs/decisions/0008-store.md.
     */
    private static final int RETENTION_MILLIS = 0;

    /** Below this share of live data, chunks are written anew so that their space can be used. */
    private static final int FILL_PERCENT = 70;

    private static final int COMPACTION_BYTES = 1 << 20;

    private final MVStore store;

    private Tables(MVStore store) {
        this.store = store;
        store.setRetentionTime(RETENTION_MILLIS);
    }

    static Tables open(Path file) {
        return new Tables(builder(file).open());
    }

    /** Opens without changing a byte of the file, which has to exist. */
    static Tables openToRead(Path file) {
        return new Tables(builder(file).readOnly().open());
    }

    private static MVStore.Builder builder(Path file) {
        return new MVStore.Builder()
                .fileName(file.toAbsolutePath().toString())
                .autoCommitDisabled()
                .autoCommitBufferSize(0);
    }

    /** Whether somebody else's tables are in the file, and none of ours. */
    boolean isForeign() {
        return !store.getMapNames().isEmpty() && !store.hasMap(Table.ABOUT.nameOnDisk());
    }

    @Nullable String get(Table table, String key) {
        return map(table).get(key);
    }

    void put(Table table, String key, String text) {
        map(table).put(key, text);
    }

    void remove(Table table, String key) {
        map(table).remove(key);
    }

    void putAll(Contents contents) {
        for (Table table : Table.values()) {
            map(table).putAll(contents.of(table));
        }
    }

    /** When this returns, what was put and removed is on disk; before, none of it is. */
    void commit() {
        store.commit();
        store.sync();
    }

    /** Makes space of what was replaced usable again. */
    void compact() {
        if (store.compact(FILL_PERCENT, COMPACTION_BYTES)) {
            commit();
        }
    }

    Contents readAll() {
        Contents contents = new Contents();
        for (Table table : Table.values()) {
            readForward(table, contents.of(table));
        }
        return contents;
    }

    /** Adds the table's texts, first to last, as far as they can be read. */
    void readForward(Table table, Map<String, String> into) {
        read(table, false, into);
    }

    /** Adds the table's texts, last to first, as far as they can be read. */
    void readBackward(Table table, Map<String, String> into) {
        read(table, true, into);
    }

    private void read(Table table, boolean reverse, Map<String, String> into) {
        if (!store.hasMap(table.nameOnDisk())) {
            return;
        }
        Cursor<String, String> cursor = map(table).cursor(null, null, reverse);
        while (cursor.hasNext()) {
            String key = cursor.next();
            into.put(key, cursor.getValue());
        }
    }

    private MVMap<String, String> map(Table table) {
        return store.openMap(table.nameOnDisk());
    }

    /** Closes the file; what was not committed is lost. */
    void abandon() {
        store.closeImmediately();
    }

    @Override
    public void close() {
        store.close();
    }
}
