package io.spotagents.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Where instances call: on loopback only, each once, with the token it was given at its launch.
 * Every channel has a thread that reads it.
 */
final class Door implements AutoCloseable {

    private static final Logger LOGGER = Logger.getLogger(Door.class.getName());
    private static final int WAITING_CALLS = 100;
    private static final Duration FIRST_MESSAGE = Duration.ofSeconds(10);
    private static final int TOKEN_BYTES = 16;

    private final ServerSocket server;
    private final Visitors visitors;
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();

    Door(Visitors visitors) throws IOException {
        this.visitors = visitors;
        this.server = new ServerSocket(0, WAITING_CALLS, InetAddress.getLoopbackAddress());
    }

    void open() {
        start("demo door", this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** The secret by which an instance that is about to be launched will be known. */
    String tokenFor(String instanceId) {
        byte[] token = new byte[TOKEN_BYTES];
        random.nextBytes(token);
        String text = HexFormat.of().formatHex(token);
        tokens.put(instanceId, text);
        return text;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "Closing the door", e);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                start("demo channel", () -> receive(socket));
            } catch (IOException e) {
                LOGGER.log(Level.FINE, "No more calls", e);
            }
        }
    }

    private void receive(Socket socket) {
        try (Channel channel = new Channel(socket)) {
            channel.giveUpAfter(FIRST_MESSAGE);
            List<String> hello = channel.read();
            if (!isKnown(hello)) {
                LOGGER.warning("Refused a call that did not say who it is");
                return;
            }
            channel.giveUpAfter(Duration.ZERO);
            listen(hello.get(1), channel);
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "A call broke", e);
        }
    }

    private void listen(String instanceId, Channel channel) {
        visitors.connected(instanceId, channel);
        try {
            for (List<String> words = channel.read(); !words.isEmpty(); words = channel.read()) {
                visitors.said(instanceId, words);
            }
        } finally {
            visitors.disconnected(instanceId);
        }
    }

    /** A token opens once, so nobody can speak for an instance that has called. */
    private boolean isKnown(List<String> hello) {
        if (hello.size() != 3 || !hello.get(0).equals(Channel.HELLO)) {
            return false;
        }
        String token = tokens.remove(hello.get(1));
        return token != null
                && MessageDigest.isEqual(
                        token.getBytes(StandardCharsets.UTF_8),
                        hello.get(2).getBytes(StandardCharsets.UTF_8));
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Who learns what instances say. Called on the channels' threads. */
    interface Visitors {
        void connected(String instanceId, Channel channel);

        void said(String instanceId, List<String> words);

        void disconnected(String instanceId);
    }
}
