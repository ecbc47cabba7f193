package io.spotagents.watch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A metadata server of Compute Engine on this machine. Made of a plain socket, since the JDK's
 * server of HTTP tells its own time.
 */
final class GcpMetadataServer implements AutoCloseable {

    private static final String PREEMPTED = "/computeMetadata/v1/instance/preempted";

    private final ServerSocket socket;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final List<String> queries = new CopyOnWriteArrayList<>();
    private final AtomicInteger failure = new AtomicInteger();
    private volatile String preempted = "FALSE";
    private volatile String identity = "";
    private volatile String flavor = "Google";
    private volatile Instant now;
    private volatile boolean newsWhileHanging;

    GcpMetadataServer(Instant now) throws IOException {
        this.now = now;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread.execute(this::serve);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    void preempt() {
        preempted = "TRUE";
    }

    /** The next question that hangs is answered because there is news. */
    void preemptDuringNextHang() {
        newsWhileHanging = true;
    }

    void identify(String token) {
        identity = token;
    }

    void at(Instant time) {
        now = time;
    }

    void failNext(int status) {
        failure.set(status);
    }

    void beSomebodyElse() {
        flavor = "Other";
    }

    /** Of the questions so far. */
    List<String> queries() {
        return queries;
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket asking = socket.accept()) {
                answer(asking);
            } catch (SocketException e) {
                // it was closed, or whoever asked went away
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void answer(Socket asking) throws IOException {
        BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(asking.getInputStream(), StandardCharsets.US_ASCII));
        String first = reader.readLine();
        boolean isAllowed = false;
        for (String line = reader.readLine();
                line != null && !line.isEmpty();
                line = reader.readLine()) {
            isAllowed |= line.equals("Metadata-Flavor: Google");
        }
        int failing = failure.getAndSet(0);
        int status = failing > 0 ? failing : isAllowed ? 200 : 403;
        String body = status == 200 ? body(URI.create(first.split(" ")[1])) : "";
        String head =
                "HTTP/1.1 %d Any\r\nMetadata-Flavor: %s\r\nDate: %s\r\nContent-Length: %d\r\n"
                        .formatted(status, flavor, date(), body.length());
        OutputStream out = asking.getOutputStream();
        out.write((head + "Connection: close\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private String body(URI asked) {
        String query = asked.getRawQuery();
        queries.add(query == null ? "" : query);
        if (query != null && query.startsWith("wait_for_change") && newsWhileHanging) {
            preempt();
        }
        return asked.getPath().equals(PREEMPTED) ? preempted : identity;
    }

    private String date() {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC));
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            thread.shutdownNow();
        }
    }
}
