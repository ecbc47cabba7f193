package io.spotagents.market.generated;

import java.time.Duration;

/** Hours as numbers, which rates are multiplied with, and back, exact to a millisecond. */
final class Hours {

    private static final double MILLIS = Duration.ofHours(1).toMillis();

    private Hours() {}

    static double of(Duration duration) {
        return duration.toMillis() / MILLIS;
    }

    static Duration faster(Duration duration, double times) {
        return Duration.ofMillis(Math.round(duration.toMillis() / times));
    }

    static Duration toDuration(double hours) {
        return Duration.ofMillis(Math.round(hours * MILLIS));
    }
}
