package io.spotagents.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.cost.LedgerEntry;
import io.spotagents.model.TemplateKey;
import io.spotagents.model.Usd;
import io.spotagents.provider.Instance;
import io.spotagents.provider.Refusal;
import io.spotagents.selection.PurchaseChoice;
import io.spotagents.testing.FakeProvider.Call;
import io.spotagents.testing.Pools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FleetLoopTest {

    private final FleetHarness fleet = new FleetHarness();

    @Test
    void launchesWhatDemandAsksForInOneCall() {
        fleet.demand(50);

        assertThat(fleet.running()).hasSize(50);
        assertThat(fleet.provider.calls(Call.Kind.LAUNCH)).isEqualTo(1);
    }

    @Test
    void doesNotLaunchAgainWhileInstancesBoot() {
        fleet.demand(3);

        fleet.pass(Duration.ofSeconds(1));
        fleet.pass(Duration.ofSeconds(1));

        assertThat(fleet.running()).hasSize(3);
    }

    @Test
    void asksTheCheapestPool() {
        fleet.provider.price(Pools.SPOT_A, Usd.of(0.05));
        fleet.provider.price(Pools.SPOT_B, Usd.of(0.02));
        fleet.pass(Duration.ofMinutes(1));

        fleet.demand(1);

        assertThat(fleet.provider.instances().get(0).pool()).isEqualTo(Pools.SPOT_B);
    }

    @Test
    void neverHasMoreInstancesThanTheMaximum() {
        fleet.configure(FleetHarness.template(PurchaseChoice.SPOT, 7, Template.Reuse.REUSABLE));

        fleet.demand(50);
        fleet.pass(Duration.ofSeconds(1));

        assertThat(fleet.running()).hasSize(7);
    }

    @Test
    void asksAnotherPoolForWhatOnePoolDoesNotHave() {
        fleet.provider.stock(Pools.SPOT_A, 2);
        fleet.demand(5);

        fleet.pass(Duration.ofSeconds(1));

        assertThat(fleet.provider.instances())
                .extracting(instance -> instance.pool())
                .containsExactly(
                        Pools.SPOT_A, Pools.SPOT_A, Pools.SPOT_B, Pools.SPOT_B, Pools.SPOT_B);
    }

    @Test
    void comesBackToASoldOutPoolAfterItsCoolDown() {
        fleet.provider.stock(Pools.SPOT_A, 0);
        fleet.provider.stock(Pools.SPOT_B, 0);
        fleet.demand(1);
        fleet.pass(Duration.ofSeconds(1));
        fleet.provider.stock(Pools.SPOT_A, 1);
        fleet.pass(Duration.ofSeconds(1));
        assertThat(fleet.running()).isEmpty();

        fleet.pass(FleetTimings.DEFAULT.coolDown().first());

        assertThat(fleet.running()).hasSize(1);
    }

    @Test
    void buysOnDemandOnlyWhenNoSpotIsToBeHad() {
        fleet.provider.stock(Pools.ON_DEMAND, 10);
        fleet.provider.stock(Pools.SPOT_A, 0);
        fleet.provider.stock(Pools.SPOT_B, 1);
        fleet.configure(
                FleetHarness.template(
                        PurchaseChoice.SPOT_THEN_ON_DEMAND, 10, Template.Reuse.REUSABLE));
        fleet.pass(Duration.ofMinutes(1));

        fleet.demand(2);
        fleet.pass(Duration.ofSeconds(1));
        fleet.pass(Duration.ofSeconds(1));

        assertThat(fleet.provider.instances())
                .extracting(instance -> instance.pool())
                .containsExactlyInAnyOrder(Pools.SPOT_B, Pools.ON_DEMAND);
    }

    @Test
    void aPoolWithAnInvalidRequestIsLeftAloneUntilItsConfigurationChanges() {
        fleet.provider.stock(Pools.SPOT_B, 0);
        fleet.provider.refuseNext(
                Refusal.of(Refusal.Kind.INVALID_REQUEST, Refusal.Scope.ACCOUNT, "no such image"));
        fleet.demand(1);
        fleet.pass(Duration.ofDays(1));
        assertThat(fleet.running()).isEmpty();

        fleet.configure(FleetHarness.template(PurchaseChoice.SPOT, 10, Template.Reuse.REUSABLE));

        assertThat(fleet.running()).hasSize(1);
    }

    @Test
    void saysWhyNothingCanBeHad() {
        fleet.provider.stock(Pools.SPOT_A, 0);
        fleet.provider.stock(Pools.SPOT_B, 0);

        fleet.demand(1);
        fleet.pass(Duration.ofSeconds(1));
        fleet.pass(Duration.ofSeconds(1));

        assertThat(fleet.loop.status().plans().get(FleetHarness.KEY).explained())
                .contains("1 of 1 instances cannot be had now")
                .contains("NO_CAPACITY");
    }

    @Test
    void endsAnIdleInstanceOnlyAfterItsAgentHasDrained() {
        fleet.demand(1);
        String id = fleet.prepared.get(0);
        fleet.allWork();
        fleet.loop.post(new FleetEvent.AgentWorks(id, 0));
        fleet.settle();

        fleet.pass(Duration.ofMinutes(5));
        assertThat(fleet.drained.get(id).cause()).isEqualTo(Agents.Cause.NOT_NEEDED);
        assertThat(fleet.running()).containsExactly(id);
        fleet.loop.post(new FleetEvent.AgentDrained(id));
        fleet.settle();

        assertThat(fleet.running()).isEmpty();
        assertThat(fleet.removed).containsKey(id);
    }

    @Test
    void anInstanceEndedBeforeItWasEverListedIsForgottenAtOnce() {
        fleet.demand(1);
        fleet.allWork();

        fleet.loop.post(new FleetEvent.AgentDrained(fleet.prepared.get(0)));
        fleet.settle();

        assertThat(fleet.loop.status().members()).isEmpty();
    }

    @Test
    void endsWhatBootsAlthoughNobodyWantsItAnyMore() {
        fleet.demand(2);
        fleet.demand(1);

        fleet.pass(FleetTimings.DEFAULT.patience().surplus());

        assertThat(fleet.drained).hasSize(1);
    }

    @Test
    void endsInstancesWhoseAgentNeverCame() {
        fleet.demand(1);
        String first = fleet.prepared.get(0);
        fleet.provider.renewLease(first, Duration.ofHours(1));

        fleet.pass(FleetTimings.DEFAULT.patience().boot());

        assertThat(fleet.running()).doesNotContain(first);
        assertThat(fleet.removed).containsKey(first);
    }

    @Test
    void anUnansweredSourceKeepsItsInstances() {
        fleet.demand(2);
        fleet.provider.failNextList();

        fleet.pass(Duration.ofSeconds(5));

        assertThat(fleet.removed).isEmpty();
        assertThat(fleet.running()).hasSize(2);
    }

    @Test
    void instancesOfATemplateThatIsNoMoreFinishTheirWorkAndEnd() {
        fleet.demand(1);
        String id = fleet.prepared.get(0);
        fleet.allWork();

        fleet.configure();
        assertThat(fleet.drained).containsKey(id);
        assertThat(fleet.running()).containsExactly(id);
        fleet.loop.post(new FleetEvent.AgentDrained(id));
        fleet.settle();

        assertThat(fleet.running()).isEmpty();
    }

    @Test
    void savingTheConfigurationChangesNothingForInstances() {
        fleet.demand(4);

        fleet.configure(FleetHarness.template(PurchaseChoice.SPOT, 100, Template.Reuse.REUSABLE));
        fleet.pass(Duration.ofSeconds(5));

        assertThat(fleet.running()).hasSize(4);
        assertThat(fleet.drained).isEmpty();
    }

    @Test
    void decidesNothingBeforeItKnowsWhatIsConfigured() {
        fleet.demand(1);
        Instance known = fleet.provider.instances().get(0);

        fleet.loop = fleet.newLoop();
        fleet.loop.post(new FleetEvent.AgentKnown(known, FleetHarness.SOURCE));
        fleet.settle();

        assertThat(fleet.drained).isEmpty();
        assertThat(fleet.removed).isEmpty();
    }

    @Test
    void theLedgerKnowsWhatEachInstanceCost() {
        fleet.demand(1);
        String id = fleet.prepared.get(0);
        fleet.loop.post(new FleetEvent.WorkLost(id, Duration.ofMinutes(7)));
        fleet.time.advance(Duration.ofMinutes(3));
        fleet.provider.reclaim(id);
        fleet.demand(0);
        fleet.pass(Duration.ofSeconds(5));

        Optional<LedgerEntry> entry = fleet.books.find(id);
        assertThat(entry).isPresent();
        assertThat(entry.get().ran().until()).isPresent();
        assertThat(entry.get().lost()).isEqualTo(Duration.ofMinutes(7));
        assertThat(entry.get().rate().onDemandHourly()).isEqualTo(Usd.of(0.09));
    }

    @Test
    void tellsThatAMaximumIsReached() {
        fleet.configure(FleetHarness.template(PurchaseChoice.SPOT, 2, Template.Reuse.REUSABLE));
        fleet.demand(5);
        fleet.settle();

        assertThat(fleet.running()).hasSize(2);
        assertThat(fleet.loop.status().plans().get(FleetHarness.KEY).explained())
                .isEqualTo(
                        "3 instances for cloud/template are not asked for: it has its maximum of 2"
                                + " instances");
    }

    @Test
    void demandOfAnUnknownTemplateIsIgnored() {
        fleet.loop.post(
                new FleetEvent.DemandChanged(Map.of(new TemplateKey("no", "such"), Waiting.of(5))));

        fleet.settle();

        assertThat(fleet.running()).isEmpty();
    }

    @Test
    void launchesNothingBeforeItsSourceHasToldWhatExistsThere() {
        List<Runnable> held = new ArrayList<>();
        fleet.calls = held::add;
        fleet.restart();
        held.remove(0).run(); // offers
        fleet.demand(3);
        assertThat(fleet.provider.calls(Call.Kind.LAUNCH)).isZero();

        fleet.calls = Runnable::run;
        List.copyOf(held).forEach(Runnable::run);
        fleet.settle();

        assertThat(fleet.running()).hasSize(3);
    }

    @Test
    void aListingThatFailsHoldsNothingUp() {
        fleet.provider.failNextList();
        fleet.restart();

        fleet.demand(3);

        assertThat(fleet.running()).hasSize(3);
    }

    @Test
    void aSourceThatHangsHoldsNothingUpForLongerThanACallMayTake() {
        List<Runnable> held = new ArrayList<>();
        fleet.calls = held::add;
        fleet.restart();
        held.remove(0).run(); // offers
        fleet.demand(3);
        fleet.calls = Runnable::run;

        fleet.time.advance(FleetTimings.DEFAULT.polling().callDeadline());
        fleet.settle();

        assertThat(fleet.running()).hasSize(3);
    }

    @Test
    void listsASourceAtOnceWhenItsCloudSaysThatAnInstanceIsLeaving() {
        fleet.demand(1);
        fleet.pass(Duration.ofMinutes(2));
        String id = fleet.provider.instances().get(0).id();
        fleet.provider.reclaim(id);
        fleet.settle();
        assertThat(fleet.loop.status().members()).extracting(Member::id).contains(id);

        fleet.loop.post(new FleetEvent.InstanceLeaving(id));
        fleet.settle();

        assertThat(fleet.loop.status().members()).extracting(Member::id).doesNotContain(id);
    }
}
