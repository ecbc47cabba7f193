package io.jenkins.plugins.spotagents.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.spotagents.enrolment.gcp.FakeGoogle;
import io.spotagents.provider.gcp.FakeGce;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metadata server of one instance of Compute Engine, on this machine. */
final class GoogleMetadata implements AutoCloseable {

    private static final String ROOT = "/computeMetadata/v1/";
    private static final Pattern TIMEOUT = Pattern.compile(".*timeout_sec=(\\d+).*");
    private static final String AUDIENCE = "format=full&audience=";

    private final String id;
    private final FakeGoogle google;
    private final Instant created = Instant.now();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch preempted = new CountDownLatch(1);

    /**
     * @param id ours of the instance
     * @param google signs its tokens
     */
    GoogleMetadata(String id, FakeGoogle google) throws IOException {
        this.id = id;
        this.google = google;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(ROOT, this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Questions that hang are answered at once. */
    void preempt() {
        preempted.countDown();
    }

    /** What the token of an instance says, made for an audience. */
    static ObjectNode claims(String id, String audience, Instant at) {
        ObjectNode claims = FakeGoogle.claims(audience, at);
        ((ObjectNode) claims.path("google").path("compute_engine"))
                .put("project_id", FakeGce.PROJECT)
                .put("zone", zone(id))
                .put("instance_id", number(id));
        return claims;
    }

    private static String zone(String id) {
        return id.substring(0, id.indexOf(':'));
    }

    private static String number(String id) {
        return id.substring(id.indexOf(':') + 1);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean isAsked = "Google".equals(flavor(exchange));
            String body = isAsked ? body(exchange.getRequestURI()) : "";
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Metadata-Flavor", "Google");
            exchange.sendResponseHeaders(
                    isAsked ? 200 : 403, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static String flavor(HttpExchange exchange) {
        return exchange.getRequestHeaders().getFirst("Metadata-Flavor");
    }

    private String body(URI asked) throws InterruptedException, GeneralSecurityException {
        String query = String.valueOf(asked.getQuery());
        return switch (asked.getPath().substring(ROOT.length())) {
            case "project/project-id" -> FakeGce.PROJECT;
            case "instance/zone" -> "projects/739419398126/zones/" + zone(id);
            case "instance/id" -> number(id);
            case "instance/preempted" -> preempted(query);
            case "instance/service-accounts/default/identity" -> token(query);
            default -> "";
        };
    }

    private String preempted(String query) throws InterruptedException {
        Matcher timeout = TIMEOUT.matcher(query);
        long seconds = timeout.matches() ? Long.parseLong(timeout.group(1)) : 0;
        return preempted.await(seconds, TimeUnit.SECONDS) ? "TRUE" : "FALSE";
    }

    private String token(String query) throws GeneralSecurityException {
        String audience = query.startsWith(AUDIENCE) ? query.substring(AUDIENCE.length()) : "";
        ObjectNode claims = claims(id, audience, Instant.now());
        ((ObjectNode) claims.path("google").path("compute_engine"))
                .put("instance_creation_timestamp", created.getEpochSecond());
        return google.token(claims);
    }

    @Override
    public void close() {
        preempted.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
