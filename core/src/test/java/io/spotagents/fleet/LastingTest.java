package io.spotagents.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.model.Pool;
import io.spotagents.selection.PurchaseChoice;
import io.spotagents.testing.Pools;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Work that was reclaimed too often, and waits for what is not reclaimed. */
class LastingTest {

    private final FleetHarness fleet = new FleetHarness();

    @BeforeEach
    void allowOnDemand() {
        fleet.provider.stock(Pools.ON_DEMAND, 100);
        fleet.pass(FleetTimings.DEFAULT.polling().offers());
        configure(PurchaseChoice.SPOT_THEN_ON_DEMAND);
    }

    @Test
    void asksForWhatLastsAlthoughAnInstanceThatDoesNotIsBooting() {
        fleet.demand(1);
        assertThat(pools()).containsExactly(Pools.SPOT_A);

        waiting(1, 1);

        assertThat(lastingAsked()).isEqualTo(1);
        assertThat(fleet.running()).hasSize(2);
    }

    @Test
    void doesNotAskAgainForWhatIsComing() {
        configure(PurchaseChoice.ON_DEMAND);
        waiting(2, 1);

        waiting(2, 2);
        waiting(3, 2);

        assertThat(fleet.running()).hasSize(3);
        assertThat(lastingAsked()).isZero();
    }

    @Test
    void whatLastsIsNotTheSurplusOfWhatBoots() {
        fleet.demand(1);
        configure(PurchaseChoice.ON_DEMAND);
        waiting(1, 1);
        assertThat(pools()).containsExactly(Pools.SPOT_A, Pools.ON_DEMAND);

        fleet.pass(FleetTimings.DEFAULT.patience().surplus().plus(Duration.ofSeconds(1)));

        assertThat(fleet.drained.keySet()).containsExactly(fleet.prepared.get(0));
    }

    private void configure(PurchaseChoice purchases) {
        fleet.configure(FleetHarness.template(purchases, 100, Template.Reuse.REUSABLE));
    }

    private void waiting(int executors, int lasting) {
        Waiting waiting = new Waiting(executors, lasting, Optional.empty());
        fleet.loop.post(new FleetEvent.DemandChanged(Map.of(FleetHarness.KEY, waiting)));
        fleet.settle();
    }

    private int lastingAsked() {
        return fleet.loop.status().plans().get(FleetHarness.KEY).request().conditions().lasting();
    }

    private List<Pool> pools() {
        return fleet.provider.instances().stream().map(instance -> instance.pool()).toList();
    }
}
