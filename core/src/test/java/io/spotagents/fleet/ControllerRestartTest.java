package io.spotagents.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.cost.LedgerEntry;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.Usd;
import io.spotagents.provider.Instance;
import io.spotagents.provider.InstanceState;
import io.spotagents.provider.Owner;
import io.spotagents.selection.PurchaseChoice;
import io.spotagents.testing.Pools;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** What becomes of the instances and agents that were there before the controller restarted. */
class ControllerRestartTest {

    private final FleetHarness fleet = new FleetHarness();

    @Test
    void afterACrashItFindsItsInstancesAndEndsThemOnlyOnceOneOfThemIsBack() {
        fleet.demand(2);
        List<String> before = fleet.running();
        before.forEach(id -> fleet.provider.renewLease(id, Duration.ofDays(1)));
        fleet.time.advance(Duration.ofMinutes(1));

        fleet.restart();
        assertThat(fleet.prepared).containsExactlyElementsOf(before);
        fleet.pass(FleetTimings.DEFAULT.patience().boot());
        assertThat(fleet.running()).containsExactlyElementsOf(before);
        fleet.loop.post(new FleetEvent.AgentWorks(before.get(0), 1));
        fleet.pass(Duration.ofSeconds(1));

        assertThat(fleet.running()).containsExactly(before.get(0));
    }

    @Test
    void anAgentFromBeforeTheCrashWhoseInstanceIsGoneIsRemoved() {
        fleet.demand(1);
        Instance gone = fleet.provider.instances().get(0);
        fleet.provider.reclaim(gone.id());

        fleet.loop = fleet.newLoop();
        fleet.loop.post(new FleetEvent.AgentKnown(gone, FleetHarness.SOURCE));
        fleet.configure(FleetHarness.template(PurchaseChoice.SPOT, 100, Template.Reuse.REUSABLE));

        assertThat(fleet.removed).containsKey(gone.id());
    }

    @Test
    void anAgentThatIsNotBackYetAfterARestartIsLeftAlone() {
        Instance known = restartedWith(Duration.ofMinutes(30));
        fleet.demand(0);

        fleet.pass(Duration.ofSeconds(30));
        assertThat(fleet.drained).isEmpty();

        fleet.loop.post(new FleetEvent.AgentWorks(known.id(), 1));
        fleet.pass(Duration.ofHours(1));
        assertThat(fleet.drained).isEmpty();
        assertThat(fleet.running()).containsExactly(known.id());
    }

    @Test
    void anAgentIsAwaitedAlsoIfAListingToldOfItsInstanceFirst() {
        fleet.demand(1);
        Instance known = fleet.provider.instances().get(0);
        fleet.provider.renewLease(known.id(), Duration.ofDays(1));
        fleet.time.advance(Duration.ofMinutes(30));

        fleet.loop = fleet.newLoop();
        fleet.loop.post(new FleetEvent.DemandChanged(Map.of(FleetHarness.KEY, Waiting.of(1))));
        fleet.configure(FleetHarness.template(PurchaseChoice.SPOT, 100, Template.Reuse.REUSABLE));
        fleet.loop.post(new FleetEvent.AgentKnown(known, FleetHarness.SOURCE));
        fleet.demand(0);
        fleet.pass(Duration.ofSeconds(30));

        assertThat(fleet.drained).isEmpty();
    }

    @Test
    void anAgentThatStaysAwayAfterARestartIsGivenUpLaterThanAPipelineDoes() {
        Instance known = restartedWith(Duration.ofMinutes(30));
        fleet.demand(1);
        confirmControl();

        // Its channel never was: that it is broken is no news.
        fleet.loop.post(new FleetEvent.AgentDisconnected(known.id()));
        fleet.pass(Duration.ofMinutes(5).minusSeconds(1));
        assertThat(fleet.running()).contains(known.id());
        fleet.pass(Duration.ofSeconds(1));

        assertThat(fleet.removed).containsKey(known.id());
        assertThat(fleet.running()).doesNotContain(known.id());
    }

    @Test
    void anAgentThatWasBootingAtARestartHasItsWholeTimeToBoot() {
        Instance known = restartedWith(Duration.ofMinutes(1));
        confirmControl();
        Duration boot = FleetTimings.DEFAULT.patience().boot();

        fleet.pass(boot.minus(Duration.ofMinutes(1)).minusSeconds(1));
        assertThat(fleet.running()).contains(known.id());
        fleet.pass(Duration.ofSeconds(1));

        assertThat(fleet.running()).doesNotContain(known.id());
    }

    @Test
    void workThatWaitsIsLeftToTheAgentsThatAreToComeBack() {
        Instance known = restartedWith(Duration.ofMinutes(30));

        fleet.demand(1);
        assertThat(fleet.running()).containsExactly(known.id());

        fleet.loop.post(new FleetEvent.AgentWorks(known.id(), 1));
        fleet.settle();
        assertThat(fleet.running()).hasSize(2);
    }

    @Test
    void whatWentWhileNobodyLookedIsBilledNoMore() {
        fleet.demand(2);
        List<String> ids = fleet.running();
        ids.forEach(id -> fleet.provider.renewLease(id, Duration.ofDays(1)));
        fleet.time.advance(Duration.ofHours(1));
        fleet.provider.reclaim(ids.get(0));

        fleet.restart();
        fleet.pass(Duration.ofSeconds(5));

        assertThat(end(ids.get(0))).contains(fleet.time.instant().minusSeconds(5));
        assertThat(end(ids.get(1))).isEmpty();
    }

    @Test
    void whatNoSourceLooksForAnyMoreIsBilledForADay() {
        fleet.books.put(elsewhere());
        fleet.restart();

        fleet.pass(Duration.ofDays(1).minusSeconds(1));
        assertThat(end("i-elsewhere")).isEmpty();

        fleet.pass(Duration.ofSeconds(5));
        assertThat(end("i-elsewhere")).contains(fleet.time.instant());
    }

    @Test
    void whatIsListedAfterAllIsBilledOn() {
        fleet.demand(1);
        String id = fleet.running().get(0);
        fleet.books.put(fleet.books.find(id).orElseThrow().endedAt(fleet.time.instant()));

        fleet.restart();

        assertThat(end(id)).isEmpty();
    }

    private Optional<Instant> end(String instanceId) {
        return fleet.books.find(instanceId).orElseThrow().ran().until();
    }

    private LedgerEntry elsewhere() {
        Place place = new Place("aws", "123", "eu-west-1", "a");
        Pool pool = new Pool(place, "m5.large", OperatingSystem.LINUX, Purchase.SPOT);
        return new LedgerEntry(
                "i-elsewhere",
                FleetHarness.KEY,
                new LedgerEntry.Rate(pool, Usd.of(1), Usd.of(2)),
                new LedgerEntry.Ran(fleet.time.instant().minusSeconds(60), Optional.empty()),
                Duration.ZERO);
    }

    /** A controller that has come back, and the instance that it knew, of an age. */
    private Instance restartedWith(Duration age) {
        fleet.demand(1);
        Instance known = fleet.provider.instances().get(0);
        fleet.provider.renewLease(known.id(), Duration.ofDays(1));
        fleet.time.advance(age);
        fleet.loop = fleet.newLoop();
        fleet.loop.post(new FleetEvent.AgentKnown(known, FleetHarness.SOURCE));
        fleet.configure(FleetHarness.template(PurchaseChoice.SPOT, 100, Template.Reuse.REUSABLE));
        return known;
    }

    @Test
    void whatCannotBeEndedAsItsSourceIsGoneIsToldOnceAndEndedWhenTheSourceIsBack() {
        Instance known = restartedWith(Duration.ofMinutes(30));
        fleet.loop.post(new FleetEvent.AgentWorks(known.id(), 1));
        fleet.settle();
        fleet.loop.post(new FleetEvent.Configured(List.of(), Map.of()));
        fleet.loop.post(new FleetEvent.AgentDrained(known.id()));
        List<LogRecord> told = warnings(() -> fleet.pass(Duration.ofMinutes(1)));
        assertThat(fleet.removed).containsKey(known.id());
        assertThat(told)
                .extracting(LogRecord::getMessage)
                .singleElement()
                .asString()
                .contains(known.id(), FleetHarness.SOURCE, "Add the source again");

        fleet.removed.clear();
        assertThat(warnings(() -> fleet.pass(Duration.ofHours(1)))).isEmpty();
        assertThat(fleet.removed).isEmpty();
        assertThat(fleet.running()).containsExactly(known.id());

        fleet.configure(FleetHarness.template(PurchaseChoice.SPOT, 100, Template.Reuse.REUSABLE));
        assertThat(fleet.running()).isEmpty();
    }

    private static List<LogRecord> warnings(Runnable action) {
        List<LogRecord> warnings = new ArrayList<>();
        Logger logger = Logger.getLogger(FleetLoop.class.getName());
        Handler handler =
                new Handler() {
                    @Override
                    public void publish(LogRecord told) {
                        if (told.getLevel() == Level.WARNING) {
                            warnings.add(told);
                        }
                    }

                    @Override
                    public void flush() {}

                    @Override
                    public void close() {}
                };
        logger.addHandler(handler);
        try {
            action.run();
        } finally {
            logger.removeHandler(handler);
        }
        return warnings;
    }

    /** Some other agent from before comes back, so this controller may end what is its own. */
    private void confirmControl() {
        Instance other =
                new Instance(
                        "i-other",
                        Pools.SPOT_A,
                        new Owner(FleetHarness.CONTROLLER, FleetHarness.KEY, new UUID(3, 3)),
                        InstanceState.RUNNING,
                        fleet.time.instant().minusSeconds(60));
        fleet.loop.post(new FleetEvent.AgentKnown(other, FleetHarness.SOURCE));
        fleet.loop.post(new FleetEvent.AgentWorks(other.id(), 1));
        fleet.settle();
    }
}
