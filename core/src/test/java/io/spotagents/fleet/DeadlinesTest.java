package io.spotagents.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.market.MarketSnapshot;
import io.spotagents.model.Offer;
import io.spotagents.model.Purchase;
import io.spotagents.selection.CheapestFirst;
import io.spotagents.selection.Outlook;
import io.spotagents.selection.Plan;
import io.spotagents.selection.PurchaseChoice;
import io.spotagents.selection.Request;
import io.spotagents.selection.SelectionPolicy;
import io.spotagents.testing.Pools;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

    private static final Duration PIECE = Duration.ofMinutes(20);

    private final FleetHarness fleet = new FleetHarness(new KeepsToLasting());

    @BeforeEach
    void spotAndOnDemandAreAllowed() {
        fleet.provider.stock(Pools.ON_DEMAND, 100);
        configure(100);
        fleet.pass(FleetTimings.DEFAULT.polling().offers());
    }

    @Test
    void whileThereIsMuchTimeWorkGoesToSpot() {
        wait(5, Duration.ofHours(6));

        assertThat(of(Purchase.SPOT)).isEqualTo(5);
        assertThat(of(Purchase.ON_DEMAND)).isZero();
    }

    @Test
    void onceTheTimeLeftOverIsGoneWorkGoesWhereNothingIsReclaimed() {
        wait(5, Duration.ofMinutes(40));

        assertThat(of(Purchase.ON_DEMAND)).isEqualTo(5);
        assertThat(of(Purchase.SPOT)).isZero();
    }

    @Test
    void whatIsLateGoesWhereNothingIsReclaimed() {
        wait(5, Duration.ofMinutes(-10));

        assertThat(of(Purchase.ON_DEMAND)).isEqualTo(5);
    }

    @Test
    void whileSpotIsDownAndThereIsTimeNothingIsBought() {
        spotIsDown();

        wait(5, Duration.ofHours(12));

        assertThat(fleet.running()).isEmpty();
        Plan plan = fleet.loop.status().plans().get(FleetHarness.KEY);
        assertThat(plan.unmet()).isEqualTo(5);
        assertThat(plan.explained())
                .contains("5 instances for cloud/template are not asked for", "wait for spot");

        fleet.demand(0);
        assertThat(fleet.loop.status().plans()).isEmpty();
    }

    @Test
    void whenSpotStaysAwayTheSafetyNetHolds() {
        spotIsDown();
        Instant due = fleet.time.instant().plus(Duration.ofHours(3));

        while (fleet.running().isEmpty() && fleet.time.instant().isBefore(due)) {
            wait(5, Duration.between(fleet.time.instant(), due));
            fleet.pass(Duration.ofMinutes(1));
        }

        assertThat(of(Purchase.ON_DEMAND)).isEqualTo(5);
        Duration left = Duration.between(fleet.time.instant(), due);
        assertThat(left).isGreaterThan(PIECE.multipliedBy(3));
    }

    @Test
    void workThatTakesSeveralRoundsHasLessTimeLeftOver() {
        configure(5);

        wait(50, Duration.ofHours(3)); // ten rounds of 20 minutes

        assertThat(of(Purchase.ON_DEMAND)).isEqualTo(5);
    }

    @Test
    void withoutADeadlineNothingWaits() {
        spotIsDown();

        fleet.demand(5);
        fleet.pass(Duration.ofSeconds(1));

        assertThat(of(Purchase.ON_DEMAND)).isEqualTo(5);
    }

    private void configure(int max) {
        fleet.configure(
                FleetHarness.template(
                        PurchaseChoice.SPOT_THEN_ON_DEMAND, max, Template.Reuse.REUSABLE));
    }

    /** Both pools have refused, so they are left alone for a while, again and again. */
    private void spotIsDown() {
        fleet.provider.stock(Pools.SPOT_A, 0);
        fleet.provider.stock(Pools.SPOT_B, 0);
        configureSpotOnly();
        fleet.demand(1);
        fleet.pass(Duration.ofSeconds(1));
        fleet.demand(0);
        configure(100);
        assertThat(fleet.running()).isEmpty();
    }

    private void configureSpotOnly() {
        fleet.configure(FleetHarness.template(PurchaseChoice.SPOT, 100, Template.Reuse.REUSABLE));
    }

    private void wait(int executors, Duration left) {
        Waiting waiting =
                new Waiting(
                        executors,
                        0,
                        Optional.of(PIECE),
                        Optional.of(fleet.time.instant().plus(left)));
        fleet.loop.post(new FleetEvent.DemandChanged(Map.of(FleetHarness.KEY, waiting)));
        fleet.settle();
    }

    private long of(Purchase purchase) {
        return fleet.provider.instances().stream()
                .filter(instance -> instance.pool().purchase() == purchase)
                .count();
    }

    /** The cheapest, of what is not reclaimed if the work must last. */
    private static final class KeepsToLasting implements SelectionPolicy {

        private final SelectionPolicy cheapest = new CheapestFirst();

        @Override
        public Plan select(Request request, MarketSnapshot market, Outlook outlook) {
            if (request.conditions().lasting() == 0) {
                return cheapest.select(request, market, outlook);
            }
            SortedMap<String, List<Offer>> lasting = new TreeMap<>();
            lasting.put(
                    FleetHarness.SOURCE,
                    market.offers(FleetHarness.SOURCE).stream()
                            .filter(offer -> !offer.pool().purchase().isReclaimed())
                            .toList());
            return cheapest.select(request, new MarketSnapshot(market.at(), lasting), outlook);
        }
    }
}
