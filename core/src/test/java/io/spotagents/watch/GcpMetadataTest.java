package io.spotagents.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GcpMetadataTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final AnnouncedReclaim IN_HALF_A_MINUTE =
            new AnnouncedReclaim(NOON.plusSeconds(30));

    @TempDir private Path directory;
    private GcpMetadataServer server;
    private GcpMetadata metadata;

    @BeforeEach
    void startTheServer() throws IOException {
        server = new GcpMetadataServer(NOON);
        metadata = new GcpMetadata(server.address(), directory.toFile(), Optional.empty());
    }

    @AfterEach
    void stopTheServer() {
        server.close();
    }

    @Test
    void isFoundByTheEnvironment() throws Exception {
        server.preempt();
        Map<String, String> environment =
                Map.of(
                        GcpMetadata.SERVICE_VARIABLE,
                        server.address().toString(),
                        LocalMetadata.DIRECTORY_VARIABLE,
                        directory.toString());

        assertThat(GcpMetadata.ofThisInstance(environment).orElseThrow().announced()).isPresent();
        assertThat(GcpMetadata.ofThisInstance(Map.of())).isEmpty();
    }

    @Test
    void theFirstQuestionIsAnsweredAtOnceAndFurtherOnesHang() throws Exception {
        assertThat(metadata.announced()).isEmpty();
        assertThat(server.queries()).containsExactly("");

        server.preemptDuringNextHang();

        assertThat(metadata.announced()).contains(IN_HALF_A_MINUTE);
        assertThat(server.queries()).containsExactly("", "wait_for_change=true&timeout_sec=5");
    }

    @Test
    void whatWasToldFirstStays() throws Exception {
        server.preempt();
        assertThat(metadata.announced()).contains(IN_HALF_A_MINUTE);
        server.at(NOON.plusSeconds(7));

        assertThat(metadata.announced()).contains(IN_HALF_A_MINUTE);
        assertThat(server.queries()).hasSize(1);
    }

    @Test
    void anInstanceThatGoogleWillDeleteIsAtRiskHalfAnHourAhead() throws Exception {
        GcpMetadata limited =
                new GcpMetadata(
                        server.address(),
                        directory.toFile(),
                        Optional.of(NOON.plus(Duration.ofMinutes(31))));

        assertThat(limited.atRiskSince()).isEmpty();
        server.at(NOON.plus(Duration.ofMinutes(5)));
        assertThat(limited.atRiskSince()).contains(NOON.plus(Duration.ofMinutes(1)));
        assertThat(metadata.atRiskSince()).isEmpty();
    }

    @Test
    void readsTheEndFromTheEnvironment() throws Exception {
        Map<String, String> environment =
                Map.of(
                        GcpMetadata.SERVICE_VARIABLE,
                        server.address().toString(),
                        LocalMetadata.DIRECTORY_VARIABLE,
                        directory.toString(),
                        GcpMetadata.END_VARIABLE,
                        Long.toString(NOON.plusSeconds(60).getEpochSecond()));

        assertThat(GcpMetadata.ofThisInstance(environment).orElseThrow().atRiskSince())
                .contains(NOON.minus(Duration.ofMinutes(29)));
    }

    @Test
    void givesTheTokenForAnAudience() throws Exception {
        server.identify("a.b.c\n");

        assertThat(metadata.identity("https://ci.example.com/1 2")).isEqualTo("a.b.c");
        assertThat(server.queries())
                .containsExactly("format=full&audience=https%3A%2F%2Fci.example.com%2F1+2");
    }

    @Test
    void saysWhatWentWrongAndWorksAfterwards() throws Exception {
        server.preempt();
        server.failNext(503);
        assertThatThrownBy(metadata::announced)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("503");

        assertThat(metadata.announced()).isPresent();
    }

    @Test
    void doesNotBelieveAnotherServer() {
        server.preempt();
        server.beSomebodyElse();

        assertThatThrownBy(metadata::announced)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("somebody else");
    }

    @Test
    void saysThatAnAnswerIsTooLarge() {
        server.identify("x".repeat(70_000));

        assertThatThrownBy(() -> metadata.identity("a"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("larger");
    }

    @Test
    void canBeSentToAnotherMachine() throws Exception {
        server.preempt();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(metadata);
        }
        try (ObjectInputStream in =
                new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(((GcpMetadata) in.readObject()).announced()).contains(IN_HALF_A_MINUTE);
        }
    }

    @Test
    void leavesTheLeaseInAFileForTheStartScript() throws Exception {
        metadata.renewLease(Duration.ofSeconds(5));

        assertThat(directory.resolve("lease")).content().startsWith("5000 ");
    }

    @Test
    void aWatcherTellsOfItOnceAlthoughTheServerFailsAtFirst() {
        List<AnnouncedReclaim> told = new CopyOnWriteArrayList<>();
        server.failNext(500);
        server.preempt();
        NoticeWatcher.Rhythm rhythm =
                new NoticeWatcher.Rhythm(
                        Duration.ofMillis(10), Duration.ofMinutes(1), Duration.ofMinutes(5));
        try (NoticeWatcher watcher = NoticeWatcher.start(metadata, rhythm, () -> true, told::add)) {
            assertThat(watcher).isNotNull();
            await().until(() -> !told.isEmpty());
        }

        assertThat(told).containsExactly(IN_HALF_A_MINUTE);
    }
}
