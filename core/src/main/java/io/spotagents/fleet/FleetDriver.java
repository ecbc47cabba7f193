package io.spotagents.fleet;

import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The thread that owns a loop in production: a step for each event, and one at latest each second.
 */
public final class FleetDriver implements AutoCloseable {

    private static final Logger LOGGER = Logger.getLogger(FleetDriver.class.getName());

    static final Duration TICK = Duration.ofSeconds(1);

    private final FleetLoop loop;
    private final Thread thread;
    private volatile boolean closed;

    private FleetDriver(FleetLoop loop) {
        this.loop = loop;
        this.thread = new Thread(this::run, "Spot Agents fleet loop");
        thread.setDaemon(true);
    }

    /** Begins to step. */
    public static FleetDriver start(FleetLoop loop) {
        FleetDriver driver = new FleetDriver(loop);
        driver.thread.start();
        return driver;
    }

    /** Stops stepping, and waits until the step under way is done. Instances live on. */
    @Override
    public void close() {
        closed = true; // no interrupt: it would break the store's file in the middle of a write
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            try {
                loop.await(TICK);
                loop.step();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOGGER.log(
                        Level.SEVERE,
                        "A step of the fleet loop broke; the next one begins anew",
                        e);
            }
        }
    }
}
