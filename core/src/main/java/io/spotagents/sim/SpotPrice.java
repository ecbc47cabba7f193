package io.spotagents.sim;

import io.spotagents.model.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What an hour in a spot pool costs, as it changes in time.
 *
 * @param first before the first change
 * @param changes in the order of their moments
 */
public record SpotPrice(Usd first, List<Change> changes) {

    private static final double MILLIS_PER_HOUR = 3_600_000.0;

    public SpotPrice {
        changes = List.copyOf(changes);
        for (int i = 1; i < changes.size(); i++) {
            if (changes.get(i).from().isBefore(changes.get(i - 1).from())) {
                throw new IllegalArgumentException("changes must be in order, not " + changes);
            }
        }
    }

    /**
     * A new price, from a moment on.
     *
     * @param price for one hour of one instance
     */
    public record Change(Instant from, Usd price) {}

    /** A price that never changes. */
    public static SpotPrice always(Usd price) {
        return new SpotPrice(price, List.of());
    }

    /** The price of an hour, at a moment. */
    public Usd at(Instant moment) {
        Usd price = first;
        for (Change change : changes) {
            if (change.from().isAfter(moment)) {
                return price;
            }
            price = change.price();
        }
        return price;
    }

    /** Dollars for one instance over a time, each part of it at its own price. */
    double usd(Instant from, Instant until) {
        double usd = 0;
        Instant since = from;
        for (Change change : changes) {
            if (change.from().isAfter(since) && change.from().isBefore(until)) {
                usd += constant(since, change.from());
                since = change.from();
            }
        }
        return usd + constant(since, until);
    }

    private double constant(Instant from, Instant until) {
        return at(from).dollars() * Duration.between(from, until).toMillis() / MILLIS_PER_HOUR;
    }
}
