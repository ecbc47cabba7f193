package io.jenkins.plugins.spotagents.cloud.aws;

import io.spotagents.fleet.FleetEvent;
import io.spotagents.reclaim.aws.AwsEvent;
import io.spotagents.reclaim.aws.EventQueue;
import io.spotagents.reclaim.aws.EventReader;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Reads a queue of AWS's events on a thread of its own, and tells the fleet, until it is closed.
 */
final class AwsEvents implements AutoCloseable {

    private static final Logger LOGGER = Logger.getLogger(AwsEvents.class.getName());

    /** The watchers on the agents tell meanwhile. */
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(30);

    /** A queue that does not wait for messages, as SQS does, is not asked without a break. */
    private static final Duration AFTER_NOTHING = Duration.ofSeconds(1);

    private final String queue;
    private final EventReader reader;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private String trouble = "";

    private AwsEvents(String queue, EventReader reader) {
        this.queue = queue;
        this.reader = reader;
        this.thread = new Thread(this::read, "Spot Agents reads " + queue);
        this.thread.setDaemon(true);
    }

    /**
     * Starts to read at once.
     *
     * @param name of the queue, for people
     * @param fleet told of each event once; has to return at once
     */
    static AwsEvents start(
            String name, EventQueue queue, Consumer<FleetEvent> fleet, InstantSource time) {
        AwsEvents events = new AwsEvents(name, new EventReader(queue, new Teller(fleet), time));
        events.thread.start();
        return events;
    }

    /** A call that waits for messages may go on for some seconds, and what it brings is told. */
    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
    }

    private void read() {
        try {
            while (!closed.await(step().toMillis(), TimeUnit.MILLISECONDS)) {
                LOGGER.finest(() -> "Reads on in " + queue);
            }
        } catch (InterruptedException e) {
            LOGGER.log(Level.FINE, e, () -> "No longer reads " + queue);
        }
    }

    /** Reads once and says how long to wait before the next time. */
    private Duration step() throws InterruptedException {
        try {
            int messages = reader.step();
            trouble = "";
            return messages == 0 ? AFTER_NOTHING : Duration.ZERO;
        } catch (IOException | RuntimeException e) {
            if (closed.getCount() > 0) {
                tell(String.valueOf(e.getMessage()));
            }
            return AFTER_A_FAILURE;
        }
    }

    private void tell(String now) {
        if (!now.equals(trouble)) {
            trouble = now;
            LOGGER.warning(
                    () ->
                            "The queue of cloud events cannot be read: "
                                    + now
                                    + ". Notices come from the agents alone meanwhile. Check the"
                                    + " queue's address and the permissions in docs/aws.md.");
        }
    }

    /** The fleet's words for what AWS says. It leaves out what is none of its instances. */
    private record Teller(Consumer<FleetEvent> fleet) implements AwsEvent.Reader {

        @Override
        public void reclaiming(AwsEvent.Reclaiming event) {
            fleet.accept(new FleetEvent.Noticed(event.notice()));
        }

        @Override
        public void atRisk(AwsEvent.AtRisk event) {
            fleet.accept(new FleetEvent.InstanceAtRisk(event.instanceId(), event.at()));
        }

        @Override
        public void changed(AwsEvent.Changed event) {
            if (event.state().isLeaving()) {
                fleet.accept(new FleetEvent.InstanceLeaving(event.instanceId()));
            }
        }
    }
}
