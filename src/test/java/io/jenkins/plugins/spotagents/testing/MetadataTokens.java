package io.jenkins.plugins.spotagents.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The metadata services of Azure and Google on this machine, for a controller without secrets. */
final class MetadataTokens implements AutoCloseable {

    /** Client id of one of the identities that this machine has. */
    static final String ASSIGNED = "22222222-2222-3333-4444-555555555555";

    private final HttpServer server;

    MetadataTokens() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", MetadataTokens::answer);
        server.start();
    }

    /** Host and port. */
    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            switch (exchange.getRequestURI().getPath()) {
                // Clients of Azure write two slashes first, so that its first part is taken for a
                // host.
                case "/metadata/identity/oauth2/token", "/identity/oauth2/token" -> azure(exchange);
                case "/computeMetadata/v1/instance/service-accounts/default/token" ->
                        google(exchange);
                case "/" -> send(exchange, 200, "{}");
                default -> send(exchange, 404, "{}");
            }
        }
    }

    private static void azure(HttpExchange exchange) throws IOException {
        boolean isAsked = "true".equals(exchange.getRequestHeaders().getFirst("Metadata"));
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        long expires = Instant.now().getEpochSecond() + 3599;
        send(
                exchange,
                isAsked ? 200 : 400,
                """
                {"access_token":"%s","token_type":"Bearer",
                 "resource":"https://management.azure.com/",
                 "expires_in":"3599","expires_on":"%d"}"""
                        .formatted(
                                query.contains(ASSIGNED)
                                        ? "of-assigned-identity"
                                        : "of-managed-identity",
                                expires));
    }

    private static void google(HttpExchange exchange) throws IOException {
        boolean isAsked = "Google".equals(exchange.getRequestHeaders().getFirst("Metadata-Flavor"));
        send(
                exchange,
                isAsked ? 200 : 403,
                """
                {"access_token":"of-metadata","token_type":"Bearer","expires_in":3599}""");
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Metadata-Flavor", "Google");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
