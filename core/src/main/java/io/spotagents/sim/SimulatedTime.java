package io.spotagents.sim;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Time that jumps from one task to the next, so that a simulated day takes a moment and happens the
 * same way every run. Not thread-safe.
 */
public final class SimulatedTime implements InstantSource {

    private static final Comparator<Task> ORDER =
            Comparator.comparing(Task::at).thenComparingLong(Task::number);

    private final PriorityQueue<Task> tasks = new PriorityQueue<>(ORDER);
    private Instant now;
    private long numbers;

    public SimulatedTime(Instant start) {
        this.now = start;
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Runs a task later; tasks of the same instant run in the order in which they were added. */
    public void after(Duration delay, Runnable task) {
        at(now.plus(delay), task);
    }

    /** Runs a task at a moment; one that has passed already is as good as now. */
    public void at(Instant moment, Runnable task) {
        Instant due = moment.isBefore(now) ? now : moment;
        tasks.add(new Task(due, numbers++, task));
    }

    /** Goes on to the next task and runs it; whether there was one. */
    public boolean runNext() {
        Task next = tasks.poll();
        if (next == null) {
            return false;
        }
        now = next.at();
        next.run().run();
        return true;
    }

    private record Task(Instant at, long number, Runnable run) {}
}
