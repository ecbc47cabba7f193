package io.spotagents.provider.gcp;

import com.google.api.client.json.GenericJson;
import io.spotagents.provider.PoolSignals.Advice;
import io.spotagents.provider.PoolSignals.Band;
import io.spotagents.provider.PoolSignals.Placement;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.Refusal.Kind;
import io.spotagents.provider.cloud.Cached;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * How likely Compute Engine thinks a request for spot instances is to be granted, and how many were
 * taken back lately. Two calls for each machine type and zone asked about. Safe to use from any
 * thread.
 */
final class CapacityAdvice {

    private static final Logger LOGGER = Logger.getLogger(CapacityAdvice.class.getName());

    private static final Cached.Life LIFE =
            new Cached.Life(Duration.ofHours(1), Duration.ofHours(24));

    private static final String THING = "advice on capacity";

    /** Upper ends of the bands. */
    private static final double[] BANDS = {0.05, 0.10, 0.15, 0.20};

    private final GcpMarket.Scope scope;
    private final int instances;
    private final Cached<Map<Key, Told>> told;

    CapacityAdvice(GcpMarket.Scope scope, Asked asked, InstantSource time) {
        this.scope = scope;
        this.instances = scope.figures().advisedInstances();
        this.told = new Cached<>(time, LIFE, () -> read(asked.pools()));
    }

    /** What is asked about, most important first. */
    interface Asked {
        List<Key> pools() throws ProviderException;
    }

    /** A machine type in a zone. */
    record Key(String zone, String machineType) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byZone = zone.compareTo(other.zone);
            return byZone != 0 ? byZone : machineType.compareTo(other.machineType);
        }
    }

    private record Told(OptionalDouble obtainability, OptionalDouble preempted) {}

    /** All that is known, as of one moment. */
    record Known(Map<Key, Told> told, Instant at) {

        Optional<Placement> placement(Key key) {
            OptionalDouble score = find(key).obtainability();
            return score.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Placement(score.getAsDouble(), OptionalInt.empty(), at));
        }

        Optional<Advice> advice(Key key) {
            OptionalDouble share = find(key).preempted();
            return share.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Advice(band(share.getAsDouble()), at));
        }

        private Told find(Key key) {
            return told.getOrDefault(key, new Told(OptionalDouble.empty(), OptionalDouble.empty()));
        }
    }

    Known known() throws ProviderException {
        Cached.Dated<Map<Key, Told>> read = told.get();
        return new Known(read.value(), read.at());
    }

    /** Not every project may ask, and not every type has an answer; offers do not depend on it. */
    private Map<Key, Told> read(List<Key> pools) {
        Map<Key, Told> found = new TreeMap<>();
        for (Key pool : pools) {
            try {
                found.put(pool, new Told(obtainability(pool), preempted(pool)));
            } catch (ProviderException e) {
                LOGGER.log(Level.FINE, e, () -> "No advice on " + pool);
                Kind kind = e.refusal().kind();
                if (kind == Kind.NOT_ALLOWED || kind == Kind.THROTTLED) {
                    scope.calls()
                            .troubles()
                            .met(THING, e.refusal().message() + ": goes without " + THING);
                    return found;
                }
            }
        }
        scope.calls().troubles().over(THING);
        return found;
    }

    private OptionalDouble obtainability(Key pool) throws ProviderException {
        GenericJson answer =
                scope.calls()
                        .repeated(
                                "advice.capacity",
                                () ->
                                        AdviceCall.capacity(
                                                scope.compute(),
                                                scope.site(),
                                                pool.zone(),
                                                pool.machineType(),
                                                instances));
        for (Map<?, ?> recommendation : objects(answer.get("recommendations"))) {
            if (recommendation.get("scores") instanceof Map<?, ?> scores) {
                return share(scores.get("obtainability"));
            }
        }
        return OptionalDouble.empty();
    }

    /** The mean of the days, of what ended: (taken) / (taken, stopped or deleted). */
    private OptionalDouble preempted(Key pool) throws ProviderException {
        GenericJson answer =
                scope.calls()
                        .repeated(
                                "advice.capacityHistory",
                                () ->
                                        AdviceCall.history(
                                                scope.compute(),
                                                scope.site(),
                                                pool.zone(),
                                                pool.machineType()));
        return objects(answer.get("preemptionHistory")).stream()
                .map(day -> share(day.get("preemptionRate")))
                .flatMapToDouble(OptionalDouble::stream)
                .average();
    }

    private static Band band(double share) {
        for (int at = 0; at < BANDS.length; at++) {
            if (share < BANDS[at]) {
                return Band.values()[at];
            }
        }
        return Band.OVER_20_PERCENT;
    }

    private static List<Map<?, ?>> objects(Object list) {
        List<Map<?, ?>> objects = new ArrayList<>();
        if (list instanceof List<?> items) {
            for (Object item : items) {
                if (item instanceof Map<?, ?> object) {
                    objects.add(object);
                }
            }
        }
        return objects;
    }

    private static OptionalDouble share(Object value) {
        boolean isShare =
                value instanceof Number number
                        && number.doubleValue() >= 0
                        && number.doubleValue() <= 1;
        return isShare ? OptionalDouble.of(((Number) value).doubleValue()) : OptionalDouble.empty();
    }
}
