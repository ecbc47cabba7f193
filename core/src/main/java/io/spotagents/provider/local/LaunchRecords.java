package io.spotagents.provider.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What was granted to which token, so that a launch asked for again makes nothing new. The oldest
 * are forgotten.
 */
final class LaunchRecords {

    /** Tokens remembered at least; far more than a controller repeats. */
    static final int KEPT = 2000;

    private static final int KEPT_AT_MOST = KEPT + KEPT / 4;
    private static final String SUFFIX = ".properties";

    private final Path folder;

    LaunchRecords(Path folder) {
        this.folder = folder;
    }

    Optional<Granted> find(UUID token) throws IOException {
        Path file = file(token);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties properties = InstanceFiles.readProperties(file);
        List<String> ids = List.of(properties.getProperty("ids", "").split(","));
        return Optional.of(new Granted(InstanceTags.readFrom(properties), ids));
    }

    void add(Granted granted) throws IOException {
        Files.createDirectories(folder);
        Properties properties = new Properties();
        granted.tags().writeTo(properties);
        properties.setProperty("ids", String.join(",", granted.ids()));
        InstanceFiles.write(file(granted.tags().owner().intent()), properties);
        forgetOldest();
    }

    private void forgetOldest() throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.filter(file -> file.toString().endsWith(SUFFIX)).toList();
        }
        if (files.size() <= KEPT_AT_MOST) {
            return;
        }
        List<Aged> aged = new ArrayList<>();
        for (Path file : files) {
            aged.add(new Aged(file, Files.getLastModifiedTime(file)));
        }
        aged.sort(Comparator.comparing(Aged::writtenAt));
        for (Aged old : aged.subList(0, aged.size() - KEPT)) {
            Files.deleteIfExists(old.file());
        }
    }

    private Path file(UUID token) {
        return folder.resolve(token + SUFFIX);
    }

    /**
     * What a launch brought.
     *
     * @param ids of the instances, at least one
     */
    record Granted(InstanceTags tags, List<String> ids) {
        Granted {
            ids = List.copyOf(ids);
        }
    }

    private record Aged(Path file, FileTime writtenAt) {}
}
