package io.spotagents.deadline;

import java.time.Duration;

/**
 * Learns how often spot comes and goes, from watching it. Old observations fade. Not thread-safe:
 * one owner.
 */
public final class LearnedSpot {

    /** Half of what was seen is forgotten after so many hours watched. */
    private static final double HALF_LIFE_HOURS = 72;

    /** Before anything was seen: up for two hours, down for half an hour; worth two changes. */
    private static final double PRIOR_CHANGES = 2;

    private static final double PRIOR_UP_HOURS = 4;

    private static final double PRIOR_DOWN_HOURS = 1;

    private double upHours;
    private double downHours;
    private double downs;
    private double ups;

    /**
     * Spot was up, or down, for some time.
     *
     * @param thenChanged whether it went, or came back, at the end of that time
     */
    public void watched(boolean isUp, Duration time, boolean thenChanged) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time must not be negative, but is " + time);
        }
        double hours = Spot.hours(time);
        double kept = Math.pow(0.5, hours / HALF_LIFE_HOURS);
        upHours = kept * upHours + (isUp ? hours : 0);
        downHours = kept * downHours + (isUp ? 0 : hours);
        downs = kept * downs + (isUp && thenChanged ? 1 : 0);
        ups = kept * ups + (!isUp && thenChanged ? 1 : 0);
    }

    /** What is believed now, at a price given as a share of on-demand's. */
    public Spot at(double priceShare) {
        return new Spot(
                priceShare,
                (downs + PRIOR_CHANGES) / (upHours + PRIOR_UP_HOURS),
                (ups + PRIOR_CHANGES) / (downHours + PRIOR_DOWN_HOURS));
    }
}
