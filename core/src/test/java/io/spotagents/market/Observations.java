package io.spotagents.market;

import io.spotagents.model.Pool;
import io.spotagents.testing.Pools;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Observations for tests; values that a test does not name mean nothing. */
public final class Observations {

    public static final Instant NOON = Instant.parse("2026-08-20T12:00:00Z");

    private Observations() {}

    public static Observation.Seen seen(Instant at) {
        return new Observation.Seen("cloud/fake", Pools.SPOT_A, at);
    }

    public static Observation worked(String work, Instant at) {
        return new Observation.Worked(seen(at), work, Duration.ofSeconds(7));
    }

    public static Observation lost(Instant at) {
        return new Observation.Lost(seen(at), Duration.ofHours(1), Optional.empty());
    }

    /** One of each kind, in the order of kinds. */
    public static List<Observation> ofEachKind(Instant at) {
        Observation.Seen seen = seen(at);
        return List.of(
                new Observation.Granted(seen, 5),
                new Observation.PartlyGranted(seen, 5, 2, Observation.Shortfall.NO_CAPACITY),
                new Observation.Refused(seen, 5, Observation.Shortfall.QUOTA_REACHED),
                new Observation.Noticed(
                        seen, Observation.Teller.CLOUD_EVENT, Duration.ofSeconds(119)),
                new Observation.Rebalance(seen),
                new Observation.Lost(
                        seen, Duration.ofMinutes(90), Optional.of(Duration.ofSeconds(120))),
                new Observation.Worked(seen, "SomeTest", Duration.ofMillis(1500)),
                new Observation.Booted(seen, Duration.ofSeconds(95)),
                new Observation.Ended(seen, Duration.ofMinutes(45)));
    }

    public static Observation random(Random random, Instant at) {
        Pool pool = random.nextBoolean() ? Pools.SPOT_A : Pools.SPOT_B;
        Observation.Seen seen = new Observation.Seen("cloud/fake", pool, at);
        return random.nextBoolean()
                ? new Observation.Granted(seen, 1 + random.nextInt(9))
                : new Observation.Lost(
                        seen, Duration.ofSeconds(random.nextInt(9_999)), Optional.empty());
    }
}
