package io.spotagents.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.spotagents.watch.NoticeWatcher.Rhythm;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AzureMetadataTest {

    private static final String TIME = "Sun, 01 Mar 2026 12:00:30 GMT";
    private static final String ID = "A123BC45-1234-5678-AB90-ABCDEF123456";
    private static final Instant DEADLINE = Instant.parse("2026-03-01T12:00:30Z");
    private static final String NONE = "{\"DocumentIncarnation\": 1, \"Events\": []}";

    @TempDir private Path directory;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> approvals = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private AzureMetadata metadata;
    private volatile String events = NONE;
    private volatile int status = 200;
    private volatile boolean isSilent;

    @BeforeEach
    void startTheService() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        metadata = new AzureMetadata(address(), directory.toFile(), Duration.ofMillis(300));
    }

    @AfterEach
    void stopTheService() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void isFoundByTheEnvironment() throws Exception {
        events = event("Preempt", "set_1", TIME);
        Map<String, String> environment =
                Map.of(
                        AzureMetadata.SERVICE_VARIABLE,
                        address().toString(),
                        LocalMetadata.DIRECTORY_VARIABLE,
                        directory.toString());

        assertThat(AzureMetadata.ofThisInstance(environment).orElseThrow().announced()).isPresent();
        assertThat(AzureMetadata.ofThisInstance(Map.of())).isEmpty();
    }

    @Test
    void tellsOfAPreemptionOfThisInstance() throws Exception {
        assertThat(metadata.announced()).isEmpty();

        events = event("Preempt", "set_0\", \"SET_1", TIME);

        assertThat(metadata.announced()).contains(new AnnouncedReclaim(DEADLINE));
    }

    @Test
    void passesOverOthersAndOtherEvents() throws Exception {
        for (String event :
                List.of(
                        event("Preempt", "set_10", TIME),
                        event("Reboot", "set_1", TIME),
                        event("Freeze", "set_1", TIME))) {
            events = event;

            assertThat(metadata.announced()).isEmpty();
        }
        events =
                NONE.replace(
                        "[]",
                        "["
                                + one("Freeze", "set_1", "")
                                + ","
                                + one("Preempt", "set_1", TIME)
                                + "]");
        assertThat(metadata.announced()).contains(new AnnouncedReclaim(DEADLINE));
    }

    @Test
    void oneThatHasBegunKeepsItsDeadline() throws Exception {
        events = event("Preempt", "set_1", TIME);
        Optional<AnnouncedReclaim> before = metadata.announced();

        events = event("Preempt", "set_1", "");

        assertThat(metadata.announced()).isEqualTo(before);
    }

    @Test
    void oneThatHasBegunWhenItIsFirstSeenIsAtOnce() throws Exception {
        events = event("Preempt", "set_1", "");

        Optional<AnnouncedReclaim> first = metadata.announced();

        // The service's own clock, in its header.
        assertThat(first.orElseThrow().deadline()).isAfter(Instant.parse("2020-01-01T00:00:00Z"));
        assertThat(metadata.announced()).isEqualTo(first);
    }

    @Test
    void approvesWhatIsAnnouncedToItOnce() throws Exception {
        metadata.approveReclaim();
        events = event("Preempt", "set_1", TIME);
        assertThat(metadata.announced()).isPresent();
        assertThat(approvals).isEmpty();

        metadata.approveReclaim();
        metadata.approveReclaim();
        metadata.announced();
        metadata.approveReclaim();

        assertThat(approvals).containsExactly("{\"StartRequests\":[{\"EventId\":\"" + ID + "\"}]}");
        assertThat(asked).last().asString().startsWith("/metadata/scheduledevents?api-version=");
    }

    @Test
    void approvesNothingElse() throws Exception {
        for (String event :
                List.of(
                        event("Preempt", "set_2", TIME),
                        event("Reboot", "set_1", TIME),
                        event("Terminate", "set_1", TIME),
                        event("Preempt", "set_1", ""),
                        event("Preempt", "set_1\", \"set_2", TIME),
                        NONE)) {
            events = event("Preempt", "set_1", TIME).replace(ID, "withdrawn");
            metadata.announced();
            events = event;
            metadata.announced();

            metadata.approveReclaim();

            assertThat(approvals).as(event).isEmpty();
        }
    }

    @Test
    void approvesAgainWhatWasNotTaken() throws Exception {
        events = event("Preempt", "set_1", TIME);
        metadata.announced();
        status = 503;
        assertThatThrownBy(metadata::approveReclaim)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(ID)
                .hasMessageContaining("503");
        status = 200;
        approvals.clear();

        metadata.approveReclaim();
        metadata.approveReclaim();

        assertThat(approvals).hasSize(1);
    }

    @Test
    void theWatcherApprovesOnceItIsLetGo() throws Exception {
        Rhythm rhythm =
                new Rhythm(Duration.ofMillis(10), Duration.ofMinutes(1), Duration.ofMinutes(5));
        try (NoticeWatcher watcher =
                NoticeWatcher.start(metadata, rhythm, () -> true, announced -> {})) {
            events = event("Preempt", "set_1", TIME);
            await().until(() -> isAsked(5));
            assertThat(approvals).isEmpty();

            watcher.letGo().get();
            assertThat(approvals).hasSize(1);

            await().until(() -> isAsked(10));
        }
        assertThat(approvals).hasSize(1);
    }

    @Test
    void theWatcherApprovesWhatIsAnnouncedLater() throws Exception {
        Rhythm rhythm =
                new Rhythm(Duration.ofMillis(10), Duration.ofMinutes(1), Duration.ofMinutes(5));
        try (NoticeWatcher watcher =
                NoticeWatcher.start(metadata, rhythm, () -> true, announced -> {})) {
            watcher.letGo().get();
            assertThat(approvals).isEmpty();

            events = event("Preempt", "set_1", TIME);

            await().until(() -> !approvals.isEmpty());
        }
    }

    private boolean isAsked(int times) {
        return asked.stream().filter(path -> path.contains("scheduledevents")).count() >= times;
    }

    @Test
    void asksForItsNameOnce() throws Exception {
        metadata.announced();
        metadata.announced();

        assertThat(asked).filteredOn(path -> path.contains("compute/name")).hasSize(1);
        assertThat(asked).filteredOn(path -> path.contains("scheduledevents")).hasSize(2);
    }

    @Test
    void givesTheAttestedDocument() throws Exception {
        assertThat(metadata.attested("0123456789")).isEqualTo("YWJj");
        assertThat(asked).last().asString().contains("nonce=0123456789");
    }

    @Test
    void saysWhatWentWrongAndWorksAfterwards() throws Exception {
        status = 503;
        assertThatThrownBy(metadata::announced)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("503");
        status = 200;
        for (String text :
                List.of("", "{}", event("Preempt", "set_1", "soon"), "x".repeat(300_000))) {
            events = text;
            assertThatThrownBy(metadata::announced).isInstanceOf(IOException.class);
        }
        events = event("Preempt", "set_1", TIME);
        assertThat(metadata.announced()).isPresent();
    }

    @Test
    void doesNotWaitForeverForAServiceThatIsSilent() throws Exception {
        isSilent = true;
        assertThatThrownBy(metadata::announced).isInstanceOf(IOException.class);

        isSilent = false;
        assertThat(metadata.announced()).isEmpty();
    }

    @Test
    void theWatcherTellsOnceAndRenewsTheLease() throws Exception {
        List<AnnouncedReclaim> heard = new CopyOnWriteArrayList<>();
        Rhythm rhythm =
                new Rhythm(Duration.ofMillis(10), Duration.ofMinutes(1), Duration.ofMinutes(5));
        NoticeWatcher watcher = NoticeWatcher.start(metadata, rhythm, () -> true, heard::add);
        try {
            events = event("Preempt", "set_1", TIME);
            await().until(() -> !heard.isEmpty());
            events = event("Preempt", "set_1", "");
            int before = asked.size();
            await().until(() -> asked.size() > before + 3);
        } finally {
            watcher.close();
        }
        assertThat(heard).containsExactly(new AnnouncedReclaim(DEADLINE));
        assertThat(directory.toFile().list()).isNotEmpty();
    }

    @Test
    void canBeSentToAnotherMachine() throws Exception {
        events = event("Preempt", "set_1", TIME);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(metadata);
        }
        try (ObjectInputStream in =
                new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(((AzureMetadata) in.readObject()).announced()).isPresent();
        }
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static String event(String type, String resource, String notBefore) {
        return NONE.replace("[]", "[" + one(type, resource, notBefore) + "]");
    }

    private static String one(String type, String resource, String notBefore) {
        return """
        {"EventId": "%s", "EventType": "%s",
         "ResourceType": "VirtualMachine", "Resources": ["%s"],
         "EventStatus": "%s", "NotBefore": "%s", "Description": "", "EventSource": "Platform",
         "DurationInSeconds": -1}"""
                .formatted(
                        ID,
                        type,
                        resource,
                        notBefore.isEmpty() ? "Started" : "Scheduled",
                        notBefore);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        asked.add(path);
        if (exchange.getRequestMethod().equals("POST")) {
            approvals.add(
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        }
        if (isSilent) {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        String text =
                path.startsWith("/metadata/instance/compute/name")
                        ? "set_1"
                        : path.startsWith("/metadata/attested/document")
                                ? "{\"encoding\": \"pkcs7\", \"signature\": \"YWJj\"}"
                                : events;
        boolean isAllowed = "true".equals(exchange.getRequestHeaders().getFirst("Metadata"));
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(
                    isAllowed ? status : 400, bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }
}
