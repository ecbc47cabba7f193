package io.jenkins.plugins.spotagents.testing;

import hudson.model.Queue;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a controller is put to while it is open: processor time of Pipeline's threads, how long the
 * Queue lock is held by code of this plugin, and heap. The lock is looked at each {@value
 * #MILLIS_BETWEEN_LOOKS} ms, so times shorter than that are only known in sum.
 */
public final class LoadMeter implements AutoCloseable {

    private static final int MILLIS_BETWEEN_LOOKS = 5;
    private static final String PIPELINE = "Running CpsFlowExecution";
    private static final String OURS = "io.jenkins.plugins.spotagents.";
    private static final double MEBI = 1 << 20;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor();
    private final ReentrantLock lock = lockOfQueue();
    private final long heapBefore = usedAfterCollection();
    private final Map<Long, Long> pipelineNanos = new HashMap<>();
    private long pipelineUsed;
    private long seen;
    private long locked;
    private long lockedByUs;
    private long inRow;
    private long longestInRow;
    private long lastHolder;
    private long heapMost;

    public LoadMeter() {
        looks.scheduleAtFixedRate(this::look, 0, MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS);
    }

    private static ReentrantLock lockOfQueue() {
        try {
            Field field = Queue.class.getDeclaredField("lock");
            field.setAccessible(true);
            return (ReentrantLock) field.get(Queue.getInstance());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Jenkins' queue has no such lock any more", e);
        }
    }

    private synchronized void look() {
        seen++;
        lookAtLock();
        if (seen % 20 == 0) {
            lookAtPipeline();
            heapMost = Math.max(heapMost, used());
        }
    }

    private void lookAtLock() {
        long holder = lock.isLocked() ? holderByUs() : 0;
        lockedByUs += holder > 0 ? 1 : 0;
        inRow = holder > 0 && holder == lastHolder ? inRow + 1 : Math.min(1, holder);
        longestInRow = Math.max(longestInRow, inRow);
        lastHolder = holder;
    }

    /** The thread that holds it, if code of this plugin runs there; 0 if not. */
    private long holderByUs() {
        locked++;
        String text = lock.toString(); // "...[Locked by thread NAME]"
        for (ThreadInfo thread : threads.dumpAllThreads(false, false)) {
            if (text.endsWith("[Locked by thread " + thread.getThreadName() + "]")) {
                for (StackTraceElement frame : thread.getStackTrace()) {
                    if (frame.getClassName().startsWith(OURS)) {
                        return thread.getThreadId();
                    }
                }
            }
        }
        return 0;
    }

    private void lookAtPipeline() {
        for (long id : threads.getAllThreadIds()) {
            ThreadInfo thread = threads.getThreadInfo(id);
            long nanos = threads.getThreadCpuTime(id);
            Long before = pipelineNanos.put(id, nanos);
            if (thread != null && thread.getThreadName().startsWith(PIPELINE)) {
                pipelineUsed += nanos - (before == null ? nanos : before);
            }
        }
    }

    private static long used() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long usedAfterCollection() {
        System.gc();
        return used();
    }

    /** For a row of a table. */
    public synchronized String read() {
        return String.format(
                Locale.ROOT,
                "CPS %d ms | Queue lock %.1f %% held, %.2f %% by us, longest %d ms"
                        + " | heap %.0f MiB at most, %.0f MiB more after it",
                Duration.ofNanos(pipelineUsed).toMillis(),
                100.0 * locked / seen,
                100.0 * lockedByUs / seen,
                longestInRow * MILLIS_BETWEEN_LOOKS,
                heapMost / MEBI,
                (usedAfterCollection() - heapBefore) / MEBI);
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
