package io.spotagents.provider.gcp;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** So many calls in each minute of the clock, as Google counts. Safe to use from any thread. */
final class MinuteBudget {

    private final int most;
    private Instant minute = Instant.EPOCH;
    private int taken;

    MinuteBudget(int most) {
        this.most = most;
    }

    /** Whether this minute has room for one more call. */
    synchronized boolean take(Instant now) {
        Instant current = now.truncatedTo(ChronoUnit.MINUTES);
        if (!current.equals(minute)) {
            minute = current;
            taken = 0;
        }
        if (taken >= most) {
            return false;
        }
        taken++;
        return true;
    }
}
