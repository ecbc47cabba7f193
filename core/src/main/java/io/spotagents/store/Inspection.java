package io.spotagents.store;

import java.io.EOFException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;

/**
 * What a look at a store file finds. Nothing is changed by looking.
 *
 * @param contents what can be read; all of it if there is no damage
 * @param damage why some of the file cannot be read, for people; empty if all can be
 */
record Inspection(Contents contents, Optional<String> damage) {

    /**
     * Reads the whole file.
     *
     * @throws StoreException if there is no telling whether it is damaged: somebody else has it
     *     open, it is not a store of ours, or the disk does not answer
     */
    static Inspection of(Path file) {
        Contents contents = new Contents();
        StringJoiner damages = new StringJoiner("; ").setEmptyValue("");
        Tables tables;
        try {
            tables = Tables.openToRead(file);
        } catch (RuntimeException | AssertionError | OutOfMemoryError e) {
            refuseUnlessDamaged(file, e);
            return new Inspection(contents, Optional.of(e.toString()));
        }
        try {
            if (tables.isForeign()) {
                throw new StoreException(
                        file
                                + " is not a store of Spot Agents, and was left as it is. Move it"
                                + " away, or configure another place for the store.");
            }
            for (Table table : Table.values()) {
                read(tables, table, contents).ifPresent(damages::add);
            }
        } finally {
            tables.abandon();
        }
        String damage = damages.toString();
        return new Inspection(contents, Optional.of(damage).filter(any -> !any.isEmpty()));
    }

    /** A damaged page is passed over by reading up to it from both sides. */
    private static Optional<String> read(Tables tables, Table table, Contents contents) {
        try {
            tables.readForward(table, contents.of(table));
            return Optional.empty();
        } catch (RuntimeException | AssertionError | OutOfMemoryError e) {
            // a damaged length may ask for any amount of memory, and break any assumption
            readFromTheEnd(tables, table, contents);
            return Optional.of("table " + table.nameOnDisk() + ": " + e);
        }
    }

    private static void readFromTheEnd(Tables tables, Table table, Contents contents) {
        TreeMap<String, String> tail = new TreeMap<>();
        try {
            tables.readBackward(table, tail);
        } catch (RuntimeException | AssertionError | OutOfMemoryError expected) {
            // it ends where the damage begins, seen from this side
        }
        tail.forEach(contents.of(table)::putIfAbsent);
    }

    private static void refuseUnlessDamaged(Path file, Throwable e) {
        if (!(e instanceof MVStoreException failure)) {
            return;
        }
        switch (failure.getErrorCode()) {
            case DataUtils.ERROR_FILE_LOCKED -> throw inUse(file, e);
            case DataUtils.ERROR_UNSUPPORTED_FORMAT ->
                    throw new StoreException(
                            "The store "
                                    + file
                                    + " was written by a newer storage library, and was left as it"
                                    + " is: install the newer version of the plugin again.",
                            e);
            case DataUtils.ERROR_READING_FAILED -> {
                if (!(e.getCause() instanceof EOFException)) {
                    throw new StoreException(
                            "The store " + file + " cannot be read: " + e.getMessage(), e);
                }
            }
            default -> {
                // damaged
            }
        }
    }

    static StoreException inUse(Path file, Throwable cause) {
        return new StoreException(
                "The store "
                        + file
                        + " is in use already, most likely by another controller. Two controllers"
                        + " must not share one store: stop the other, or give this one a home"
                        + " directory of its own.",
                cause);
    }
}
