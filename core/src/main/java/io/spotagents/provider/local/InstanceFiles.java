package io.spotagents.provider.local;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The files by which controller, supervisor and agent of an instance speak to each other. Each is
 * written in one piece: a reader sees all of it or none.
 */
final class InstanceFiles {

    /** Whose instance it is, and its plan; there from the first moment. */
    static final String INSTANCE = "instance.properties";

    /** Which process supervises it. */
    static final String SUPERVISOR = "supervisor";

    /** There once the agent's process was started. */
    static final String RUNNING = "running";

    /** Asks for the end of the instance; holds the machine's uptime when it was asked. */
    static final String END = "end";

    /** Asks for a reclaim; holds the milliseconds until then. */
    static final String RECLAIM = "reclaim";

    /** Renews the lease; holds its milliseconds and a word that differs each time. */
    static final String LEASE = "lease";

    /** Announces a reclaim to the agent. */
    static final String NOTICE = "notice";

    /** Written by the supervisor when a raised risk is signaled. */
    static final String REBALANCE = "rebalance";

    /** There once all processes are gone; holds the reason. */
    static final String ENDED = "ended";

    /** What the agent's process wrote. */
    static final String AGENT_LOG = "agent.log";

    static final String SUPERVISOR_LOG = "supervisor.log";

    /** The directory the agent's process starts in; deleted with the instance. */
    static final String DISK = "disk";

    private static final AtomicLong WRITES = new AtomicLong();

    private InstanceFiles() {}

    static void write(Path file, String text) throws IOException {
        String unique = "." + ProcessHandle.current().pid() + "." + WRITES.incrementAndGet();
        Path draft = file.resolveSibling("." + name(file) + unique);
        Files.writeString(draft, text);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    static void write(Path file, Properties properties) throws IOException {
        StringWriter text = new StringWriter();
        properties.store(text, null);
        write(file, text.toString());
    }

    /** Cheaper than {@link Files#exists} where a file is mostly absent and often asked for. */
    static boolean exists(Path file) {
        return file.toFile().exists();
    }

    /** The text of a file; empty if there is no such file. */
    static Optional<String> read(Path file) throws IOException {
        if (!exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(file).trim());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    static Properties readProperties(Path file) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(Files.readString(file)));
        return properties;
    }

    /** The last name of a path. */
    static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    /** Deletes what is there, without following links. */
    static void deleteTree(Path root) throws IOException {
        if (Files.exists(root)) {
            Files.walkFileTree(root, new Deletion());
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
