package io.spotagents.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.hazard.RiskBand;
import io.spotagents.model.Pool;
import io.spotagents.provider.PoolSignals;
import io.spotagents.selection.RiskPriced;
import io.spotagents.testing.Pools;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What clouds say of pools, as hints. */
class ProviderSignalsTest {

    private final FleetHarness fleet = new FleetHarness(new RiskPriced(RiskPriced.Terms.USUAL));

    @ParameterizedTest
    @EnumSource
    void eachBandIsOneOfTheHazards(PoolSignals.Band band) {
        assertThat(RiskBand.valueOf(band.name()).reclaimsPerHour()).isPositive();
    }

    @Test
    void theCalmerPoolIsAskedAtTheSamePrice() {
        advise(Pools.SPOT_A, PoolSignals.Band.OVER_20_PERCENT, fleet.time.instant());
        advise(Pools.SPOT_B, PoolSignals.Band.UNDER_5_PERCENT, fleet.time.instant());
        fleet.pass(Duration.ofMinutes(1));

        fleet.demand(1);

        assertThat(fleet.provider.instances().get(0).pool()).isEqualTo(Pools.SPOT_B);
    }

    @Test
    void adviceOfLongAgoIsNoAdvice() {
        Instant lastYear = fleet.time.instant().minus(Duration.ofDays(365));
        advise(Pools.SPOT_B, PoolSignals.Band.UNDER_5_PERCENT, lastYear);
        fleet.pass(Duration.ofMinutes(1));

        fleet.demand(1);

        assertThat(fleet.provider.instances().get(0).pool()).isEqualTo(Pools.SPOT_A);
    }

    @Test
    void aPoolThatTheCloudSeesNearlyEmptyIsNotAskedForMore() {
        place(Pools.SPOT_A, new PoolSignals.Placement(0.1, OptionalInt.of(2), now()));
        place(Pools.SPOT_B, new PoolSignals.Placement(1, OptionalInt.of(50), now()));
        fleet.pass(Duration.ofMinutes(1));

        fleet.demand(1);

        assertThat(fleet.provider.instances().get(0).pool()).isEqualTo(Pools.SPOT_B);
    }

    private Instant now() {
        return fleet.time.instant();
    }

    private void advise(Pool pool, PoolSignals.Band band, Instant at) {
        PoolSignals.Advice advice = new PoolSignals.Advice(band, at);
        fleet.provider.say(new PoolSignals(pool, Optional.empty(), Optional.of(advice)));
    }

    private void place(Pool pool, PoolSignals.Placement placement) {
        fleet.provider.say(new PoolSignals(pool, Optional.of(placement), Optional.empty()));
    }
}
