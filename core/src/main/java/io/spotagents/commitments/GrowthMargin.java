package io.spotagents.commitments;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/**
 * Learns what to hold back of one commitment: how much its other consumers grow within an hour, at
 * the 90th percentile. Not thread-safe.
 */
public final class GrowthMargin {

    /** With less than a day of hours, the default holds. */
    public static final int FEWEST_HOURS = 24;

    /** Two weeks, so that each weekday counts twice. */
    public static final int MOST_HOURS = 14 * 24;

    private static final Duration HOUR = Duration.ofHours(1);
    private static final double PERCENTILE = 0.90;

    private final ArrayDeque<Double> growths = new ArrayDeque<>();
    private Optional<Hour> hour = Optional.empty();

    private record Hour(Instant from, long usedFirst, long usedMost) {
        Hour with(long used) {
            return new Hour(from, usedFirst, Math.max(usedMost, used));
        }
    }

    /**
     * Takes in what others used at a moment. A gap of more than two hours, or a clock that went
     * back, begins a new hour and teaches nothing.
     *
     * @param committed the whole, at least 1
     * @param usedByOthers in the same unit; not negative
     */
    public void observe(Instant at, long committed, long usedByOthers) {
        Amounts.requireAtLeastOne("committed", committed);
        Amounts.requireNotNegative("usedByOthers", usedByOthers);
        Hour open = hour.orElse(new Hour(at, usedByOthers, usedByOthers)).with(usedByOthers);
        Duration passed = Duration.between(open.from, at);
        boolean isBroken = passed.isNegative() || passed.compareTo(HOUR.multipliedBy(2)) > 0;
        boolean isOver = passed.compareTo(HOUR) >= 0;
        if (isOver && !isBroken) {
            learn((open.usedMost - open.usedFirst) / (double) committed);
        }
        hour = Optional.of(isOver || isBroken ? new Hour(at, usedByOthers, usedByOthers) : open);
    }

    private void learn(double growth) {
        growths.add(Math.min(1, growth));
        if (growths.size() > MOST_HOURS) {
            growths.remove();
        }
    }

    /** Share to hold back, between 0 and 1. */
    public double share() {
        if (growths.size() < FEWEST_HOURS) {
            return Margins.DEFAULT_SHARE;
        }
        List<Double> sorted = growths.stream().sorted().toList();
        return sorted.get((int) Math.ceil(PERCENTILE * sorted.size()) - 1);
    }
}
