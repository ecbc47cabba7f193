package io.spotagents.capacity;

import java.time.Duration;
import java.time.Instant;

/** What is left of something that fades. Not thread-safe. */
final class Fading {

    private static final double LOG_2 = Math.log(2);
    private static final double NANOS = 1e9;

    private final double halfLifeSeconds;
    private long lastSecond = Instant.MIN.getEpochSecond();
    private int lastNano;
    private Instant lastNow = Instant.MIN;
    private double last = 1;

    Fading(Duration halfLife) {
        this.halfLifeSeconds = Math.max(1, halfLife.toMillis()) / 1000.0;
    }

    /** The share that is left, 0 to 1; all of it if that is still to come. */
    double left(Instant then, Instant now) {
        return left(then.getEpochSecond(), then.getNano(), now);
    }

    /** The same of a moment that is told by its second of the epoch and the nanoseconds since. */
    double left(long second, int nano, Instant now) {
        double seconds = (double) now.getEpochSecond() - second;
        double passed = Math.max(0, seconds + (now.getNano() - nano) / NANOS);
        return Math.exp(-LOG_2 * passed / halfLifeSeconds);
    }

    /** The same; scores of a whole cloud come at one moment, and are asked for in a row. */
    double leftOfScore(long second, int nano, Instant now) {
        if (second != lastSecond || nano != lastNano || !now.equals(lastNow)) {
            last = left(second, nano, now);
            lastSecond = second;
            lastNano = nano;
            lastNow = now;
        }
        return last;
    }
}
