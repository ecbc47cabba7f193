package io.spotagents.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.model.Pool;
import io.spotagents.selection.PurchaseChoice;
import io.spotagents.selection.RiskPriced;
import io.spotagents.testing.Pools;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Work that goes where nothing is reclaimed if it is reclaimed once more. */
class LastTryTest {

    private static final Duration LEAD = Duration.ofMinutes(2);

    private final FleetHarness fleet = new FleetHarness(new RiskPriced(RiskPriced.Terms.USUAL));

    @BeforeEach
    void allowOnDemand() {
        fleet.provider.stock(Pools.ON_DEMAND, 100);
        fleet.pass(FleetTimings.DEFAULT.polling().offers());
        configure(PurchaseChoice.SPOT_THEN_ON_DEMAND);
    }

    @Test
    void workOnItsLastTryIsReplacedByWhatLastsAlreadyAtTheNotice() {
        fleet.demand(2);
        String last = fleet.prepared.get(0);
        String other = fleet.prepared.get(1);
        fleet.loop.post(new FleetEvent.AgentWorks(last, 1, 1));
        fleet.loop.post(new FleetEvent.AgentWorks(other, 1, 0));
        fleet.demand(0);

        fleet.notice(last, LEAD);
        assertThat(lasting()).isEqualTo(1);
        assertThat(fleet.running()).hasSize(3);

        // Its reclaim is counted now, and it waits in the queue: its successor boots already.
        fleet.loop.post(new FleetEvent.AgentWorks(last, 0));
        waiting(1, 1);
        assertThat(fleet.running()).hasSize(3);
    }

    @Test
    void anIdleSpotInstanceIsNoSuccessorOfWorkOnItsLastTry() {
        fleet.demand(2);
        String last = fleet.prepared.get(0);
        fleet.loop.post(new FleetEvent.AgentWorks(last, 1, 1));
        fleet.loop.post(new FleetEvent.AgentWorks(fleet.prepared.get(1), 0));
        fleet.demand(0);

        fleet.notice(last, LEAD);

        assertThat(lasting()).isEqualTo(1);
    }

    @Test
    void whereOnlySpotIsAllowedWorkOnItsLastTryGoesToSpotAgain() {
        configure(PurchaseChoice.SPOT);
        fleet.demand(1);
        fleet.loop.post(new FleetEvent.AgentWorks(fleet.prepared.get(0), 1, 1));
        fleet.demand(0);

        fleet.notice(fleet.prepared.get(0), LEAD);

        assertThat(fleet.running()).hasSize(2);
        assertThat(lasting()).isZero();
    }

    private void configure(PurchaseChoice purchases) {
        fleet.configure(FleetHarness.template(purchases, 100, Template.Reuse.REUSABLE));
    }

    private void waiting(int executors, int lasting) {
        Waiting waiting = new Waiting(executors, lasting, Optional.empty());
        fleet.loop.post(new FleetEvent.DemandChanged(Map.of(FleetHarness.KEY, waiting)));
        fleet.settle();
    }

    private long lasting() {
        List<Pool> pools = fleet.provider.instances().stream().map(one -> one.pool()).toList();
        return pools.stream().filter(pool -> !pool.purchase().isReclaimed()).count();
    }
}
