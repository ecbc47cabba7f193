package io.spotagents.provider.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An EC2 endpoint on this machine that fails as it is told: pools with little room, throttling,
 * replies that get lost after the deed, listings that lag. Its STS and SSM know one answer each.
 */
public final class FakeEc2 implements AutoCloseable {

    private static final int THREADS = 4;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final FakeMachines machines;
    private final FakeEc2Answers answers;
    private final Map<String, Deque<Ec2Error>> failures = new HashMap<>();
    private final Map<String, Integer> lost = new HashMap<>();
    private final List<Ec2Form> requests = new ArrayList<>();

    private FakeEc2(HttpServer server, InstantSource time) {
        this.server = server;
        this.machines = new FakeMachines(time);
        this.answers = new FakeEc2Answers(machines, time);
    }

    /** Listens until it is closed; instances boot and end by this time. */
    public static FakeEc2 start(InstantSource time) {
        try {
            InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            HttpServer server = HttpServer.create(any, 0);
            FakeEc2 fake = new FakeEc2(server, time);
            server.createContext("/", fake::handle);
            server.setExecutor(fake.threads);
            server.start();
            return fake;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** The pool holds so many instances at most. */
    synchronized void stock(String type, String zone, int instances) {
        machines.stock.put(type + "/" + zone, instances);
    }

    /** The pool makes half of what it is asked for, and tells this error. */
    synchronized void breakPool(String type, String zone, Ec2Error error) {
        machines.broken.put(type + "/" + zone, error);
    }

    synchronized void mendPool(String type, String zone) {
        machines.broken.remove(type + "/" + zone);
    }

    /** The next request for an action fails, before anything is done; several queue up. */
    synchronized void failNext(String action, Ec2Error error) {
        failures.computeIfAbsent(action, any -> new ArrayDeque<>()).add(error);
    }

    /** The next request for an action is carried out, but its reply does not arrive. */
    synchronized void loseReplyOfNext(String action) {
        lost.merge(action, 1, Integer::sum);
    }

    /** What is launched from now on is missing in so many listings. */
    synchronized void lag(int listings) {
        machines.lag = listings;
    }

    synchronized void protect(String id) {
        machines.protectedIds.add(id);
    }

    synchronized void forgetTokens() {
        machines.forgetTokens();
    }

    /** Pages are shorter than what was asked for. */
    synchronized void pageAtMost(int items) {
        answers.pageAtMost = items;
    }

    synchronized void deleteLaunchTemplates() {
        answers.templates.clear();
    }

    synchronized List<FakeMachines.Machine> machines() {
        return List.copyOf(machines.machines.values());
    }

    /** How many requests came for an action. */
    public synchronized int count(String action) {
        return requests(action).size();
    }

    /** The requests for an action, in order. */
    synchronized List<Ec2Form> requests(String action) {
        return requests.stream().filter(one -> one.get("Action").equals(action)).toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (exchange.getRequestHeaders().containsKey("X-Amz-Target")) {
            send(exchange, 200, "{\"Parameter\":{\"Value\":\"" + FakeCatalog.ARM_IMAGE + "\"}}");
            return;
        }
        try {
            String answer = answer(Ec2Form.parse(body));
            if (answer.isEmpty()) {
                exchange.close();
            } else {
                send(exchange, 200, answer);
            }
        } catch (Ec2Error e) {
            send(exchange, e.status, e.body());
        }
    }

    /** Empty if the reply is to be lost. */
    private synchronized String answer(Ec2Form form) {
        String action = form.get("Action");
        requests.add(form);
        Deque<Ec2Error> failing = failures.getOrDefault(action, new ArrayDeque<>());
        if (!failing.isEmpty()) {
            throw failing.remove();
        }
        String answer = answers.to(action, form);
        boolean isLost = lost.getOrDefault(action, 0) > 0;
        lost.computeIfPresent(action, (name, count) -> Math.max(0, count - 1));
        return isLost ? "" : answer;
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
