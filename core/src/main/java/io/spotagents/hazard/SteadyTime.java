package io.spotagents.hazard;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Hours that only ever pass, made of instants that may jump. Going back a little is taken as no
 * time passing (events that overtook each other); going back a lot as a clock that was set, from
 * which counting goes on; a leap ahead as a week at most.
 */
final class SteadyTime {

    /** Events may arrive this much out of order. */
    static final Duration OVERTAKING = Duration.ofMinutes(5);

    /** A controller that was off for longer than this has nothing left to forget. */
    static final double LONGEST_HOURS = 7 * 24;

    private static final double NANOS_PER_HOUR = 3_600e9;

    private @Nullable Instant last;
    private double hours;
    private long setBacks;

    double hours() {
        return hours;
    }

    /** How often the clock was set back by more than events overtake each other. */
    long setBacks() {
        return setBacks;
    }

    /** Moves to an instant, and answers the hours that have passed then. */
    double advance(Instant at) {
        hours = peek(at);
        if (last == null || at.isAfter(last)) {
            last = at;
        } else if (at.isBefore(last.minus(OVERTAKING))) {
            setBacks++;
            last = at;
        }
        return hours;
    }

    /** As {@link #advance}, without moving. */
    double peek(Instant at) {
        if (last == null || !at.isAfter(last)) {
            return hours;
        }
        Duration passed = Duration.between(last, at);
        double wanted = passed.getSeconds() / 3600.0 + passed.getNano() / NANOS_PER_HOUR;
        return hours + Math.min(LONGEST_HOURS, wanted);
    }
}
