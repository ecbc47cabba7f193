package io.spotagents.watch;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The metadata service of an instance of Azure: its scheduled events tell of a reclaim half a
 * minute ahead, best effort. A question that fails throws and may be asked again. One thread at a
 * time.
 *
 * <p>The first question about events switches them on for this instance, which takes up to two
 * minutes; so it should be asked as soon as the instance runs.
 *
 * <p>Source: "Azure Metadata Service: Scheduled Events for Linux VMs" and "Azure Instance Metadata
 * Service", in the documentation of Azure Virtual Machines.
 */
public final class AzureMetadata implements InstanceMetadata {

    /** Environment variable that names another service, such as one of a test. */
    public static final String SERVICE_VARIABLE = "SPOT_AGENTS_AZURE_METADATA";

    static final URI SERVICE = URI.create("http://169.254.169.254");

    @Serial private static final long serialVersionUID = 1L;

    private static final String EVENTS = "/metadata/scheduledevents?api-version=2020-07-01";
    private static final String NAME =
            "/metadata/instance/compute/name?api-version=2021-02-01&format=text";
    private static final String ATTESTED = "/metadata/attested/document?api-version=2021-02-01";

    private static final int CONNECT_MILLIS = 1_000;
    private static final int ANSWER_MILLIS = 5_000;

    /** Longer than it takes Azure to switch events on. */
    private static final int FIRST_ANSWER_MILLIS = 150_000;

    private static final int MAX_ANSWER_BYTES = 256 * 1024;

    /** An event has no object in it. */
    private static final Pattern EVENT = Pattern.compile("\\{[^{}]*\\}");

    private final URI service;
    private final File directory;
    private final int firstAnswerMillis;
    private String name = "";
    private boolean isSwitchedOn;
    private Told told = new Told("", Instant.EPOCH);

    /** The event that may be approved; empty if there is none, or it has begun already. */
    private String awaiting = "";

    private String approved = "";

    /** The deadline of an event, which Azure takes back once it has begun. */
    private record Told(String event, Instant deadline) implements Serializable {}

    /**
     * @param service where the metadata service is, without a path
     * @param directory where the lease is written that the instance's own start script watches, as
     *     that of an instance of the local source
     */
    public AzureMetadata(URI service, File directory) {
        this(service, directory, Duration.ofMillis(FIRST_ANSWER_MILLIS));
    }

    AzureMetadata(URI service, File directory, Duration firstAnswer) {
        this.service = service;
        this.directory = directory;
        this.firstAnswerMillis = Math.toIntExact(firstAnswer.toMillis());
    }

    /**
     * Of the instance that this process runs on, as its start script says.
     *
     * @param environment the environment of this process
     * @return empty if nothing says that this is an instance of Azure
     */
    public static Optional<AzureMetadata> ofThisInstance(Map<String, String> environment) {
        String named = environment.get(SERVICE_VARIABLE);
        String directory = environment.get(LocalMetadata.DIRECTORY_VARIABLE);
        if (named == null || directory == null) {
            return Optional.empty();
        }
        URI service = named.isBlank() ? SERVICE : URI.create(named);
        return Optional.of(new AzureMetadata(service, new File(directory)));
    }

    /**
     * {@inheritDoc}
     *
     * <p>Events of a whole scale set are told to each of its instances: others' are passed over.
     */
    @Override
    public Optional<AnnouncedReclaim> announced() throws IOException {
        if (name.isEmpty()) {
            name = lower(ask(NAME, ANSWER_MILLIS).body().strip());
        }
        Answer events = ask(EVENTS, isSwitchedOn ? ANSWER_MILLIS : firstAnswerMillis);
        isSwitchedOn = true;
        awaiting = "";
        Matcher each = EVENT.matcher(list(events.body()));
        while (each.find()) {
            String event = each.group();
            List<String> resources = resources(event);
            if (text(event, "EventType").equalsIgnoreCase("Preempt") && resources.contains(name)) {
                Instant deadline = deadline(event, events.at());
                boolean isAwaiting =
                        resources.size() == 1
                                && text(event, "EventStatus").equalsIgnoreCase("Scheduled");
                awaiting = isAwaiting ? text(event, "EventId") : "";
                return Optional.of(new AnnouncedReclaim(deadline));
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean takesApproval() {
        return true;
    }

    /**
     * {@inheritDoc}
     *
     * <p>An event that is approved begins for all that it names, so one that names others as well
     * is left to its time.
     */
    @Override
    public void approveReclaim() throws IOException {
        if (awaiting.isEmpty() || awaiting.equals(approved)) {
            return;
        }
        String event = awaiting;
        HttpURLConnection connection = open(EVENTS, ANSWER_MILLIS);
        byte[] body =
                ("{\"StartRequests\":[{\"EventId\":\"" + event + "\"}]}")
                        .getBytes(StandardCharsets.UTF_8);
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setDoOutput(true);
        // of a known length it is not sent a second time behind our back
        connection.setFixedLengthStreamingMode(body.length);
        try {
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body);
            }
            check(connection, "the approval of " + event);
        } finally {
            connection.disconnect();
        }
        approved = event;
    }

    /**
     * What the instance enrolls with: signed by Azure, in base64.
     *
     * @param nonce ten digits that go into what is signed; see {@code docs/enrolment.md}
     */
    public String attested(String nonce) throws IOException {
        String answer = ask(ATTESTED + "&nonce=" + nonce, ANSWER_MILLIS).body();
        String signature = text(answer, "signature");
        if (signature.isEmpty()) {
            throw new IOException("the attested document came without a signature");
        }
        return signature;
    }

    @Override
    public void renewLease(Duration length) throws IOException {
        new LocalMetadata(directory.toPath()).renewLease(length);
    }

    private static String list(String body) throws IOException {
        int begin = body.indexOf("\"Events\"");
        if (begin < 0) {
            throw new IOException("scheduled events were answered without Events");
        }
        return body.substring(begin);
    }

    /** Their names, in lower case. */
    private static List<String> resources(String event) {
        Matcher resources = Pattern.compile("\"Resources\"\\s*:\\s*\\[([^\\]]*)\\]").matcher(event);
        if (!resources.find()) {
            return List.of();
        }
        return Stream.of(resources.group(1).split(","))
                .map(resource -> lower(resource.replace("\"", "").strip()))
                .toList();
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** One that has begun tells no time: then the one that it told before holds, or now. */
    private Instant deadline(String event, Instant now) throws IOException {
        String id = text(event, "EventId");
        String notBefore = text(event, "NotBefore");
        if (notBefore.isBlank()) {
            if (!told.event().equals(id)) {
                told = new Told(id, now);
            }
            return told.deadline();
        }
        try {
            Instant time =
                    Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(notBefore.strip()));
            told = new Told(id, time);
            return time;
        } catch (DateTimeException e) {
            throw new IOException("a scheduled event has an unreadable NotBefore", e);
        }
    }

    private static String text(String json, String field) {
        Matcher matcher = Pattern.compile("\"" + field + "\"\\s*:\\s*\"([^\"]*)\"").matcher(json);
        return matcher.find() ? matcher.group(1) : "";
    }

    /**
     * What came, and when by the service's own clock.
     *
     * @param at 1970 if it does not tell
     */
    private record Answer(String body, Instant at) {}

    private Answer ask(String path, int millis) throws IOException {
        HttpURLConnection connection = open(path, millis);
        try {
            check(connection, path);
            return new Answer(body(connection), Instant.ofEpochMilli(connection.getDate()));
        } finally {
            connection.disconnect();
        }
    }

    private HttpURLConnection open(String path, int millis) throws IOException {
        // never by a proxy: it would ask the service of the machine that it runs on
        HttpURLConnection connection =
                (HttpURLConnection) service.resolve(path).toURL().openConnection(Proxy.NO_PROXY);
        connection.setRequestProperty("Metadata", "true");
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(millis);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        return connection;
    }

    private static void check(HttpURLConnection connection, String what) throws IOException {
        int status = connection.getResponseCode();
        if (status != HttpURLConnection.HTTP_OK) {
            throw new IOException(what + " was answered with " + status);
        }
    }

    private static String body(HttpURLConnection connection) throws IOException {
        try (InputStream in = connection.getInputStream()) {
            byte[] bytes = in.readNBytes(MAX_ANSWER_BYTES + 1);
            if (bytes.length > MAX_ANSWER_BYTES) {
                throw new IOException("the answer is larger than any of a metadata service");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
