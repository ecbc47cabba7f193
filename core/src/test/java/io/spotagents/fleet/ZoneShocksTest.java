package io.spotagents.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import io.spotagents.testing.Pools;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ZoneShocksTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Pool OTHER =
            new Pool(Pools.SPOT_A.place(), "other", Pools.SPOT_A.os(), Pools.SPOT_A.purchase());

    private final ZoneShocks shocks = new ZoneShocks();

    @Test
    void aReclaimEndangersTheOtherPoolsOfItsZone() {
        shocks.reclaimed(Pools.SPOT_A, 1, NOON);

        assertThat(shocks.perHour(OTHER.place(), NOON)).isPositive();
    }

    @Test
    void theDangerHalvesInFiveMinutes() {
        shocks.reclaimed(Pools.SPOT_A, 1, NOON);

        double later = shocks.perHour(OTHER.place(), NOON.plus(Duration.ofMinutes(5)));

        assertThat(later).isEqualTo(shocks.perHour(OTHER.place(), NOON) / 2);
    }

    @Test
    void otherZonesAreNotEndangered() {
        Place place = Pools.SPOT_A.place();
        Place elsewhere =
                new Place(place.provider(), place.account(), place.region(), "another-zone");
        shocks.reclaimed(Pools.SPOT_A, 1, NOON);

        Pool far = new Pool(elsewhere, "other", OTHER.os(), OTHER.purchase());

        assertThat(shocks.perHour(far.place(), NOON)).isZero();
    }

    @Test
    void aClockThatGoesBackDoesNotRaiseTheDanger() {
        shocks.reclaimed(Pools.SPOT_A, 1, NOON);

        double before = shocks.perHour(OTHER.place(), NOON.minusSeconds(60));

        assertThat(before).isEqualTo(shocks.perHour(OTHER.place(), NOON));
    }
}
