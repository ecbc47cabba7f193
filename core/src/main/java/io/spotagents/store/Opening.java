package io.spotagents.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;

/**
 * Opens a store file: checks it before anything is changed, begins a new one, and puts a damaged
 * one aside. May be interrupted by a crash at any point and begun again.
 */
final class Opening {

    private static final Logger LOGGER = Logger.getLogger(Opening.class.getName());

    /** Two blocks of the library's header: a crash came before anything was in the file. */
    private static final int BYTES_BEFORE_FIRST_COMMIT = 2 * 4096;

    private final Path file;
    private final Supplier<UUID> ids;

    Opening(Path file, Supplier<UUID> ids) {
        this.file = file;
        this.ids = ids;
    }

    /**
     * What opening answers.
     *
     * @param recovered what was damaged and what became of it; empty if nothing was
     */
    record Opened(Tables tables, Contents contents, Optional<String> recovered) {}

    Opened open() {
        try {
            prepareDirectory();
            Optional<String> recovered = Optional.empty();
            if (Files.exists(file) && Files.size(file) > 0) {
                recovered = recoverIfDamaged();
            }
            return read(openTables(file), recovered);
        } catch (IOException e) {
            throw new StoreException("The store " + file + " cannot be opened: " + e, e);
        }
    }

    private void prepareDirectory() throws IOException {
        Files.createDirectories(directory());
        if (!Files.exists(file) && Files.exists(salvaged())) {
            // a crash came between putting the damaged file aside and putting this in its place
            Files.move(salvaged(), file, StandardCopyOption.ATOMIC_MOVE);
        }
        if (Files.exists(file) && !(Files.isReadable(file) && Files.isWritable(file))) {
            throw new StoreException(
                    "The store "
                            + file
                            + " may not be read and written by this process: change its owner or"
                            + " its permissions.");
        }
    }

    private Opened read(Tables tables, Optional<String> recovered) {
        try {
            Contents contents = tables.readAll();
            if (About.format(contents).isEmpty()) {
                About.write(contents, ids.get());
                tables.putAll(contents);
                tables.commit();
                forceDirectory();
            }
            return new Opened(tables, contents, recovered);
        } catch (RuntimeException e) {
            tables.abandon();
            throw e;
        }
    }

    private Optional<String> recoverIfDamaged() throws IOException {
        Inspection found = Inspection.of(file);
        Optional<Integer> format = About.format(found.contents());
        if (format.isPresent() && format.get() > About.FORMAT) {
            throw new StoreException(
                    "The store "
                            + file
                            + " has format "
                            + format.get()
                            + ", and this version knows formats up to "
                            + About.FORMAT
                            + ". Nothing was changed: install the newer version of the plugin"
                            + " again, or move the file away to begin without its history.");
        }
        long size = Files.size(file);
        Optional<String> damage = found.damage().or(() -> damageOfAbout(found.contents(), size));
        return damage.isPresent()
                ? Optional.of(putAside(found.contents(), damage.get()))
                : Optional.empty();
    }

    private static Optional<String> damageOfAbout(Contents contents, long size) {
        if (contents.isEmpty()) {
            return size > BYTES_BEFORE_FIRST_COMMIT
                    ? Optional.of("no complete version of it is left")
                    : Optional.empty();
        }
        if (About.format(contents).isEmpty()) {
            return Optional.of("the format's version is missing or no number");
        }
        return About.controller(contents).isEmpty()
                ? Optional.of("the controller's id is missing or no id")
                : Optional.empty();
    }

    /** Whatever can be read is in the new file before the damaged one loses its name. */
    private String putAside(Contents contents, String damage) throws IOException {
        Optional<UUID> known = About.controller(contents).or(() -> findController());
        About.write(contents, known.orElseGet(ids));
        Files.deleteIfExists(salvaged());
        try (Tables fresh = openTables(salvaged())) {
            fresh.putAll(contents);
            fresh.commit();
        }
        Path aside = firstFree();
        Files.move(file, aside);
        Files.move(salvaged(), file, StandardCopyOption.ATOMIC_MOVE);
        forceDirectory();
        String report = report(aside, damage, contents, known.isPresent());
        LOGGER.warning(report);
        return report;
    }

    private Optional<UUID> findController() {
        try {
            return About.findController(file);
        } catch (IOException e) {
            LOGGER.log(Level.FINE, e, () -> "Could not look for the controller's id in " + file);
            return Optional.empty();
        }
    }

    private String report(Path aside, String damage, Contents contents, boolean sameController) {
        String controller =
                sameController
                        ? "The controller's id is the same as before."
                        : "The controller's id could not be read and is new: instances launched"
                                + " before are no longer ended from here, so look for them in the"
                                + " cloud's console.";
        return "The store "
                + file
                + " was damaged ("
                + damage
                + "). It is now "
                + aside
                + ", and a new one holds the "
                + contents.counted()
                + " that could be read. "
                + controller
                + " Check the disk; delete the damaged file once nobody misses what it held.";
    }

    private Path firstFree() {
        int n = 1;
        while (Files.exists(beside(".corrupt-" + n))) {
            n++;
        }
        return beside(".corrupt-" + n);
    }

    private Path salvaged() {
        return beside(".salvaged");
    }

    private Path beside(String suffix) {
        return directory().resolve(file.getFileName() + suffix);
    }

    private Path directory() {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new StoreException("The store " + file + " is no file in a directory.");
        }
        return parent;
    }

    /** A file is there after a power failure only if its directory is on disk, too. */
    private void forceDirectory() {
        try (FileChannel channel = FileChannel.open(directory(), StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            LOGGER.log(Level.FINE, e, () -> "This system does not force directories to disk");
        }
    }

    /** Opens what was open before; unlike {@link #open()} it begins nothing new. */
    static Tables openAgain(Path file) {
        if (!Files.exists(file)) {
            throw new StoreException(
                    "The store "
                            + file
                            + " was removed while in use: put it back, or restart the controller"
                            + " to begin a new one.");
        }
        return openTables(file);
    }

    private static Tables openTables(Path file) {
        try {
            return Tables.open(file);
        } catch (MVStoreException e) {
            if (e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
                throw Inspection.inUse(file, e);
            }
            throw new StoreException("The store " + file + " cannot be opened: " + e, e);
        }
    }
}
