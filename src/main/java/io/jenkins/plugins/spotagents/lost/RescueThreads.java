package io.jenkins.plugins.spotagents.lost;

import hudson.security.ACL;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import jenkins.security.ImpersonatingExecutorService;
import jenkins.security.ImpersonatingScheduledExecutorService;

/**
 * The threads that rescue work: few, daemons, our own. What may wait has threads apart: stopping a
 * step may wait for its agent, 20 s at worst, and putting a build back waits for the Queue lock.
 */
final class RescueThreads {
    private static final int LOOKS = 4;
    private static final int STOPS = 16;
    private static final long IDLE_SECONDS = 30;

    private final ScheduledExecutorService looks =
            new ImpersonatingScheduledExecutorService(
                    new ScheduledThreadPoolExecutor(LOOKS, named("Spot Agents rescue")),
                    ACL.SYSTEM2);
    private final ExecutorService stops = pool(STOPS, "Spot Agents stop");
    private final ExecutorService putBacks = pool(1, "Spot Agents put back");

    private static ExecutorService pool(int size, String name) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(
                        size,
                        size,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        named(name));
        pool.allowCoreThreadTimeOut(true);
        return new ImpersonatingExecutorService(pool, ACL.SYSTEM2);
    }

    private static ThreadFactory named(String name) {
        return new NamingThreadFactory(new DaemonThreadFactory(), name);
    }

    /** For what never waits. */
    ScheduledExecutorService looks() {
        return looks;
    }

    /** For what may wait for an agent. */
    ExecutorService stops() {
        return stops;
    }

    /** For what may wait for the Queue lock; one after another, as that lock lets them in. */
    ExecutorService putBacks() {
        return putBacks;
    }

    void shutdown() {
        looks.shutdownNow();
        stops.shutdownNow();
        putBacks.shutdownNow();
    }
}
