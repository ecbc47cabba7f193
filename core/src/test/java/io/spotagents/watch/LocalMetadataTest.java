package io.spotagents.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalMetadataTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir private Path directory;

    @Test
    void isFoundByTheEnvironment() throws Exception {
        Map<String, String> environment =
                Map.of(LocalMetadata.DIRECTORY_VARIABLE, directory.toString());

        LocalMetadata.ofThisInstance(environment).orElseThrow().renewLease(Duration.ofSeconds(5));

        assertThat(directory.resolve("lease")).isNotEmptyFile();
        assertThat(LocalMetadata.ofThisInstance(Map.of())).isEmpty();
    }

    @Test
    void readsANotice() throws Exception {
        LocalMetadata metadata = new LocalMetadata(directory);
        assertThat(metadata.announced()).isEmpty();

        Files.writeString(
                directory.resolve("notice"),
                "action=reclaim\ndeadline=" + NOON.toEpochMilli() + "\n");

        assertThat(metadata.announced()).contains(new AnnouncedReclaim(NOON));
    }

    @Test
    void readsASignalOfARaisedRisk() throws Exception {
        LocalMetadata metadata = new LocalMetadata(directory);
        assertThat(metadata.atRiskSince()).isEmpty();

        Files.writeString(directory.resolve("rebalance"), "at=" + NOON.toEpochMilli() + "\n");

        assertThat(metadata.atRiskSince()).contains(NOON);
        assertThat(metadata.announced()).isEmpty();
    }

    @Test
    void saysThatANoticeIsUnreadable() throws Exception {
        Files.writeString(directory.resolve("notice"), "deadline=tomorrow");

        assertThatThrownBy(() -> new LocalMetadata(directory).announced())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("notice");
    }

    @Test
    void everyRenewalDiffersFromTheOneBefore() throws Exception {
        LocalMetadata metadata = new LocalMetadata(directory);
        metadata.renewLease(Duration.ofSeconds(5));
        String first = Files.readString(directory.resolve("lease"));

        metadata.renewLease(Duration.ofSeconds(5));

        assertThat(first).startsWith("5000 ");
        assertThat(Files.readString(directory.resolve("lease")))
                .startsWith("5000 ")
                .isNotEqualTo(first);
    }
}
