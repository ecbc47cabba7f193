package io.spotagents.watch;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The metadata server of a Compute Engine instance. A question that fails throws and may be asked
 * again. One thread at a time.
 *
 * <p>Source: "About VM metadata" and "Preemption process" in the Compute Engine documentation. A
 * notice comes about 30 seconds ahead, best effort.
 */
public final class GcpMetadata implements InstanceMetadata {

    /** Environment variable that names another service, such as one of a test. */
    public static final String SERVICE_VARIABLE = "SPOT_AGENTS_GCP_METADATA";

    /**
     * Environment variable with the second of the epoch at which Google deletes the instance,
     * because it has run for as long as it may; left out if it may run forever.
     */
    public static final String END_VARIABLE = "SPOT_AGENTS_GCP_ENDS_AT";

    static final URI SERVICE = URI.create("http://metadata.google.internal");

    @Serial private static final long serialVersionUID = 1L;

    private static final Duration NOTICE = Duration.ofSeconds(30);

    /** Long enough that most builds end before it. */
    private static final Duration BEFORE_END = Duration.ofMinutes(30);

    private static final String PREEMPTED = "/computeMetadata/v1/instance/preempted";
    private static final String FLAVOR = "Metadata-Flavor";

    /** How long a question hangs; the watcher renews the lease on the same thread in between. */
    private static final int HANG_SECONDS = 5;

    /** The server answers from the host within milliseconds, if it is there at all. */
    private static final int TIMEOUT_MILLIS = 1_000;

    private static final int MAX_ANSWER_BYTES = 64 * 1024;

    private final URI service;
    private final File directory;
    private final long endsAtSecond;
    private long deadlineMillis;
    private boolean hasAsked;

    /**
     * @param service where the metadata server is, without a path
     * @param directory where the lease is written that the instance's own start script watches, as
     *     that of an instance of the local source
     * @param endsAt when Google deletes the instance in any case; empty if it does not
     */
    public GcpMetadata(URI service, File directory, Optional<Instant> endsAt) {
        this.service = service;
        this.directory = directory;
        this.endsAtSecond = endsAt.map(Instant::getEpochSecond).orElse(Long.MAX_VALUE);
    }

    /**
     * Of the instance that this process runs on, as its start script says.
     *
     * @param environment the environment of this process
     * @return empty if nothing says that this is an instance of Compute Engine
     */
    public static Optional<GcpMetadata> ofThisInstance(Map<String, String> environment) {
        String named = environment.get(SERVICE_VARIABLE);
        String directory = environment.get(LocalMetadata.DIRECTORY_VARIABLE);
        if (named == null || directory == null) {
            return Optional.empty();
        }
        URI service = named.isBlank() ? SERVICE : URI.create(named);
        Optional<Instant> endsAt =
                Optional.ofNullable(environment.get(END_VARIABLE))
                        .filter(text -> text.matches("\\d{1,11}"))
                        .map(text -> Instant.ofEpochSecond(Long.parseLong(text)));
        return Optional.of(new GcpMetadata(service, new File(directory), endsAt));
    }

    /**
     * {@inheritDoc}
     *
     * <p>The first question is answered at once. Each further one hangs for up to 5 seconds, and is
     * answered as soon as there is news. The server does not tell a deadline: it is 30 seconds
     * after the answer, by the server's clock, and stays what it was told first.
     */
    @Override
    public Optional<AnnouncedReclaim> announced() throws IOException {
        if (deadlineMillis == 0) {
            String query = hasAsked ? "?wait_for_change=true&timeout_sec=" + HANG_SECONDS : "";
            Answer answer = ask(PREEMPTED + query, hasAsked ? HANG_SECONDS : 0);
            hasAsked = true;
            if (answer.body.strip().equalsIgnoreCase("TRUE")) {
                deadlineMillis = answer.at.plus(NOTICE).toEpochMilli();
            }
        }
        return deadlineMillis == 0
                ? Optional.empty()
                : Optional.of(new AnnouncedReclaim(Instant.ofEpochMilli(deadlineMillis)));
    }

    /** {@inheritDoc} Half an hour before Google deletes the instance because of its age. */
    @Override
    public Optional<Instant> atRiskSince() throws IOException {
        if (endsAtSecond == Long.MAX_VALUE) {
            return Optional.empty();
        }
        Instant since = Instant.ofEpochSecond(endsAtSecond).minus(BEFORE_END);
        return ask(PREEMPTED, 0).at.isBefore(since) ? Optional.empty() : Optional.of(since);
    }

    /**
     * What the instance enrolls with: a JSON Web Token. The instance needs a service account.
     *
     * @param audience what the controller asks tokens to be made for
     */
    public String identity(String audience) throws IOException {
        String path =
                "/computeMetadata/v1/instance/service-accounts/default/identity?format=full&audience="
                        + URLEncoder.encode(audience, StandardCharsets.UTF_8);
        return ask(path, 0).body.strip();
    }

    @Override
    public void renewLease(Duration length) throws IOException {
        new LocalMetadata(directory.toPath()).renewLease(length);
    }

    /**
     * @param at when it was answered, by the server's clock
     */
    private record Answer(String body, Instant at) {}

    private Answer ask(String path, int hangSeconds) throws IOException {
        // never by a proxy: it would ask the server of the machine that it runs on
        HttpURLConnection connection =
                (HttpURLConnection) service.resolve(path).toURL().openConnection(Proxy.NO_PROXY);
        connection.setRequestProperty(FLAVOR, "Google");
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS + hangSeconds * 1_000);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        try {
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                throw new IOException(path + " was answered with " + status);
            }
            if (!"Google".equals(connection.getHeaderField(FLAVOR))) {
                throw new IOException(path + " was answered by somebody else");
            }
            if (connection.getDate() == 0) {
                throw new IOException(path + " was answered without a date");
            }
            return new Answer(body(connection), Instant.ofEpochMilli(connection.getDate()));
        } catch (SocketTimeoutException e) {
            throw new IOException(path + " was not answered", e);
        } finally {
            connection.disconnect();
        }
    }

    private static String body(HttpURLConnection connection) throws IOException {
        try (InputStream in = connection.getInputStream()) {
            byte[] bytes = in.readNBytes(MAX_ANSWER_BYTES + 1);
            if (bytes.length > MAX_ANSWER_BYTES) {
                throw new IOException("the answer is larger than any of a metadata server");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
