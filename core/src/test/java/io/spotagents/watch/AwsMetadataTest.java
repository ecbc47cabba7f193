package io.spotagents.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spotagents.watch.NoticeWatcher.Rhythm;
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
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AwsMetadataTest {

    private static final String TIME = "2026-03-01T12:02:00Z";
    private static final Instant DEADLINE = Instant.parse(TIME);
    private static final Rhythm RHYTHM =
            new Rhythm(Duration.ofMillis(10), Duration.ofMinutes(1), Duration.ofMinutes(5));

    @TempDir private Path directory;
    private MetadataService service;
    private AwsMetadata metadata;

    @BeforeEach
    void startTheService() throws IOException {
        service = new MetadataService();
        metadata = new AwsMetadata(service.address(), directory.toFile());
    }

    @AfterEach
    void stopTheService() {
        service.close();
    }

    @Test
    void isFoundByTheEnvironment() throws Exception {
        service.announce("terminate", TIME);
        Map<String, String> environment =
                Map.of(
                        AwsMetadata.SERVICE_VARIABLE,
                        service.address().toString(),
                        LocalMetadata.DIRECTORY_VARIABLE,
                        directory.toString());

        assertThat(AwsMetadata.ofThisInstance(environment).orElseThrow().announced()).isPresent();
        assertThat(AwsMetadata.ofThisInstance(Map.of())).isEmpty();
    }

    @Test
    void hasNothingToTellAsLongAsThereIsNoSuchPage() throws Exception {
        assertThat(metadata.announced()).isEmpty();
        assertThat(metadata.atRiskSince()).isEmpty();
    }

    @Test
    void readsTheDeadlineOfANoticeWhateverBecomesOfTheInstance() throws Exception {
        for (String action : List.of("terminate", "stop", "hibernate")) {
            service.announce(action, TIME);

            assertThat(metadata.announced()).contains(new AnnouncedReclaim(DEADLINE));
        }
    }

    @Test
    void readsARebalanceRecommendation() throws Exception {
        service.recommend(TIME);

        assertThat(metadata.atRiskSince()).contains(DEADLINE);
    }

    @Test
    void givesTheDocumentUnchangedAndTheSignatureWithIt() throws Exception {
        String document = "{\n  \"instanceId\" : \"i-1\"\n}";
        service.identify(document, "YWJj\nZGVm");

        AwsMetadata.SignedIdentity identity = metadata.identity();

        assertThat(identity.document()).isEqualTo(document);
        assertThat(identity.signature()).isEqualTo("YWJj\nZGVm");
    }

    @Test
    void saysThatThereIsNoIdentity() {
        assertThatThrownBy(metadata::identity)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("document");
    }

    @Test
    void usesATokenManyTimesAndTakesANewOneBeforeItEnds() throws Exception {
        for (int n = 0; n < 500; n++) {
            metadata.announced();
            metadata.atRiskSince();
        }
        assertThat(service.tokensGiven()).isEqualTo(1);

        metadata.announced();

        assertThat(service.tokensGiven()).isEqualTo(2);
        assertThat(service.lifetimes()).containsOnly("21600");
    }

    @Test
    void takesANewTokenWhenItsOwnIsRefused() throws Exception {
        service.announce("terminate", TIME);
        metadata.announced();
        service.forgetTokens();

        assertThat(metadata.announced()).contains(new AnnouncedReclaim(DEADLINE));
        assertThat(service.tokensGiven()).isEqualTo(2);
    }

    @Test
    void saysWhatWentWrongAndWorksAfterwards() throws Exception {
        service.announce("terminate", TIME);
        service.failNext(1);
        assertThatThrownBy(metadata::announced).isInstanceOf(IOException.class);
        assertThat(metadata.announced()).isPresent();

        service.failNext(1);
        assertThatThrownBy(metadata::announced)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("500");
        assertThat(metadata.announced()).isPresent();
    }

    @Test
    void saysThatAnAnswerIsUnreadable() {
        for (String text : List.of("", "{\"time\": \"soon\"}", "x".repeat(70_000))) {
            service.answerNoticesWith(text);

            assertThatThrownBy(metadata::announced).isInstanceOf(IOException.class);
        }
    }

    @Test
    void doesNotWaitForAServiceThatIsSilent() throws Exception {
        metadata.announced();
        service.fallSilent(true);
        assertThatThrownBy(metadata::announced).isInstanceOf(IOException.class);

        service.fallSilent(false);
        assertThat(metadata.announced()).isEmpty();
    }

    @Test
    void canBeSentToAnotherMachine() throws Exception {
        service.announce("terminate", TIME);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(metadata);
        }
        try (ObjectInputStream in =
                new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            AwsMetadata arrived = (AwsMetadata) in.readObject();

            assertThat(arrived.announced()).contains(new AnnouncedReclaim(DEADLINE));
        }
    }

    @Test
    void leavesTheLeaseInAFileForTheStartScript() throws Exception {
        metadata.renewLease(Duration.ofSeconds(5));

        assertThat(directory.resolve("lease")).content().startsWith("5000 ");
    }

    @Test
    void aWatcherTellsOfEachOnceThroughAnOutageOfTheService() {
        List<AnnouncedReclaim> told = new CopyOnWriteArrayList<>();
        List<Instant> risks = new CopyOnWriteArrayList<>();
        service.failNext(6);
        service.recommend(TIME);
        NoticeWatcher watcher =
                NoticeWatcher.start(metadata, RHYTHM, () -> true, told::add, risks::add);
        try {
            await().until(() -> !risks.isEmpty());
            service.forgetTokens();
            service.announce("terminate", TIME);
            await().until(() -> !told.isEmpty());
            int before = service.tokensGiven();
            service.forgetTokens();
            await().until(() -> service.tokensGiven() > before);
        } finally {
            watcher.close();
        }

        assertThat(told).containsExactly(new AnnouncedReclaim(DEADLINE));
        assertThat(risks).containsExactly(DEADLINE);
        assertThat(told.get(0).left(DEADLINE.minusSeconds(118))).isEqualTo(Duration.ofSeconds(118));
    }
}
