package io.spotagents.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spotagents.market.Observation;
import io.spotagents.market.RecordedObservation;
import io.spotagents.model.Pool;
import io.spotagents.model.Usd;
import io.spotagents.provider.Instance;
import io.spotagents.selection.RiskPriced;
import io.spotagents.testing.InMemoryBooks;
import io.spotagents.testing.Pools;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cloud signals that instances are at risk, before any notice. */
class RebalanceTest {

    private final FleetHarness fleet = new FleetHarness(new RiskPriced(RiskPriced.Terms.USUAL));

    @BeforeEach
    void workOnOneInstanceOfPoolA() {
        fleet.provider.price(Pools.SPOT_A, Usd.of(0.029));
        fleet.pass(Duration.ofMinutes(1));
        fleet.demand(1);
        fleet.allWork();
        assertThat(pools()).containsExactly(Pools.SPOT_A);
    }

    @Test
    void aReplacementIsAskedForElsewhereBeforeAnyNotice() {
        signal();

        assertThat(pools()).containsExactly(Pools.SPOT_A, Pools.SPOT_B);
    }

    @Test
    void workIsLetFinish() {
        signal();
        Agents.Drain drain = fleet.drained.get(first());

        assertThat(drain.cause()).isEqualTo(Agents.Cause.NOT_NEEDED);
        assertThat(drain.reason()).contains("its cloud signals a raised risk");
        assertThat(fleet.running()).contains(first());

        fleet.loop.post(new FleetEvent.AgentDrained(first()));
        fleet.pass(Duration.ofSeconds(1));

        assertThat(pools()).containsExactly(Pools.SPOT_B);
        assertThat(observed(Observation.Kind.LOST)).isEmpty();
    }

    @Test
    void oneReplacementIsEnoughHoweverOftenTheSignalComes() {
        signal();
        fleet.pass(Duration.ofSeconds(20));
        signal();
        fleet.pass(Duration.ofSeconds(20));

        assertThat(pools()).containsExactly(Pools.SPOT_A, Pools.SPOT_B);
    }

    @Test
    void aNoticeAfterTheSignalAsksForNothingMore() {
        signal();

        fleet.notice(first(), Duration.ofMinutes(2));

        assertThat(pools()).containsExactly(Pools.SPOT_A, Pools.SPOT_B);
    }

    @Test
    void aSignalIsAnObservationThatOutlivesARestart() {
        signal();
        signal();
        assertThat(observed(Observation.Kind.REBALANCE)).hasSize(1);

        double before = hazard();
        fleet.restart();

        assertThat(hazard()).isCloseTo(before, within(1e-6));
        assertThat(hazard()).isGreaterThan(2 * hazardOf(new InMemoryBooks()));
    }

    @Test
    void aSignalForAPoolIsAsGoodAsOneForAnInstance() {
        fleet.loop.post(
                new FleetEvent.PoolAtRisk(FleetHarness.SOURCE, Pools.SPOT_A, fleet.time.instant()));
        fleet.settle();

        assertThat(pools()).containsExactly(Pools.SPOT_A, Pools.SPOT_B);
    }

    @Test
    void nothingHappensWhereNothingIsBetter() {
        fleet.provider.price(Pools.SPOT_B, Usd.of(0.5));
        fleet.pass(Duration.ofMinutes(1));

        signal();

        assertThat(fleet.drained).isEmpty();
        assertThat(pools()).containsExactly(Pools.SPOT_A);
    }

    private void signal() {
        fleet.loop.post(new FleetEvent.InstanceAtRisk(first(), fleet.time.instant()));
        fleet.settle();
    }

    private String first() {
        return fleet.prepared.get(0);
    }

    private List<Pool> pools() {
        return fleet.provider.instances().stream().map(Instance::pool).toList();
    }

    private List<Observation> observed(Observation.Kind kind) {
        return fleet.books.observations().stream()
                .map(RecordedObservation::observation)
                .filter(observation -> observation.kind() == kind)
                .toList();
    }

    private double hazard() {
        return hazardOf(fleet.books);
    }

    private double hazardOf(InMemoryBooks books) {
        return Hindsight.of(books, fleet.time.instant())
                .hazardPerHour(FleetHarness.SOURCE, Pools.SPOT_A);
    }
}
