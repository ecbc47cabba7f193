package io.spotagents.hazard;

import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import java.time.Duration;
import java.time.Instant;

/** Pools and times that mean nothing. */
final class Hazards {

    static final String SOURCE = "main";
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final Pool EAST_A = pool("east", "east-a", "m5.large");
    static final Pool EAST_B = pool("east", "east-b", "m5.xlarge");
    static final Pool WEST = pool("west", "west-a", "m5.large");

    private Hazards() {}

    static Pool pool(String region, String zone, String machineType) {
        return new Pool(
                new Place("aws", "1", region, zone),
                machineType,
                OperatingSystem.LINUX,
                Purchase.SPOT);
    }

    static HazardBook book() {
        return new HazardBook(HazardWeights.shipped());
    }

    static Instant minutes(long minutes) {
        return NOON.plus(Duration.ofMinutes(minutes));
    }

    /** The pool is seen up each 5 minutes. */
    static void calm(HazardBook book, Pool pool, long fromMinute, long toMinute) {
        for (long minute = fromMinute; minute <= toMinute; minute += 5) {
            book.seenUp(SOURCE, pool, minutes(minute));
        }
    }
}
