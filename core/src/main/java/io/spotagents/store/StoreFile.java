package io.spotagents.store;

import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The file, and the one thread that touches it: interrupting a thread that reads or writes a file
 * channel closes the channel, and threads of a controller are interrupted all the time. Safe to use
 * from any thread; writes come one after the other.
 */
final class StoreFile implements AutoCloseable {

    private static final int WRITES_PER_COMPACTION = 100;

    private final Path file;
    private final ExecutorService thread;

    /** Absent after a write that failed, until the next one; of the thread alone. */
    private @Nullable Tables tables;

    private int writes;

    StoreFile(Path file) {
        this.file = file;
        this.thread =
                Executors.newSingleThreadExecutor(
                        task -> {
                            Thread created = new Thread(task, "spot-agents store " + file);
                            created.setDaemon(true);
                            return created;
                        });
    }

    /**
     * What a file held when it was opened.
     *
     * @param recovered what was damaged and what became of it; empty if nothing was
     */
    record Found(Contents contents, Optional<String> recovered) {}

    /** To be called once, before anything else. If it throws, the file is closed. */
    Found open(Supplier<UUID> ids) {
        try {
            return onThread(
                    () -> {
                        Opening.Opened opened = new Opening(file, ids).open();
                        tables = opened.tables();
                        return new Found(opened.contents(), opened.recovered());
                    });
        } catch (RuntimeException e) {
            thread.shutdown();
            throw e;
        }
    }

    /**
     * Writes all of a change or, if it throws, possibly nothing; what was written before stays
     * written. Returns when it is on disk. After a failure, as of a full disk, the next write opens
     * the file anew.
     *
     * @throws StoreException if it cannot be written, or the store is closed
     */
    void write(Consumer<Tables> change) {
        onThread(Executors.callable(() -> writeOnThread(change)));
    }

    private void writeOnThread(Consumer<Tables> change) {
        Tables open = tables == null ? Opening.openAgain(file) : tables;
        tables = null;
        try {
            change.accept(open);
            open.commit();
            compactAtTimes(open);
            tables = open;
        } catch (RuntimeException e) {
            throw new StoreException(
                    "The store "
                            + file
                            + " cannot be written: "
                            + e.getMessage()
                            + ". Check the space on its disk and its permissions; the next write"
                            + " tries again.",
                    e);
        } finally {
            if (tables == null) {
                open.abandon();
            }
        }
    }

    private void compactAtTimes(Tables open) {
        writes++;
        if (writes % WRITES_PER_COMPACTION == 0) {
            open.compact();
        }
    }

    @Override
    public void close() {
        if (thread.isShutdown()) {
            return;
        }
        try {
            onThread(Executors.callable(this::closeOnThread));
        } finally {
            thread.shutdown();
        }
    }

    private void closeOnThread() {
        if (tables != null) {
            tables.close();
        }
    }

    private <T> T onThread(Callable<T> task) {
        Future<T> result;
        try {
            result = thread.submit(task);
        } catch (RejectedExecutionException e) {
            throw new StoreException("The store " + file + " is closed.", e);
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return result.get();
                } catch (InterruptedException e) {
                    interrupted = true; // half a write has no meaning to the caller: wait for it
                } catch (ExecutionException e) {
                    throw failure(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private StoreException failure(@Nullable Throwable cause) {
        return cause instanceof StoreException known
                ? new StoreException(known.getMessage(), known)
                : new StoreException("The store " + file + " failed: " + cause, cause);
    }
}
