package io.spotagents.provider.local;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/** All instances below one home directory, found by looking there. */
final class InstanceHome {

    /** Ended instances whose directories are kept, for their logs. */
    static final int ENDED_KEPT = 200;

    private static final int ENDED_KEPT_AT_MOST = ENDED_KEPT + ENDED_KEPT / 4;
    private static final String ID_START = "i-";
    private static final int ID_DIGITS = 32;
    private static final Pattern ID = Pattern.compile(ID_START + "[0-9a-f]{" + ID_DIGITS + "}");

    private static final Logger LOGGER = Logger.getLogger(InstanceHome.class.getName());

    private final Path home;
    private final LinuxProcesses processes;
    private final Map<String, InstanceDirectory> known = new ConcurrentHashMap<>();

    InstanceHome(Path home, LinuxProcesses processes) {
        this.home = home;
        this.processes = processes;
    }

    /** The id that the instance of a launch has: always the same, and not to be guessed. */
    String id(UUID token, int index) throws IOException {
        String digits = new Digest().add(secret()).add(token + ":" + index).hex();
        return ID_START + digits.substring(0, ID_DIGITS);
    }

    Path path(String id) {
        return home.resolve(id);
    }

    /** The instance with this id, ended or not; empty if there never was, or it is forgotten. */
    Optional<InstanceDirectory> find(String id) throws IOException {
        if (!ID.matcher(id).matches() || !Files.isDirectory(path(id))) {
            known.remove(id);
            return Optional.empty();
        }
        InstanceDirectory directory = known.get(id);
        if (directory == null) {
            directory = InstanceDirectory.read(path(id));
            known.put(id, directory);
        }
        return Optional.of(directory);
    }

    /** Those that have not ended. What lost its supervisor is ended on the way. */
    List<InstanceDirectory> alive() throws IOException {
        List<InstanceDirectory> alive = new ArrayList<>();
        List<InstanceDirectory> ended = new ArrayList<>();
        for (InstanceDirectory directory : all()) {
            if (directory.hasEnded() || endIfLost(directory)) {
                ended.add(directory);
            } else {
                alive.add(directory);
            }
        }
        forgetOldest(ended);
        return alive;
    }

    /** Answers whether it has ended now. */
    boolean endIfLost(InstanceDirectory directory) throws IOException {
        if (!directory.isLost(processes) || directory.hasEnded()) {
            return directory.hasEnded();
        }
        LOGGER.info(
                () ->
                        "The supervisor of "
                                + directory.id()
                                + " is gone or does not react; ending the instance in its place");
        directory.endInItsPlace(processes);
        return directory.hasEnded();
    }

    private List<InstanceDirectory> all() throws IOException {
        List<InstanceDirectory> all = new ArrayList<>();
        if (!Files.isDirectory(home)) {
            return all;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(home, ID_START + "*")) {
            for (Path entry : entries) {
                readable(InstanceFiles.name(entry)).ifPresent(all::add);
            }
        }
        return all;
    }

    /** One spoiled directory must not hide all others. */
    private Optional<InstanceDirectory> readable(String id) {
        try {
            return find(id);
        } catch (NoSuchFileException e) {
            return Optional.empty(); // forgotten meanwhile
        } catch (IOException e) {
            LOGGER.log(
                    Level.WARNING,
                    e,
                    () -> "Cannot read instance " + id + "; delete its directory below " + home);
            return Optional.empty();
        }
    }

    private void forgetOldest(List<InstanceDirectory> ended) throws IOException {
        if (ended.size() <= ENDED_KEPT_AT_MOST) {
            return;
        }
        ended.sort(
                Comparator.comparing((InstanceDirectory old) -> old.tags().launchedAt())
                        .thenComparing(InstanceDirectory::id));
        for (InstanceDirectory old : ended.subList(0, ended.size() - ENDED_KEPT)) {
            InstanceFiles.deleteTree(old.path());
            known.remove(old.id());
        }
    }

    private synchronized String secret() throws IOException {
        Path file = home.resolve("secret");
        if (!Files.exists(file)) {
            Files.createDirectories(home);
            Path draft =
                    Files.createTempFile(
                            home,
                            ".secret",
                            "",
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            Files.writeString(draft, "" + UUID.randomUUID() + UUID.randomUUID());
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return Files.readString(file);
    }
}
