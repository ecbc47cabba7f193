package io.spotagents.provider.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.model.TemplateKey;
import io.spotagents.provider.Owner;
import io.spotagents.provider.local.LaunchRecords.Granted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchRecordsTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir private Path folder;

    @Test
    void findsWhatWasGranted() throws Exception {
        LaunchRecords records = new LaunchRecords(folder);
        Granted granted = granted();

        records.add(granted);

        assertThat(records.find(granted.tags().owner().intent())).contains(granted);
        assertThat(records.find(UUID.randomUUID())).isEmpty();
    }

    @Test
    void forgetsTheOldestOfVeryMany() throws Exception {
        LaunchRecords records = new LaunchRecords(folder);
        Granted oldest = granted();
        records.add(oldest);
        for (int age = 0; age < LaunchRecords.KEPT * 5 / 4; age++) {
            Path file = Files.createFile(folder.resolve(UUID.randomUUID() + ".properties"));
            Files.setLastModifiedTime(file, FileTime.from(NOON.plusSeconds(age)));
        }
        Path first = folder.resolve(oldest.tags().owner().intent() + ".properties");
        Files.setLastModifiedTime(first, FileTime.from(NOON.minusSeconds(1)));
        Granted newest = granted();

        records.add(newest);

        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).hasSize(LaunchRecords.KEPT);
        }
        assertThat(records.find(oldest.tags().owner().intent())).isEmpty();
        assertThat(records.find(newest.tags().owner().intent())).contains(newest);
    }

    private static Granted granted() {
        Owner owner =
                new Owner(UUID.randomUUID(), new TemplateKey("cloud", "t"), UUID.randomUUID());
        return new Granted(new InstanceTags(owner, LocalSource.POOL, NOON), List.of("i-1", "i-2"));
    }
}
