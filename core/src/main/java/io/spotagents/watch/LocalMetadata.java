package io.spotagents.watch;

import java.io.File;
import java.io.IOException;
import java.io.Serial;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;

/** The metadata of an instance of the local source: files in the instance's directory. */
public final class LocalMetadata implements InstanceMetadata {

    /** Environment variable by which the processes of an instance know its directory. */
    public static final String DIRECTORY_VARIABLE = "SPOT_AGENTS_INSTANCE_DIR";

    @Serial private static final long serialVersionUID = 1L;

    private final File directory;

    public LocalMetadata(Path directory) {
        this.directory = directory.toFile();
    }

    /**
     * Of the instance that this process belongs to.
     *
     * @param environment the environment of this process
     * @return empty if the process belongs to no instance of the local source
     */
    public static Optional<LocalMetadata> ofThisInstance(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(DIRECTORY_VARIABLE))
                .map(Path::of)
                .map(LocalMetadata::new);
    }

    @Override
    public Optional<AnnouncedReclaim> announced() throws IOException {
        return moment("notice", "deadline").map(AnnouncedReclaim::new);
    }

    @Override
    public Optional<Instant> atRiskSince() throws IOException {
        return moment("rebalance", "at");
    }

    private Optional<Instant> moment(String name, String key) throws IOException {
        Path file = file(name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Properties properties = new Properties();
            properties.load(new StringReader(Files.readString(file)));
            long millis = Long.parseLong(properties.getProperty(key, ""));
            return Optional.of(Instant.ofEpochMilli(millis));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new IOException("unreadable " + name + " in " + file, e);
        }
    }

    @Override
    public void renewLease(Duration length) throws IOException {
        String word = UUID.randomUUID().toString(); // differs each time: that is what renews
        Path draft = file(".lease." + word);
        Files.writeString(draft, length.toMillis() + " " + word);
        Files.move(draft, file("lease"), StandardCopyOption.ATOMIC_MOVE);
    }

    private Path file(String name) {
        return directory.toPath().resolve(name);
    }
}
