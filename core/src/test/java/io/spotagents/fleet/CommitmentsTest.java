package io.spotagents.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.commitments.Commitment;
import io.spotagents.commitments.Reach;
import io.spotagents.commitments.Shape;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.Size;
import io.spotagents.model.Usd;
import io.spotagents.provider.Instance;
import io.spotagents.testing.Pools;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Ten reserved instances of one family; the margin for others is one. */
class CommitmentsTest {

    private static final int PAID_FOR = 10;
    private static final int MARGIN = 1;
    private static final Shape SMALL = shape("small", 1_000);
    private static final Shape BIG = shape("big", 2_000);

    private final FleetHarness fleet = new FleetHarness();

    CommitmentsTest() {
        for (Shape shape : new Shape[] {SMALL, BIG}) {
            fleet.provider.size(shape.pool(), shape.size());
            fleet.provider.stock(shape.pool(), 100);
        }
    }

    @Test
    void whatIsPaidForIsUsedFirst() {
        commit();

        fleet.demand(12);
        fleet.pass(Duration.ofSeconds(1));

        assertThat(of(Purchase.COMMITMENT)).isEqualTo(PAID_FOR - MARGIN);
        assertThat(of(Purchase.SPOT)).isEqualTo(12 - (PAID_FOR - MARGIN));
    }

    @Test
    void neverMoreThanWhatIsFreeIsLaunched() {
        commit(SMALL, BIG);

        for (int wanted = 1; wanted <= 60; wanted += 3) {
            fleet.demand(wanted);
            fleet.pass(Duration.ofSeconds(7));
            assertThat(units()).isLessThanOrEqualTo(PAID_FOR - MARGIN);
        }
        assertThat(units()).isPositive();
    }

    @Test
    void whatOthersUseIsNotFree() {
        fleet.provider.othersRun(SMALL, 6);
        commit();

        fleet.demand(12);
        fleet.pass(Duration.ofSeconds(1));

        assertThat(of(Purchase.COMMITMENT)).isEqualTo(PAID_FOR - MARGIN - 6);
    }

    @Test
    void whatHasEndedIsFreeAgain() {
        commit();
        fleet.demand(9);
        fleet.allWork();
        String ended = fleet.prepared.get(0);
        fleet.loop.post(new FleetEvent.AgentDrained(ended));
        fleet.pass(Duration.ofSeconds(1));
        assertThat(of(Purchase.COMMITMENT)).isEqualTo(8);
        for (int i = 0; i < 3; i++) {
            fleet.prepared.forEach(id -> fleet.provider.renewLease(id, Duration.ofMinutes(10)));
            fleet.pass(Duration.ofMinutes(1));
        }

        fleet.demand(2);
        fleet.pass(Duration.ofSeconds(1));

        assertThat(of(Purchase.COMMITMENT)).isEqualTo(9);
    }

    @Test
    void itCostsNothing() {
        commit();
        fleet.demand(1);
        fleet.pass(Duration.ofMinutes(5));

        assertThat(fleet.books.report(fleet.time.instant()).total().spent()).isEqualTo(Usd.ZERO);
        assertThat(fleet.books.all()).hasSize(1);
    }

    @Test
    void coverageAndWasteAreTold() {
        commit();
        fleet.demand(5);
        fleet.allWork();
        for (int i = 0; i < 30; i++) {
            fleet.prepared.forEach(id -> fleet.provider.renewLease(id, Duration.ofMinutes(10)));
            fleet.prepared.forEach(id -> fleet.loop.post(new FleetEvent.AgentWorks(id, 1)));
            fleet.pass(Duration.ofMinutes(1));
        }

        CommitmentUse use = fleet.loop.status().commitments().get(FleetHarness.SOURCE);
        assertThat(use.coverage().share()).contains(1.0);
        assertThat(use.now().uses().get(0).share()).isEqualTo(5.0 / PAID_FOR);
        assertThat(use.uses().get(use.uses().firstKey()).idle().signum()).isPositive();
    }

    @Test
    void nothingIsFreeOnceTheAccountWasSilentForLong() {
        commit();
        fleet.calls = task -> {};

        fleet.time.advance(Duration.ofMinutes(16));
        fleet.demand(3);

        assertThat(of(Purchase.COMMITMENT)).isZero();
    }

    private void commit() {
        commit(SMALL);
    }

    private void commit(Shape... shapes) {
        fleet.provider.commit(
                new Commitment.SizeFlexible(
                        "ri-1",
                        new Reach("fake", Optional.empty()),
                        "region",
                        new Commitment.SizeFlexible.Kind("family", OperatingSystem.LINUX),
                        PAID_FOR * 1_000L),
                shapes);
        fleet.pass(Duration.ofMinutes(1));
    }

    private long of(Purchase purchase) {
        return fleet.provider.instances().stream()
                .filter(instance -> instance.pool().purchase() == purchase)
                .count();
    }

    /** In units of the family. */
    private long units() {
        return fleet.provider.instances().stream()
                .map(Instance::pool)
                .filter(pool -> pool.purchase() == Purchase.COMMITMENT)
                .mapToLong(pool -> pool.equals(BIG.pool()) ? 2 : 1)
                .sum();
    }

    private static Shape shape(String machineType, long milliUnits) {
        Pool pool = Pools.pool("a", machineType, Purchase.COMMITMENT);
        return new Shape(
                pool.place(),
                machineType,
                OperatingSystem.LINUX,
                new Size(2, 4096),
                new Shape.Family("family", milliUnits));
    }
}
