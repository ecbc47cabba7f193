package io.spotagents.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spotagents.cost.Budget;
import io.spotagents.cost.BudgetStage;
import io.spotagents.model.Usd;
import io.spotagents.selection.PurchaseChoice;
import io.spotagents.selection.Request;
import io.spotagents.selection.RiskPriced;
import io.spotagents.testing.Pools;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One instance costs $3 an hour here, and its work is taken to last half an hour. */
class BudgetsTest {

    private final FleetHarness fleet = new FleetHarness();

    @BeforeEach
    void setPrices() {
        fleet.provider.price(Pools.SPOT_A, Usd.of(3));
        fleet.provider.price(Pools.SPOT_B, Usd.of(3));
        fleet.pass(FleetTimings.DEFAULT.polling().offers());
    }

    @Test
    void asksForInstancesWithinHighestPriceAndRateLessWhatRuns() {
        fleet.configure(
                template(new Spending(Optional.of(Usd.of(4)), Optional.of(Usd.of(10)), none())));
        fleet.demand(2);
        assertThat(limits())
                .isEqualTo(new Request.Limits(Optional.of(Usd.of(4)), Optional.of(Usd.of(10))));

        fleet.demand(3);

        assertThat(limits().hourlyRate()).contains(Usd.of(4));
    }

    @Test
    void aRateThatIsUsedUpLeavesNothing() {
        fleet.configure(template(new Spending(Optional.empty(), Optional.of(Usd.of(5)), none())));
        fleet.demand(2);

        fleet.demand(3);

        assertThat(limits().hourlyRate()).contains(Usd.ZERO);
    }

    @Test
    void withoutLimitsNothingIsLimited() {
        fleet.demand(1);

        assertThat(limits()).isEqualTo(Request.Limits.NONE);
        assertThat(fleet.loop.status().budgets()).isEmpty();
    }

    @Test
    void choosesByCostAloneOnceTheForecastNearsTheLimit() {
        fleet.configure(template(monthly(20, Budget.AtLimit.FINISH)));
        work(1);
        fleet.pass(Duration.ofHours(5)); // $15.00 spent, $1.50 to come

        fleet.demand(1);

        assertThat(stages()).containsExactly(BudgetStage.CHEAPER);
        assertThat(conditions().thrift()).isEqualTo(Request.Thrift.STRICT);
        assertThat(limits().hourlyRate().orElseThrow()).isLessThan(Usd.of(7));
    }

    @Test
    void launchesNothingOnceTheForecastReachesTheLimit() {
        fleet.configure(template(monthly(10, Budget.AtLimit.STOP)));
        work(1);
        fleet.pass(Duration.ofMinutes(175));

        fleet.demand(5);

        assertThat(stages()).containsExactly(BudgetStage.NOTHING_NEW);
        assertThat(fleet.running()).hasSize(1);
        assertThat(fleet.drained).isEmpty();
        assertThat(fleet.loop.status().plans().get(FleetHarness.KEY).explained())
                .contains("5 instances", "a budget of it", "nothing new is launched");
        assertThat(fleet.loop.status().budgets().get(0).sentence())
                .contains("$8.75 spent", "nothing new is launched");
    }

    @Test
    void whatRunsOnASpentBudgetFinishesIfThatIsConfigured() {
        fleet.configure(template(monthly(10, Budget.AtLimit.FINISH)));
        work(2);

        fleet.pass(Duration.ofHours(2));

        assertThat(stages()).containsExactly(BudgetStage.SPENT);
        assertThat(fleet.drained).isEmpty();
    }

    @Test
    void whatRunsOnASpentBudgetStopsIfThatIsConfigured() {
        fleet.configure(template(monthly(10, Budget.AtLimit.STOP)));
        work(2);

        fleet.pass(Duration.ofHours(2));

        assertThat(fleet.drained.values())
                .hasSize(2)
                .allSatisfy(
                        drain -> {
                            assertThat(drain.cause()).isEqualTo(Agents.Cause.BUDGET_SPENT);
                            assertThat(drain.reason()).contains("$10.00", "what runs is stopped");
                            assertThat(drain.deadline())
                                    .isEqualTo(fleet.time.instant().plus(FleetPlanner.CLEANING_UP));
                        });
        fleet.pass(FleetPlanner.CLEANING_UP);
        assertThat(fleet.running()).isEmpty();
    }

    @Test
    void theBudgetOfACloudHoldsForAllItsTemplates() {
        Budget budget = budget(10, Budget.AtLimit.STOP);
        Template template = template(Spending.UNLIMITED);
        fleet.loop.post(
                new FleetEvent.Configured(
                        List.of(template),
                        Map.of(FleetHarness.SOURCE, fleet.provider),
                        Map.of("cloud", budget, "other", budget)));
        work(2);

        fleet.pass(Duration.ofHours(2));

        assertThat(stages()).containsExactly(BudgetStage.SPENT, BudgetStage.NORMAL);
        assertThat(fleet.drained).hasSize(2);
    }

    @Test
    void remembersWhatWasSpentBeforeARestart() {
        fleet.configure(template(monthly(10, Budget.AtLimit.FINISH)));
        work(2);
        fleet.pass(Duration.ofHours(2));
        fleet.restart();

        fleet.configure(template(monthly(10, Budget.AtLimit.FINISH)));
        fleet.demand(5);

        assertThat(stages()).containsExactly(BudgetStage.SPENT);
        assertThat(fleet.running()).hasSize(2);
    }

    @Test
    void aHigherBudgetLetsWorkGoOn() {
        fleet.configure(template(monthly(10, Budget.AtLimit.FINISH)));
        work(2);
        fleet.pass(Duration.ofHours(2));

        fleet.configure(template(monthly(100, Budget.AtLimit.FINISH)));
        fleet.demand(1);

        assertThat(stages()).containsExactly(BudgetStage.NORMAL);
        assertThat(fleet.running()).hasSize(3);
    }

    @Test
    void aNewMonthBeginsWithAnUntouchedBudget() {
        fleet.configure(template(monthly(10, Budget.AtLimit.FINISH)));
        work(1);
        fleet.pass(Duration.ofHours(4));
        assertThat(stages()).containsExactly(BudgetStage.SPENT);

        fleet.pass(Duration.ofDays(30).plusHours(8)); // midnight, first of February

        assertThat(stages()).containsExactly(BudgetStage.NORMAL);
    }

    @Test
    void launchesNoMoreThanRateAndBudgetAllowHoweverMuchWaits() {
        FleetHarness chooser = new FleetHarness(new RiskPriced(RiskPriced.Terms.USUAL));
        Spending spending =
                new Spending(
                        Optional.empty(),
                        Optional.of(Usd.of(1)),
                        Optional.of(budget(1, Budget.AtLimit.FINISH)));

        chooser.configure(template(spending));
        chooser.demand(1_000);
        chooser.settle();

        BudgetStanding standing = chooser.loop.status().budgets().get(0);
        assertThat(chooser.running()).hasSizeBetween(20, 33); // of $0.03 an hour each
        assertThat(standing.forecast().total()).isLessThanOrEqualTo(Usd.of(1));
        assertThat(chooser.loop.status().plans().get(FleetHarness.KEY).unmet()).isPositive();
    }

    @Test
    void forecastsBootsAndWorkAsTheyTurnOutToBe() {
        fleet.configure(template(monthly(1_000, Budget.AtLimit.FINISH)));
        fleet.demand(5);
        fleet.running().forEach(id -> fleet.provider.renewLease(id, Duration.ofDays(1)));
        assertThat(remaining().dollars()).isCloseTo(5 * 3 * 2_000 / 3_600.0, within(1e-5));

        fleet.time.advance(Duration.ofSeconds(60));
        fleet.allWork();
        for (String id : fleet.prepared) {
            fleet.loop.post(new FleetEvent.WorkDone(id, "test", Duration.ofMinutes(6)));
        }
        fleet.settle();
        assertThat(remaining()).isEqualTo(Usd.of(5 * 3 * 0.1));

        fleet.prepared.clear();
        fleet.demand(1);
        double one = 3 * (60 + 360) / 3_600.0;
        assertThat(remaining().dollars()).isCloseTo(5 * 3 * 0.1 + one, within(1e-5));
    }

    private Usd remaining() {
        return fleet.loop.status().budgets().get(0).forecast().remaining();
    }

    private static Template template(Spending spending) {
        return FleetHarness.template(PurchaseChoice.SPOT, 100, Template.Reuse.REUSABLE)
                .with(spending);
    }

    private static Spending monthly(int usd, Budget.AtLimit atLimit) {
        return new Spending(Optional.empty(), Optional.empty(), Optional.of(budget(usd, atLimit)));
    }

    private static Budget budget(int usd, Budget.AtLimit atLimit) {
        return new Budget(Usd.of(usd), Budget.Window.MONTH, atLimit);
    }

    private static Optional<Budget> none() {
        return Optional.empty();
    }

    private void work(int instances) {
        fleet.demand(instances);
        fleet.running().forEach(id -> fleet.provider.renewLease(id, Duration.ofDays(60)));
        fleet.allWork();
    }

    private Request.Conditions conditions() {
        return fleet.loop.status().plans().get(FleetHarness.KEY).request().conditions();
    }

    private Request.Limits limits() {
        return conditions().limits();
    }

    private List<BudgetStage> stages() {
        return fleet.loop.status().budgets().stream().map(BudgetStanding::stage).toList();
    }
}
