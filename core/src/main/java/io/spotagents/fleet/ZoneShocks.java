package io.spotagents.fleet;

import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The danger in a zone of which a pool is being taken back: another pool there may be next, and a
 * replacement that is launched into it would be lost at once. Not thread-safe.
 */
final class ZoneShocks {

    /** Reclaims an hour to expect of the others right after one; assumed, not measured. */
    private static final double PER_HOUR = 6;

    private static final Duration HALF_LIFE = Duration.ofMinutes(5);

    private final Map<Place, Instant> newest = new HashMap<>();

    void reclaimed(Pool pool, Instant at) {
        newest.put(pool.place(), at);
    }

    /** What to add to the hazard of a pool there; 0 where nothing was reclaimed. */
    double perHour(Place place, Instant now) {
        Instant last = newest.get(place);
        if (last == null) {
            return 0;
        }
        double age = Math.max(0, Duration.between(last, now).toMillis());
        return PER_HOUR * Math.pow(2, -age / HALF_LIFE.toMillis());
    }
}
