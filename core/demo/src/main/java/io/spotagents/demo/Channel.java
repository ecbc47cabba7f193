package io.spotagents.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Messages between an instance and whoever gives it its work: lines of words with tabs between
 * them. Anybody may send; one thread reads. A channel that breaks is closed, and reads as ended.
 */
final class Channel implements AutoCloseable {

    /** Instance: id, token. The first message; nothing is read before it. */
    static final String HELLO = "hello";

    /** Instance: it runs nothing and would like a batch. */
    static final String READY = "ready";

    /** Instance: number of the batch, test, outcome. */
    static final String RESULT = "result";

    /** Instance: it was told of its reclaim; deadline in milliseconds since the epoch. */
    static final String NOTICE = "notice";

    /** Instance: it runs nothing, will run nothing, and goes. */
    static final String LEAVING = "leaving";

    /** To the instance: number of the batch, tests in order. */
    static final String BATCH = "batch";

    /** To the instance: there is nothing more to do. */
    static final String STOP = "stop";

    private static final Logger LOGGER = Logger.getLogger(Channel.class.getName());

    private final Socket socket;
    private final BufferedReader reader;
    private final Writer writer;

    Channel(Socket socket) throws IOException {
        this.socket = socket;
        this.reader =
                new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        this.writer = new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8);
        socket.setTcpNoDelay(true);
    }

    /** Does nothing if the channel is broken: whoever reads it learns that. */
    void send(List<String> words) {
        for (String word : words) {
            if (word.chars().anyMatch(letter -> letter < ' ')) {
                throw new IllegalArgumentException("cannot be sent as one word: " + word);
            }
        }
        synchronized (writer) {
            try {
                writer.write(String.join("\t", words) + "\n");
                writer.flush();
            } catch (IOException e) {
                LOGGER.log(Level.FINE, "Closing a channel that broke", e);
                close();
            }
        }
    }

    /** Waits for the next message; empty when there will be none. */
    List<String> read() {
        try {
            String line = reader.readLine();
            return line == null ? List.of() : List.of(line.split("\t", -1));
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "A channel ended", e);
            return List.of();
        }
    }

    /** How long {@link #read} waits before the channel counts as broken; zero is for ever. */
    void giveUpAfter(Duration silence) throws IOException {
        socket.setSoTimeout((int) silence.toMillis());
    }

    boolean isOpen() {
        return !socket.isClosed();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
