package io.spotagents.watch;

import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Watches over one instance from within: tells of a reclaim as soon as it is announced, approves it
 * once there is nothing left to do, and renews the lease as long as the controller is connected.
 * Uses one daemon thread; a call that fails is made again after the same period.
 */
public final class NoticeWatcher implements AutoCloseable {

    private static final Logger LOGGER = Logger.getLogger(NoticeWatcher.class.getName());

    private final InstanceMetadata metadata;
    private final Rhythm rhythm;
    private final BooleanSupplier stillConnected;
    private final Consumer<AnnouncedReclaim> listener;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(NoticeWatcher::daemon);
    private final Consumer<Instant> riskListener;
    private Optional<AnnouncedReclaim> told = Optional.empty();
    private Optional<Instant> toldRisk = Optional.empty();
    private boolean isFree;

    /**
     * Starts to watch at once.
     *
     * @param stillConnected whether the controller still knows of this agent; the lease is left to
     *     run out while it does not
     * @param listener called once per announcement, and again when its deadline changes; if it
     *     throws, it is called again after a period. Called on the watcher's thread
     */
    public static NoticeWatcher start(
            InstanceMetadata metadata,
            Rhythm rhythm,
            BooleanSupplier stillConnected,
            Consumer<AnnouncedReclaim> listener) {
        return start(metadata, rhythm, stillConnected, listener, since -> {});
    }

    /**
     * The same, and tells of signals of a raised risk as well.
     *
     * @param riskListener called once for each signal, with its time; else as {@code listener}
     */
    public static NoticeWatcher start(
            InstanceMetadata metadata,
            Rhythm rhythm,
            BooleanSupplier stillConnected,
            Consumer<AnnouncedReclaim> listener,
            Consumer<Instant> riskListener) {
        NoticeWatcher watcher =
                new NoticeWatcher(metadata, rhythm, stillConnected, listener, riskListener);
        watcher.repeat(watcher::look, longer(rhythm.look(), metadata.lookEvery()));
        watcher.repeat(watcher::renew, rhythm.renew());
        return watcher;
    }

    NoticeWatcher(
            InstanceMetadata metadata,
            Rhythm rhythm,
            BooleanSupplier stillConnected,
            Consumer<AnnouncedReclaim> listener) {
        this(metadata, rhythm, stillConnected, listener, since -> {});
    }

    NoticeWatcher(
            InstanceMetadata metadata,
            Rhythm rhythm,
            BooleanSupplier stillConnected,
            Consumer<AnnouncedReclaim> listener,
            Consumer<Instant> riskListener) {
        this.riskListener = riskListener;
        this.metadata = metadata;
        this.rhythm = rhythm;
        this.stillConnected = stillConnected;
        this.listener = listener;
    }

    /** Stops to watch and to renew; an announcement being told is told to its end. */
    @Override
    public void close() {
        thread.shutdown();
    }

    /**
     * The instance has nothing to do any more, and will not get anything: a reclaim that was
     * announced, or is from now on, is approved where the cloud takes that. Returns at once, from
     * any thread.
     *
     * @return done once this has been tried for the first time; also if the watcher is closed
     *     meanwhile
     */
    public Future<?> letGo() {
        return metadata.takesApproval()
                ? thread.submit(this::free)
                : CompletableFuture.completedFuture(null);
    }

    private void free() {
        isFree = true;
        look();
    }

    void look() {
        try {
            Optional<AnnouncedReclaim> announced = metadata.announced();
            if (announced.isPresent() && !announced.equals(told)) {
                listener.accept(announced.get());
                told = announced;
            }
            if (isFree && announced.isPresent()) {
                metadata.approveReclaim();
            }
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.FINE, "Cannot tell whether this instance is being reclaimed", e);
        }
        lookForRisk();
    }

    private void lookForRisk() {
        try {
            Optional<Instant> since = metadata.atRiskSince();
            if (since.isPresent() && !since.equals(toldRisk)) {
                riskListener.accept(since.get());
                toldRisk = since;
            }
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.FINE, "Cannot tell whether this instance is at more risk", e);
        }
    }

    void renew() {
        try {
            if (stillConnected.getAsBoolean()) {
                metadata.renewLease(rhythm.lease());
            }
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.FINE, "Cannot renew the lease of this instance", e);
        }
    }

    private void repeat(Runnable task, Duration period) {
        thread.scheduleWithFixedDelay(task, 0, period.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "spot-agents-notice-watcher");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * How often the watcher does what.
     *
     * @param look from one look for an announcement to the next, at least a millisecond; longer if
     *     the metadata asks for it
     * @param renew from one renewal of the lease to the next; several of them should fit in a lease
     * @param lease how long each renewal keeps the instance alive
     */
    public record Rhythm(Duration look, Duration renew, Duration lease) implements Serializable {
        public Rhythm {
            if (look.toMillis() < 1 || renew.toMillis() < 1) {
                throw new IllegalArgumentException(
                        "look and renew must be at least 1 ms, not " + look + " and " + renew);
            }
            if (lease.compareTo(renew) <= 0) {
                throw new IllegalArgumentException(
                        "lease " + lease + " must be longer than renew " + renew);
            }
        }
    }
}
