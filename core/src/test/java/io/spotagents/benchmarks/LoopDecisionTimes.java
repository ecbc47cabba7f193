package io.spotagents.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;

/**
 * The decisions of {@link LoopDecisionBenchmark} by the processor time of their thread, for
 * machines that are busy with other things: {@code java ... LoopDecisionTimes POOLS TEMPLATES
 * POOLS_PER_EVENT N}.
 */
public final class LoopDecisionTimes {

    private LoopDecisionTimes() {}

    /** Prints percentiles in milliseconds, and bytes allocated for a decision. */
    public static void main(String[] args) {
        LoopDecisionBenchmark benchmark = new LoopDecisionBenchmark();
        benchmark.pools = Integer.parseInt(args[0]);
        benchmark.templates = Integer.parseInt(args[1]);
        benchmark.poolsPerEvent = Integer.parseInt(args[2]);
        int decisions = Integer.parseInt(args[3]);
        benchmark.live();
        for (int i = 0; i < decisions; i++) {
            benchmark.tick();
            benchmark.decide();
        }
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        double[] cpu = new double[decisions];
        double[] wall = new double[decisions];
        long bytes = 0;
        for (int i = 0; i < decisions; i++) {
            benchmark.tick();
            long allocated = thread.getCurrentThreadAllocatedBytes();
            long begun = System.nanoTime();
            long worked = thread.getCurrentThreadCpuTime();
            benchmark.decide();
            cpu[i] = (thread.getCurrentThreadCpuTime() - worked) / 1e6;
            wall[i] = (System.nanoTime() - begun) / 1e6;
            bytes += thread.getCurrentThreadAllocatedBytes() - allocated;
        }
        System.out.printf(
                Locale.ROOT,
                "%6d pools, %2d templates, an event for %d pools: CPU %s, wall %s, %,d bytes a"
                        + " decision%n",
                benchmark.pools,
                benchmark.templates,
                benchmark.poolsPerEvent,
                percentiles(cpu),
                percentiles(wall),
                bytes / decisions);
    }

    private static String percentiles(double[] millis) {
        Arrays.sort(millis);
        return String.format(
                Locale.ROOT,
                "p50 %.2f p99 %.2f ms",
                millis[millis.length / 2],
                millis[(int) (millis.length * 0.99)]);
    }
}
