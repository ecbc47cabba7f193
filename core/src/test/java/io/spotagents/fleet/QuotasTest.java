package io.spotagents.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.model.Purchase;
import io.spotagents.model.TemplateKey;
import io.spotagents.provider.Instance;
import io.spotagents.provider.Quota;
import io.spotagents.selection.CheapestFirst;
import io.spotagents.selection.Plan;
import io.spotagents.selection.PurchaseChoice;
import io.spotagents.selection.RiskPriced;
import io.spotagents.selection.SelectionPolicy;
import io.spotagents.testing.FakeProvider;
import io.spotagents.testing.Pools;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An account that may use 20 processors of spot, of which others use 4; an instance takes 2. */
class QuotasTest {

    private static final int ROOM = 8;
    private static final String NAME = "All Standard Spot Instance Requests";

    private final FleetHarness fleet = new FleetHarness();

    static Stream<SelectionPolicy> policies() {
        return Stream.of(new CheapestFirst(), new RiskPriced(RiskPriced.Terms.USUAL));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void neverAsksForMoreThanAQuotaHasRoomFor(SelectionPolicy policy) {
        FleetHarness any = new FleetHarness(policy);
        limit(any, 20, 4);

        any.demand(50);
        for (int step = 0; step < 20; step++) {
            any.pass(Duration.ofSeconds(10));
            assertThat(any.running()).hasSizeLessThanOrEqualTo(ROOM);
        }

        assertThat(any.running()).hasSize(ROOM);
        assertThat(plan(any).explained())
                .contains("limit: quota \"" + NAME + "\" of 20 CPUs has 0");
        assertThat(any.provider.calls(FakeProvider.Call.Kind.LAUNCH)).isLessThanOrEqualTo(4);
    }

    @Test
    void templatesShareWhatIsLeft() {
        Template one = FleetHarness.template(PurchaseChoice.SPOT, 100, Template.Reuse.REUSABLE);
        TemplateKey key = new TemplateKey("cloud", "second");
        Template other = new Template(key, one.need(), 1, 100, one.lifetime());
        fleet.configure(one, other);
        limit(fleet, 20, 4);

        fleet.loop.post(
                new FleetEvent.DemandChanged(Map.of(one.key(), Waiting.of(6), key, Waiting.of(6))));
        for (int step = 0; step < 10; step++) {
            fleet.pass(Duration.ofSeconds(10));
        }

        assertThat(fleet.running()).hasSize(ROOM);
    }

    @ParameterizedTest
    @MethodSource("policies")
    void goesOnWhereTheQuotaDoesNotReach(SelectionPolicy policy) {
        FleetHarness any = new FleetHarness(policy);
        any.provider.stock(Pools.ON_DEMAND, 100);
        any.configure(
                FleetHarness.template(
                        PurchaseChoice.SPOT_THEN_ON_DEMAND, 100, Template.Reuse.REUSABLE));
        limit(any, 20, 4);

        any.demand(12);
        for (int step = 0; step < 10; step++) {
            any.pass(Duration.ofSeconds(10));
        }

        assertThat(any.provider.instances())
                .extracting(it -> it.pool().purchase())
                .contains(Purchase.ON_DEMAND)
                .hasSize(12);
        assertThat(any.provider.instances().stream().filter(QuotasTest::isSpot)).hasSize(ROOM);
    }

    @Test
    void aQuotaThatWasToldLongAgoLimitsNothing() {
        limit(fleet, 20, 4);
        fleet.time.advance(Duration.ofMinutes(15));

        fleet.demand(12);
        for (int step = 0; step < 10; step++) {
            fleet.pass(Duration.ofSeconds(10));
        }

        assertThat(fleet.running()).hasSize(12);
    }

    @Test
    void whatTheAccountHasDescribedIsNotCountedTwice() {
        limit(fleet, 20, 4);
        fleet.demand(4);
        fleet.allWork();
        fleet.prepared.forEach(id -> fleet.provider.renewLease(id, Duration.ofMinutes(20)));
        fleet.pass(Duration.ofMinutes(3));
        limit(fleet, 20, 12);

        fleet.demand(50);
        for (int step = 0; step < 10; step++) {
            fleet.pass(Duration.ofSeconds(10));
        }

        assertThat(fleet.running()).hasSize(ROOM);
    }

    @Test
    void aSourceThatIsGoneTakesItsQuotaWithIt() {
        QuotaBook book = new QuotaBook(Duration.ofMinutes(1));
        book.told("one", List.of(quota(fleet, 20, 20)));
        assertThat(room(book)).isZero();

        book.retain(Set.of("other"));

        assertThat(room(book)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void launchesThatAreNotAnsweredCount() {
        QuotaBook book = new QuotaBook(Duration.ofMinutes(1));
        book.told("one", List.of(quota(fleet, 20, 4)));
        LaunchIntent.Ask ask = new LaunchIntent.Ask("one", Pools.SPOT_A, 3);
        LaunchIntent intent =
                new LaunchIntent(new UUID(3, 3), FleetHarness.KEY, ask, fleet.time.instant());

        QuotaRoom room = book.at(fleet.time.instant(), List.of(), List.of(intent));

        assertThat(room.most(Pools.SPOT_A)).isEqualTo(ROOM - 3);
    }

    private int room(QuotaBook book) {
        return book.at(fleet.time.instant(), List.of(), List.of()).most(Pools.SPOT_A);
    }

    private static boolean isSpot(Instance instance) {
        return instance.pool().purchase() == Purchase.SPOT;
    }

    private static Plan plan(FleetHarness any) {
        return any.loop.status().plans().get(FleetHarness.KEY);
    }

    private static void limit(FleetHarness any, long limit, long used) {
        any.provider.limit(quota(any, limit, used));
        any.pass(Duration.ofSeconds(30));
    }

    private static Quota quota(FleetHarness any, long limit, long used) {
        return new Quota(
                NAME,
                new Quota.Reach("fake", "account", "region", Set.of(Purchase.SPOT)),
                new TreeMap<>(Map.of("small", 2)),
                new Quota.Use(limit, used, any.time.instant()));
    }
}
