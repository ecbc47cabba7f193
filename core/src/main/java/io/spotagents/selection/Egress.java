package io.spotagents.selection;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What work sends out of the region it is done in, to where the controller and its artifacts live.
 * The mean is what counts: work that is done again after a reclaim sends what it has until then.
 *
 * @param gibPerHour sent by an hour of work on an instance of speed 1, 0 or more
 * @param usdPerGib price of sending one, 0 or more, by the cloud's name of the region; a region
 *     that is absent costs nothing, as the one in which the controller lives
 */
public record Egress(double gibPerHour, SortedMap<String, Double> usdPerGib) {

    /** Nothing that anybody pays for. */
    public static final Egress NONE = new Egress(0, new TreeMap<>());

    public Egress {
        usdPerGib = Collections.unmodifiableSortedMap(new TreeMap<>(usdPerGib));
        requireAmount("gibPerHour", gibPerHour);
        usdPerGib.forEach((region, usd) -> requireAmount("usdPerGib of " + region, usd));
    }

    /** Of work that sends so much, at the prices of regions. */
    public static Egress of(double gibPerHour, Map<String, Double> usdPerGib) {
        return new Egress(gibPerHour, new TreeMap<>(usdPerGib));
    }

    /** Whether it costs nothing anywhere. */
    boolean isFree() {
        return gibPerHour == 0 || usdPerGib.isEmpty();
    }

    /** Dollars for an hour of work in a region. */
    double usdPerHour(String region) {
        return gibPerHour * usdPerGib.getOrDefault(region, 0.0);
    }

    private static void requireAmount(String field, double amount) {
        if (!(amount >= 0) || Double.isInfinite(amount)) {
            throw new IllegalArgumentException(
                    field + " must be a number of 0 or more, not " + amount);
        }
    }
}
