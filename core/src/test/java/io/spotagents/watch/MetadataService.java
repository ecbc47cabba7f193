package io.spotagents.watch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A metadata service of EC2 on this machine, version 2 only, which can be made to fail. */
final class MetadataService implements AutoCloseable {

    private static final String NOTICE = "/latest/meta-data/spot/instance-action";
    private static final String REBALANCE = "/latest/meta-data/events/recommendations/rebalance";
    private static final String IDENTITY = "/latest/dynamic/instance-identity/";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, String> pages = new ConcurrentHashMap<>();
    private final AtomicInteger tokens = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<String> lifetimes = new CopyOnWriteArrayList<>();
    private volatile String token = "none yet";
    private volatile boolean silent;

    MetadataService() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void announce(String action, String time) {
        pages.put(NOTICE, "{\"action\": \"" + action + "\", \"time\": \"" + time + "\"}");
    }

    void recommend(String time) {
        pages.put(REBALANCE, "{\"noticeTime\": \"" + time + "\"}");
    }

    void answerNoticesWith(String text) {
        pages.put(NOTICE, text);
    }

    void identify(String document, String signature) {
        pages.put(IDENTITY + "document", document);
        pages.put(IDENTITY + "signature", signature);
    }

    void forgetTokens() {
        token = "forgotten";
    }

    void failNext(int calls) {
        failures.set(calls);
    }

    void fallSilent(boolean isSilent) {
        silent = isSilent;
    }

    int tokensGiven() {
        return tokens.get();
    }

    /** The lifetimes asked for, in seconds. */
    List<String> lifetimes() {
        return lifetimes;
    }

    private void answer(HttpExchange exchange) throws IOException {
        if (silent) {
            waitForTheEnd();
        }
        try (exchange) {
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                exchange.sendResponseHeaders(500, -1);
            } else if (exchange.getRequestMethod().equals("PUT")) {
                giveToken(exchange);
            } else {
                tell(exchange);
            }
        }
    }

    private void waitForTheEnd() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void giveToken(HttpExchange exchange) throws IOException {
        String life = exchange.getRequestHeaders().getFirst("X-aws-ec2-metadata-token-ttl-seconds");
        if (!exchange.getRequestURI().getPath().equals("/latest/api/token") || life == null) {
            exchange.sendResponseHeaders(400, -1);
            return;
        }
        lifetimes.add(life);
        token = "token-" + tokens.incrementAndGet();
        send(exchange, token);
    }

    private void tell(HttpExchange exchange) throws IOException {
        String page = pages.get(exchange.getRequestURI().getPath());
        if (!token.equals(exchange.getRequestHeaders().getFirst("X-aws-ec2-metadata-token"))) {
            exchange.sendResponseHeaders(401, -1);
        } else if (page == null) {
            exchange.sendResponseHeaders(404, -1);
        } else {
            send(exchange, page);
        }
    }

    private static void send(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
