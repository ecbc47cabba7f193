package io.spotagents.watch;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The metadata service of an EC2 instance, version 2: each question carries a token that is fetched
 * first. A question that fails throws and may be asked again. One thread at a time.
 *
 * <p>Source: "Use the Instance Metadata Service" and "Spot Instance interruption notices" in the
 * Amazon EC2 User Guide. A notice comes about two minutes ahead, best effort.
 */
public final class AwsMetadata implements InstanceMetadata {

    /** Environment variable that names another service, such as one of a test. */
    public static final String SERVICE_VARIABLE = "SPOT_AGENTS_AWS_METADATA";

    static final URI SERVICE = URI.create("http://169.254.169.254");

    @Serial private static final long serialVersionUID = 1L;

    private static final String TOKEN_HEADER = "X-aws-ec2-metadata-token";

    /** The longest life that the service gives a token. */
    private static final Duration TOKEN_LIFE = Duration.ofHours(6);

    /**
     * Far less than a life's worth: asked twice each two seconds, a token is used for 17 minutes;
     * twice each 20 seconds, for three hours. A token that ends earlier is refused, and replaced.
     */
    private static final int USES_PER_TOKEN = 1_000;

    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    /** The service answers from the host within milliseconds, if it is there at all. */
    private static final int TIMEOUT_MILLIS = 1_000;

    private static final int MAX_ANSWER_BYTES = 64 * 1024;

    private final URI service;
    private final File directory;
    private String token = "";
    private int usesLeft;

    /**
     * @param service where the metadata service is, without a path
     * @param directory where the lease is written that the instance's own start script watches, as
     *     that of an instance of the local source
     */
    public AwsMetadata(URI service, File directory) {
        this.service = service;
        this.directory = directory;
    }

    /**
     * Of the instance that this process runs on, as its start script says.
     *
     * @param environment the environment of this process
     * @return empty if nothing says that this is an instance of EC2
     */
    public static Optional<AwsMetadata> ofThisInstance(Map<String, String> environment) {
        String named = environment.get(SERVICE_VARIABLE);
        String directory = environment.get(LocalMetadata.DIRECTORY_VARIABLE);
        if (named == null || directory == null) {
            return Optional.empty();
        }
        URI service = named.isBlank() ? SERVICE : URI.create(named);
        return Optional.of(new AwsMetadata(service, new File(directory)));
    }

    /**
     * {@inheritDoc}
     *
     * <p>Whether the instance is terminated, stopped or hibernated, it is lost to us.
     */
    @Override
    public Optional<AnnouncedReclaim> announced() throws IOException {
        return time("/latest/meta-data/spot/instance-action", "time").map(AnnouncedReclaim::new);
    }

    @Override
    public Optional<Instant> atRiskSince() throws IOException {
        return time("/latest/meta-data/events/recommendations/rebalance", "noticeTime");
    }

    /** The service limits how often it may be asked; a notice comes two minutes ahead. */
    @Override
    public Duration lookEvery() {
        return LOOK_EVERY;
    }

    /** What the instance enrolls with. */
    public SignedIdentity identity() throws IOException {
        return new SignedIdentity(
                required("/latest/dynamic/instance-identity/document"),
                required("/latest/dynamic/instance-identity/signature"));
    }

    @Override
    public void renewLease(Duration length) throws IOException {
        new LocalMetadata(directory.toPath()).renewLease(length);
    }

    private Optional<Instant> time(String path, String field) throws IOException {
        Optional<String> answer = ask(path);
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        Pattern pattern = Pattern.compile("\"" + field + "\"\\s*:\\s*\"([^\"]*)\"");
        Matcher matcher = pattern.matcher(answer.get());
        if (!matcher.find()) {
            throw new IOException(path + " was answered without " + field);
        }
        try {
            return Optional.of(Instant.parse(matcher.group(1)));
        } catch (DateTimeException e) {
            throw new IOException(path + " was answered with an unreadable " + field, e);
        }
    }

    private String required(String path) throws IOException {
        return ask(path).orElseThrow(() -> new IOException(path + " is not there"));
    }

    /** Empty is the usual answer: as long as there is nothing to tell, there is no such page. */
    private Optional<String> ask(String path) throws IOException {
        if (usesLeft < 1) {
            renewToken();
        }
        usesLeft--;
        Answer answer = call("GET", path, TOKEN_HEADER, token);
        if (answer.status == HttpURLConnection.HTTP_UNAUTHORIZED) {
            renewToken();
            answer = call("GET", path, TOKEN_HEADER, token);
        }
        return switch (answer.status) {
            case HttpURLConnection.HTTP_OK -> Optional.of(answer.body);
            case HttpURLConnection.HTTP_NOT_FOUND -> Optional.empty();
            default -> throw new IOException(path + " was answered with " + answer.status);
        };
    }

    private void renewToken() throws IOException {
        usesLeft = 0;
        Answer answer =
                call(
                        "PUT",
                        "/latest/api/token",
                        TOKEN_HEADER + "-ttl-seconds",
                        Long.toString(TOKEN_LIFE.toSeconds()));
        if (answer.status != HttpURLConnection.HTTP_OK) {
            throw new IOException("no token: answered with " + answer.status);
        }
        token = answer.body.strip();
        usesLeft = USES_PER_TOKEN;
    }

    private record Answer(int status, String body) {}

    private Answer call(String method, String path, String header, String value)
            throws IOException {
        // never by a proxy: it would ask the service of the machine that it runs on
        HttpURLConnection connection =
                (HttpURLConnection) service.resolve(path).toURL().openConnection(Proxy.NO_PROXY);
        connection.setRequestMethod(method);
        connection.setRequestProperty(header, value);
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        try {
            int status = connection.getResponseCode();
            return new Answer(status, body(connection, status));
        } finally {
            connection.disconnect();
        }
    }

    private static String body(HttpURLConnection connection, int status) throws IOException {
        if (status != HttpURLConnection.HTTP_OK) {
            return "";
        }
        try (InputStream in = connection.getInputStream()) {
            byte[] bytes = in.readNBytes(MAX_ANSWER_BYTES + 1);
            if (bytes.length > MAX_ANSWER_BYTES) {
                throw new IOException("the answer is larger than any of a metadata service");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /**
     * What the cloud vouches for, as it gave it.
     *
     * @param document JSON; not a character may be changed
     * @param signature base64, in lines
     */
    public record SignedIdentity(String document, String signature) {

        /** Neither of them: both are proofs. */
        @Override
        public String toString() {
            return "SignedIdentity";
        }
    }
}
