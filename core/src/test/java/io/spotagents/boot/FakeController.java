package io.spotagents.boot;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers instances that enroll as it is told, the last answer for ever. */
final class FakeController implements AutoCloseable {

    /** A status, and what stands in the answer or in its header. */
    record Answer(int status, String text, Optional<String> retryAfter) {
        static Answer of(int status) {
            return new Answer(status, "", Optional.empty());
        }

        static Answer comeAgainAfter(int seconds) {
            return new Answer(202, "", Optional.of(Integer.toString(seconds)));
        }

        static Answer accepted(String node, String secret) {
            return new Answer(
                    200,
                    "{\"node\":\"" + node + "\",\"secret\":\"" + secret + "\"}",
                    Optional.empty());
        }
    }

    private final HttpServer server;
    private final Queue<Answer> answers;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    FakeController(Answer... answers) throws IOException {
        this.answers = new ArrayDeque<>(List.of(answers));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/ci/spot-agents-enrol/", this::enroll);
        server.createContext("/ci/jnlpJars/agent.jar", it -> send(it, 200, "the agent"));
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/ci/");
    }

    /** Bodies of the requests to enroll. */
    List<String> requests() {
        return requests;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void enroll(HttpExchange exchange) throws IOException {
        requests.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Answer answer = answers.size() > 1 ? answers.remove() : answers.element();
        answer.retryAfter()
                .ifPresent(after -> exchange.getResponseHeaders().set("Retry-After", after));
        send(exchange, answer.status(), answer.text());
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
