package io.spotagents.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.cost.Budget;
import io.spotagents.cost.CostSummary;
import io.spotagents.model.Usd;
import io.spotagents.ready.ReadyTerms;
import io.spotagents.ready.Schedule;
import io.spotagents.selection.PurchaseChoice;
import io.spotagents.testing.Pools;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Agents for work that has not come yet. The harness begins at noon, on a Thursday. */
class KeptReadyTest {

    private final FleetHarness fleet = new FleetHarness();
    private final HashSet<String> online = new HashSet<>();

    @Test
    void aScheduleHasAgentsReadyWhenItBeginsAndEndsThemWhenItIsOver() {
        fleet.configure(keeping("Thu 13:00-15:00 3", 10));
        assertThat(fleet.running()).isEmpty();

        passOnline(Duration.ofHours(1));
        assertThat(fleet.running()).hasSize(3);

        passOnline(Duration.ofMinutes(119));
        assertThat(fleet.running()).hasSize(3);
        assertThat(fleet.drained).isEmpty();
        assertThat(standing()).isEqualTo(new ReadyStanding(FleetHarness.KEY, 3, 0, 3, 3));

        passOnline(Duration.ofMinutes(1));
        assertThat(fleet.drained).hasSize(3);
    }

    @Test
    void whatIsTakenByWorkIsMadeGoodAndNoMoreThanThat() {
        fleet.configure(keeping("* 00:00-24:00 2", 10));
        passOnline(Duration.ofMinutes(1));

        works(fleet.prepared.get(0), 1);
        passOnline(Duration.ofMinutes(1));
        assertThat(fleet.running()).hasSize(3);

        works(fleet.prepared.get(0), 0);
        passOnline(Duration.ofMinutes(4));
        assertThat(fleet.drained).as("within its idle time").isEmpty();

        passOnline(Duration.ofMinutes(1));
        assertThat(fleet.drained).as("one is too many, the youngest").hasSize(1);
        assertThat(fleet.drained).containsKey(fleet.prepared.get(2));
    }

    @Test
    void workThatWaitsComesOnTopAndTheMaximumHolds() {
        fleet.configure(keeping("* 00:00-24:00 3", 5));
        assertThat(fleet.running()).hasSize(3);

        fleet.demand(1);
        assertThat(fleet.running()).hasSize(4);

        fleet.demand(4);
        assertThat(fleet.running()).hasSize(5);
        assertThat(standing().wanted()).isEqualTo(3);
    }

    @Test
    void whatIsReclaimedIsReplaced() {
        fleet.configure(keeping("* 00:00-24:00 2", 10));
        passOnline(Duration.ofMinutes(1));

        fleet.notice(fleet.prepared.get(0), Duration.ofMinutes(2));

        assertThat(fleet.running()).hasSize(3);
        assertThat(fleet.drained).containsOnlyKeys(fleet.prepared.get(0));
    }

    @Test
    void recentDemandKeepsReadyWhatUsuallyComesAndForgetsIt() {
        ReadyTerms terms = new ReadyTerms(Schedule.NEVER, 0.9, Duration.ofHours(1), 4);
        fleet.configure(template(10).with(terms));
        passOnline(Duration.ofMinutes(5));
        assertThat(fleet.running()).as("nothing came yet").isEmpty();

        workComes(2);
        List<String> first = List.copyOf(fleet.prepared);
        passOnline(Duration.ofMinutes(2));
        assertThat(fleet.prepared).as("as many more may come").hasSize(4);
        first.forEach(id -> works(id, 0));
        passOnline(Duration.ofMinutes(30));
        assertThat(standing().recent()).isEqualTo(2);
        assertThat(fleet.drained)
                .as("two are kept beyond their idle time")
                .hasSize(2)
                .doesNotContainKeys(first.toArray(String[]::new));

        passOnline(Duration.ofMinutes(40));
        assertThat(standing().recent()).isZero();
        assertThat(fleet.drained).hasSize(4);
    }

    @Test
    void recentDemandAloneKeepsNoMoreThanItMay() {
        ReadyTerms terms = new ReadyTerms(Schedule.NEVER, 0.9, Duration.ofHours(1), 4);
        fleet.configure(template(100).with(terms));
        passOnline(Duration.ofMinutes(5));

        workComes(50);
        passOnline(Duration.ofMinutes(1));

        assertThat(standing().recent()).isEqualTo(4);
        assertThat(fleet.running()).hasSize(54);
    }

    @Test
    void nothingIsKeptReadyOnceABudgetAsksForThrift() {
        Budget budget = new Budget(Usd.of(1), Budget.Window.MONTH, Budget.AtLimit.FINISH);
        Spending spending = new Spending(Optional.empty(), Optional.empty(), Optional.of(budget));
        fleet.provider.price(Pools.SPOT_A, Usd.of(0.4));
        fleet.provider.price(Pools.SPOT_B, Usd.of(0.4));
        fleet.configure(keeping("* 00:00-24:00 1", 10).with(spending));
        passOnline(Duration.ofMinutes(90));
        assertThat(fleet.drained).isEmpty();

        passOnline(Duration.ofMinutes(40));

        assertThat(fleet.drained).hasSize(1);
    }

    @Test
    void whatItCostsIsInTheLedger() {
        fleet.configure(keeping("* 00:00-24:00 1", 10));
        fleet.loop.post(new FleetEvent.AgentWorks(fleet.prepared.get(0), 0));
        fleet.settle();

        passOnline(Duration.ofMinutes(30));
        assertThat(readyTime()).isEqualTo(Duration.ofMinutes(30));

        works(fleet.prepared.get(0), 1);
        passOnline(Duration.ofMinutes(60));
        assertThat(readyTime(fleet.prepared.get(0))).isEqualTo(Duration.ofMinutes(30));
        CostSummary costs = CostSummary.of(fleet.books.all(), fleet.time.instant());
        assertThat(costs.ready()).isBetween(new Usd(1), costs.spent());
    }

    private ReadyStanding standing() {
        List<ReadyStanding> all = fleet.loop.status().ready();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private Duration readyTime() {
        return fleet.books.all().stream()
                .map(entry -> entry.ran().ready())
                .reduce(Duration.ZERO, Duration::plus);
    }

    private Duration readyTime(String id) {
        return fleet.books.find(id).orElseThrow().ran().ready();
    }

    /** Instances are launched for it, and it begins on them. */
    private void workComes(int executors) {
        fleet.demand(executors);
        online.addAll(fleet.prepared);
        fleet.allWork();
    }

    private void works(String id, int executors) {
        fleet.loop.post(new FleetEvent.AgentWorks(id, executors));
        fleet.settle();
    }

    /** Each agent is online a step after its instance was launched. */
    private void passOnline(Duration time) {
        for (long i = 0; i < time.toMinutes(); i++) {
            fleet.pass(Duration.ofMinutes(1));
            for (String id : List.copyOf(fleet.prepared)) {
                fleet.provider.renewLease(id, Duration.ofHours(1));
                if (online.add(id)) {
                    fleet.loop.post(new FleetEvent.AgentWorks(id, 0));
                }
            }
            fleet.settle();
        }
    }

    private static Template keeping(String schedule, int most) {
        ReadyTerms terms =
                new ReadyTerms(Schedule.parse(schedule, ZoneOffset.UTC), 0, Duration.ofHours(1), 0);
        return template(most).with(terms);
    }

    private static Template template(int most) {
        return FleetHarness.template(PurchaseChoice.SPOT, most, Template.Reuse.REUSABLE);
    }
}
