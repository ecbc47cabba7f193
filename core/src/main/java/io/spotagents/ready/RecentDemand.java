package io.spotagents.ready;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * How much was wanted at once lately, minute by minute, and how much of what comes while an agent
 * would boot should therefore find one ready. Bounded: a week. Begins anew with each object. Not
 * thread-safe.
 */
public final class RecentDemand {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Deque<Minute> minutes = new ArrayDeque<>();

    /** The most and the last that was wanted in one minute. */
    private record Minute(long number, int most, int last) {}

    /**
     * Executors that are wanted now: those that work, and those that work waits for. What is not
     * said does not change until the next time.
     */
    public void wanted(int executors, Instant now) {
        long number = minute(now);
        Minute newest = minutes.peekLast();
        if (newest != null && number < newest.number) {
            return; // the clock went back
        }
        for (long gap = newest == null ? number : newest.number + 1; gap < number; gap++) {
            add(new Minute(gap, newest.last, newest.last));
        }
        int most = executors;
        if (newest != null && newest.number == number) {
            minutes.removeLast();
            most = Math.max(executors, newest.most);
        }
        add(new Minute(number, most, executors));
    }

    private void add(Minute minute) {
        minutes.addLast(minute);
        if (minutes.size() > ReadyTerms.LONGEST.toMinutes()) {
            minutes.removeFirst();
        }
    }

    /**
     * Executors to keep ready now.
     *
     * <p>A rise is what is wanted within a lead time beyond what was wanted at its begin; so much
     * would have had to stand ready. The smallest number is taken that would have covered the share
     * of all rises in the window: in inventory theory, the base stock that reaches a fill rate.
     *
     * @param lead from asking for an agent until it works
     */
    public int ready(double fillRate, Duration window, Duration lead, Instant now) {
        List<Integer> rises = rises(window, lead, now);
        long all = rises.stream().mapToLong(Integer::longValue).sum();
        int stock = 0;
        long covered = 0;
        while (covered < fillRate * all) {
            stock++;
            int level = stock;
            covered += rises.stream().filter(rise -> rise >= level).count();
        }
        return stock;
    }

    private List<Integer> rises(Duration window, Duration lead, Instant now) {
        long first = minute(now) - window.toMinutes();
        int ahead = (int) Math.max(1, lead.plus(MINUTE).minusNanos(1).toMinutes());
        List<Minute> seen = minutes.stream().filter(one -> one.number >= first).toList();
        List<Integer> rises = new ArrayList<>();
        for (int i = 0; i < seen.size(); i++) {
            int from = seen.get(i).last;
            int most =
                    seen.subList(i, Math.min(seen.size(), i + 1 + ahead)).stream()
                            .skip(1)
                            .mapToInt(Minute::most)
                            .max()
                            .orElse(from);
            rises.add(Math.max(0, most - from));
        }
        return rises;
    }

    private static long minute(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), MINUTE.toSeconds());
    }
}
