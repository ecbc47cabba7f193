package io.spotagents.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.market.MarketSnapshot;
import io.spotagents.model.Offer;
import io.spotagents.model.Pool;
import io.spotagents.selection.Outlook;
import io.spotagents.selection.Pick;
import io.spotagents.selection.Plan;
import io.spotagents.selection.PurchaseChoice;
import io.spotagents.selection.Request;
import io.spotagents.selection.SelectionPolicy;
import io.spotagents.testing.Pools;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReliefTest {

    private static final int MAX = 40;
    private static final int OVERLAP = 4;

    /** Successors at work that show that a place holds. */
    private static final int PROVEN = 8;

    private final Steered policy = new Steered();
    private final FleetHarness fleet = new FleetHarness(policy);

    ReliefTest() {
        fleet.provider.stock(Pools.ON_DEMAND, 100);
        configure(MAX);
        fleet.pass(FleetTimings.DEFAULT.polling().offers());
    }

    @Test
    void nothingIsGivenUpWhileNoWorkWaits() {
        runOnDemand(20);

        spotIsBack();
        fleet.pass(Duration.ofMinutes(1));

        assertThat(fleet.drained).isEmpty();
    }

    @Test
    void aFewGoFirst() {
        runOnDemand(20);
        spotIsBack();

        fleet.demand(10);
        fleet.pass(Duration.ofSeconds(10));

        assertThat(fleet.drained).hasSize(OVERLAP);
        assertThat(fleet.drained.values())
                .allSatisfy(
                        drain -> {
                            assertThat(drain.cause()).isEqualTo(Agents.Cause.NOT_NEEDED);
                            assertThat(drain.reason()).startsWith(Relief.REASON);
                        });
    }

    @Test
    void theOthersFollowOnceEnoughSuccessorsWork() {
        runOnDemand(20);
        spotIsBack();
        fleet.demand(PROVEN + 2);

        work(Pools.SPOT_A, PROVEN - 1);
        assertThat(fleet.drained).hasSize(OVERLAP);

        work(Pools.SPOT_A, PROVEN);
        assertThat(fleet.drained).hasSize(20);
    }

    @Test
    void successorsStay() {
        runOnDemand(20);
        spotIsBack();
        fleet.demand(PROVEN + 2);
        work(Pools.SPOT_A, PROVEN);

        assertThat(fleet.drained.keySet()).doesNotContainAnyElementsOf(ids(Pools.SPOT_A));
    }

    /** Work that waits is about to reach it; a successor would come no sooner. */
    @Test
    void anAgentThatHasJustComeIsLetTakeItsFirstWork() {
        fleet.demand(1);
        String id = fleet.prepared.get(0);
        fleet.loop.post(new FleetEvent.AgentWorks(id, 0));
        spotIsBack();

        fleet.demand(1);
        assertThat(fleet.drained).isEmpty();

        fleet.pass(Duration.ofMinutes(1));
        assertThat(fleet.drained).containsOnlyKeys(id);
    }

    @Test
    void oneInstanceThatIsAllThereIsGoesToo() {
        configure(1);
        runOnDemand(1);
        spotIsBack();

        fleet.demand(1);

        assertThat(fleet.drained).hasSize(1);
        assertThat(ids(Pools.SPOT_A)).hasSize(1);
    }

    @Test
    void theMaximumIsExceededByNoMoreThanATenth() {
        runOnDemand(MAX);
        spotIsBack();

        fleet.demand(30);
        fleet.pass(Duration.ofSeconds(10));
        assertThat(fleet.running()).hasSize(MAX + OVERLAP);

        fleet.pass(Duration.ofSeconds(10));
        assertThat(fleet.running()).hasSize(MAX + OVERLAP);
    }

    @Test
    void thoseThatHaveDrainedMakeRoomForMore() {
        runOnDemand(MAX);
        spotIsBack();
        fleet.demand(30);
        fleet.pass(Duration.ofSeconds(10));

        List.copyOf(fleet.drained.keySet())
                .forEach(id -> fleet.loop.post(new FleetEvent.AgentDrained(id)));
        fleet.pass(Duration.ofSeconds(10));

        assertThat(ids(Pools.SPOT_A)).hasSize(2 * OVERLAP);
        assertThat(fleet.running()).hasSize(MAX + OVERLAP);
    }

    private void configure(int max) {
        fleet.configure(
                FleetHarness.template(
                        PurchaseChoice.SPOT_THEN_ON_DEMAND, max, Template.Reuse.REUSABLE));
    }

    private void runOnDemand(int instances) {
        fleet.demand(instances);
        fleet.allWork();
        assertThat(ids(Pools.ON_DEMAND)).hasSize(instances);
    }

    private void spotIsBack() {
        policy.target = Pools.SPOT_A;
        policy.left.put(Pools.ON_DEMAND, "spot is back");
    }

    private void work(Pool pool, int instances) {
        ids(pool).stream()
                .limit(instances)
                .forEach(id -> fleet.loop.post(new FleetEvent.AgentWorks(id, 1)));
        fleet.pass(Duration.ofSeconds(1));
    }

    private List<String> ids(Pool pool) {
        return fleet.provider.instances().stream()
                .filter(instance -> instance.pool().equals(pool))
                .map(instance -> instance.id())
                .toList();
    }

    /** Asks and leaves what the test says. */
    private static final class Steered implements SelectionPolicy {
        private final SortedMap<Pool, String> left = new TreeMap<>();
        private Pool target = Pools.ON_DEMAND;

        @Override
        public Plan select(Request request, MarketSnapshot market, Outlook outlook) {
            List<Pick> picks =
                    market.offers(FleetHarness.SOURCE).stream()
                            .filter(this::isTarget)
                            .map(o -> new Pick(FleetHarness.SOURCE, o, request.count(), "steered"))
                            .toList();
            return new Plan(request, picks, List.of(), 0);
        }

        @Override
        public SortedMap<Pool, String> leave(
                Request successor, MarketSnapshot market, Outlook outlook) {
            return left;
        }

        private boolean isTarget(Offer offer) {
            return offer.pool().equals(target);
        }
    }
}
