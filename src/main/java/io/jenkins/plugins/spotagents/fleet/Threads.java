package io.jenkins.plugins.spotagents.fleet;

import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The threads of the fleet, all of them bounded and our own: Jenkins' timer belongs to everybody.
 */
final class Threads implements AutoCloseable {

    private static final Logger LOGGER = Logger.getLogger(Threads.class.getName());

    /** Enough for a listing, offers, a launch and an end at once. */
    private static final int CALLS_AT_ONCE = 4;

    /** A source that hangs is told so, instead of being sent ever more calls. */
    private static final int CALLS_WAITING = 64;

    private static final int REMOVALS_AT_ONCE = 8;

    private final Map<String, ExecutorService> sources = new ConcurrentHashMap<>();
    private final ExecutorService additions =
            Executors.newSingleThreadExecutor(named("Spot Agents adds nodes"));
    private final ExecutorService removals =
            Executors.newFixedThreadPool(REMOVALS_AT_ONCE, named("Spot Agents removes nodes"));
    private final ScheduledExecutorService pulse =
            Executors.newSingleThreadScheduledExecutor(named("Spot Agents pulse"));

    Executor forSource(String source) {
        return sources.computeIfAbsent(source, Threads::calls);
    }

    Executor additions() {
        return additions;
    }

    Executor removals() {
        return removals;
    }

    void eachSecond(Runnable task) {
        pulse.scheduleWithFixedDelay(() -> runAll(task), 1, 1, TimeUnit.SECONDS);
    }

    void later(Duration delay, Runnable task) {
        pulse.schedule(() -> runAll(task), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        pulse.shutdown();
        additions.shutdown();
        removals.shutdown();
        sources.values().forEach(ExecutorService::shutdown);
    }

    /** A scheduled task that throws would never run again. */
    private static void runAll(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "A task of the pulse broke; the next one begins anew", e);
        }
    }

    private static ExecutorService calls(String source) {
        ThreadPoolExecutor calls =
                new ThreadPoolExecutor(
                        CALLS_AT_ONCE,
                        CALLS_AT_ONCE,
                        1,
                        TimeUnit.MINUTES,
                        new LinkedBlockingQueue<>(CALLS_WAITING),
                        named("Spot Agents calls " + source));
        calls.allowCoreThreadTimeOut(true);
        return calls;
    }

    private static ThreadFactory named(String name) {
        return new NamingThreadFactory(new DaemonThreadFactory(), name);
    }
}
