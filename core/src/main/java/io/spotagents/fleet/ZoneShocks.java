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

    private final Map<Place, Shock> newest = new HashMap<>();

    /**
     * Instances of a pool are taken back.
     *
     * @param share of those that it held until then, above 0, at most 1
     */
    void reclaimed(Pool pool, double share, Instant at) {
        double before = left(pool.place(), at);
        newest.put(pool.place(), new Shock(1 - (1 - before) * (1 - share), at));
    }

    /** What to add to the hazard of a pool there; 0 where nothing was reclaimed. */
    double perHour(Place place, Instant now) {
        return PER_HOUR * left(place, now);
    }

    private double left(Place place, Instant now) {
        Shock shock = newest.get(place);
        if (shock == null) {
            return 0;
        }
        double age = Math.max(0, Duration.between(shock.at(), now).toMillis());
        return shock.size() * Math.pow(2, -age / HALF_LIFE.toMillis());
    }

    /**
     * How much of it was felt.
     *
     * @param size 1 if a whole pool was taken back
     */
    private record Shock(double size, Instant at) {}
}
