package io.jenkins.plugins.spotagents.cloud.gcp;

import io.spotagents.fleet.FleetEvent;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.gcp.GcpProvider;
import io.spotagents.reclaim.Notice;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Reads the operations of a source's zones on a thread of its own, and tells the fleet which
 * instances Google is taking back, until it is closed. It tells some of them again, which the fleet
 * knows to leave.
 */
final class GcpPreemptions implements AutoCloseable {

    private static final Logger LOGGER = Logger.getLogger(GcpPreemptions.class.getName());

    private static final Duration EVERY = Duration.ofSeconds(10);

    /** Operations are told some seconds late, by another clock. */
    private static final Duration OVERLAP = Duration.ofMinutes(1);

    private final String source;
    private final GcpProvider asked;
    private final Consumer<FleetEvent> fleet;
    private final InstantSource time;
    private final ScheduledExecutorService thread;
    private Instant since;
    private boolean isTroubled;

    private GcpPreemptions(
            String source, GcpProvider asked, Consumer<FleetEvent> fleet, InstantSource time) {
        this.source = source;
        this.asked = asked;
        this.fleet = fleet;
        this.time = time;
        this.since = time.instant().minus(OVERLAP);
        this.thread = Executors.newSingleThreadScheduledExecutor(this::daemon);
    }

    /**
     * Starts to read at once.
     *
     * @param source its name, for people
     * @param asked closed with this
     * @param fleet told of each preemption; has to return at once
     */
    static GcpPreemptions start(
            String source, GcpProvider asked, Consumer<FleetEvent> fleet, InstantSource time) {
        GcpPreemptions reading = new GcpPreemptions(source, asked, fleet, time);
        reading.thread.scheduleWithFixedDelay(
                reading::read, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return reading;
    }

    /** A call that is under way ends first. */
    @Override
    public void close() {
        thread.shutdownNow();
        asked.close();
    }

    private void read() {
        Instant now = time.instant();
        try {
            for (Notice notice : asked.preemptedSince(since)) {
                fleet.accept(new FleetEvent.Noticed(notice));
            }
            since = now.minus(OVERLAP);
            isTroubled = false;
        } catch (ProviderException | RuntimeException e) {
            if (!isTroubled && !thread.isShutdown()) {
                LOGGER.log(
                        Level.WARNING,
                        e,
                        () ->
                                "Operations of the source "
                                        + source
                                        + " cannot be read. Notices come from the agents alone"
                                        + " meanwhile. Check compute.zoneOperations.list in"
                                        + " docs/gcp.md.");
            }
            isTroubled = true;
        }
    }

    private Thread daemon(Runnable task) {
        Thread made = new Thread(task, "Spot Agents reads operations of " + source);
        made.setDaemon(true);
        return made;
    }
}
