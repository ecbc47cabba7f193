package io.spotagents.cost;

import static io.spotagents.cost.Entries.NOON;
import static io.spotagents.cost.Entries.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spotagents.model.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BudgetGuardTest {

    private static final Budget HUNDRED =
            new Budget(Usd.of(100), Budget.Window.MONTH, Budget.AtLimit.STOP);
    private static final Duration HOUR = Duration.ofHours(1);

    private final BudgetGuard guard = new BudgetGuard(HUNDRED);

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    private static Remaining one(double hourly, Duration remaining) {
        return new Remaining(price(hourly), remaining, 0, Duration.ZERO);
    }

    private static Remaining.Price price(double hourly) {
        return new Remaining.Price(Optional.of(Usd.of(hourly)), Usd.of(4 * hourly));
    }

    private static Forecast forecast(double spent, double remaining) {
        return new Forecast(Usd.of(spent), Usd.of(remaining), Usd.ZERO);
    }

    private BudgetStage after(double spent, double remaining) {
        guard.look(forecast(spent, remaining));
        return guard.stage();
    }

    @Test
    void forecastsWhatIsSpentWhatRemainsAndWhatIsDoneAgain() {
        // 2 h at $0.50; of half an hour at stake, 0.2 reclaims an hour take 0.1 times $0.25
        Remaining first = new Remaining(price(0.5), HOUR.multipliedBy(2), 0.2, HOUR.dividedBy(2));
        Remaining second = one(3, HOUR.dividedBy(3));

        Forecast forecast = Forecast.of(Usd.of(10), List.of(first, second));

        assertThat(forecast.remaining()).isEqualTo(Usd.of(2));
        assertThat(forecast.redo()).isEqualTo(Usd.of(0.025));
        assertThat(forecast.total()).isEqualTo(Usd.of(12.025));
    }

    @Test
    void countsAnUnknownPriceAsOnDemandNeverAsZero() {
        Remaining unknown =
                new Remaining(new Remaining.Price(Optional.empty(), Usd.of(0.4)), HOUR, 0.5, HOUR);

        assertThat(unknown.cost()).isEqualTo(Usd.of(0.4));
        assertThat(unknown.redo()).isEqualTo(Usd.of(0.2));
    }

    @Test
    void goesThroughItsStagesAtTheVeryPercent() {
        assertThat(after(0, 0)).isEqualTo(BudgetStage.NORMAL);
        assertThat(after(10, 69.999999)).isEqualTo(BudgetStage.NORMAL);
        assertThat(after(10, 70)).isEqualTo(BudgetStage.CHEAPER);
        assertThat(after(10, 84.999999)).isEqualTo(BudgetStage.CHEAPER);
        assertThat(after(10, 85)).isEqualTo(BudgetStage.NOTHING_NEW);
        assertThat(after(99.999999, 85)).isEqualTo(BudgetStage.NOTHING_NEW);
        assertThat(after(100, 0)).isEqualTo(BudgetStage.SPENT);
    }

    @Test
    void leavesAStageOnlyWellBelowWhereItBegan() {
        assertThat(after(0, 95)).isEqualTo(BudgetStage.NOTHING_NEW);
        assertThat(after(0, 90)).isEqualTo(BudgetStage.NOTHING_NEW);
        assertThat(after(0, 89.999999)).isEqualTo(BudgetStage.CHEAPER);
        assertThat(after(0, 75)).isEqualTo(BudgetStage.CHEAPER);
        assertThat(after(0, 74.999999)).isEqualTo(BudgetStage.NORMAL);
        assertThat(after(0, 79.999999)).isEqualTo(BudgetStage.NORMAL);
    }

    @Test
    void beginsAnewInTheNextWindow() {
        assertThat(after(120, 0)).isEqualTo(BudgetStage.SPENT);
        assertThat(after(95, 0)).isEqualTo(BudgetStage.SPENT);
        assertThat(after(0, 3)).isEqualTo(BudgetStage.NORMAL);
    }

    @Test
    void doesNotFlapWhereAForecastTrembles() {
        List<Optional<BudgetGuard.Change>> changes =
                DoubleStream.of(79, 81, 79, 81, 78, 82)
                        .mapToObj(total -> guard.look(forecast(0, total)))
                        .toList();

        assertThat(changes).filteredOn(Optional::isPresent).hasSize(1);
    }

    @Test
    void saysInOneSentenceWhatChangesAndWhy() {
        assertThat(guard.look(forecast(30, 51)))
                .contains(
                        new BudgetGuard.Change(
                                BudgetStage.NORMAL,
                                BudgetStage.CHEAPER,
                                "The budget of $100.00 for this month has $30.00 spent and $81.00"
                                        + " forecast (81 %): from now on the cheapest choice wins,"
                                        + " even if it is slower."));
        assertThat(guard.look(forecast(30, 52))).isEmpty();
        assertThat(guard.look(forecast(30, 66)).orElseThrow().sentence())
                .contains("$96.00 forecast (96 %)", "nothing new", "what runs goes on");
        assertThat(guard.look(forecast(101, 0)).orElseThrow().sentence()).contains("is stopped");
        assertThat(guard.look(forecast(1, 0)).orElseThrow().sentence()).contains("count again");
    }

    @Test
    void letsWhatRunsFinishIfThatIsConfigured() {
        BudgetGuard finishing =
                new BudgetGuard(new Budget(Usd.of(1), Budget.Window.RUN, Budget.AtLimit.FINISH));

        assertThat(finishing.look(forecast(1, 0)).orElseThrow().sentence())
                .contains("for this run", "may finish");
    }

    @Test
    void speedAndSafetyCountOnlyWhileMoneyIsPlenty() {
        assertThat(BudgetStage.NORMAL.weight(0.7)).isEqualTo(0.7);
        assertThat(BudgetStage.CHEAPER.weight(0.7)).isZero();
        assertThat(BudgetStage.NOTHING_NEW.weight(0.7)).isZero();
        assertThat(BudgetStage.SPENT.weight(0.7)).isZero();
    }

    @Test
    void admitsWhatFitsAndSaysWhyTheRestDoesNot() {
        Remaining tenDollars = one(10, HOUR);

        assertThat(guard.admits(forecast(50, 20), List.of(tenDollars, tenDollars, tenDollars)))
                .isEqualTo(
                        new BudgetGuard.Admission(
                                true, "$0.00 left of the budget of $100.00 for this month"));
        assertThat(guard.admits(forecast(50, 20.000001), Collections.nCopies(3, tenDollars)))
                .satisfies(no -> assertThat(no.admitted()).isFalse())
                .satisfies(no -> assertThat(no.reason()).contains("$30.00 more would exceed it"));
        assertThat(guard.most(forecast(50, 20), tenDollars, 5)).isEqualTo(3);
        assertThat(guard.most(forecast(50, 20), one(0, HOUR), 5)).isEqualTo(5);
    }

    @Test
    void admitsNothingNewFromNinetyFivePercentOnHoweverCheap() {
        Remaining free = one(0, HOUR);

        assertThat(guard.admits(forecast(0, 95), List.of(free)).admitted()).isFalse();
        assertThat(guard.admits(forecast(0, 95), List.of(free)).reason())
                .contains("nothing new is launched");
        assertThat(guard.most(forecast(0, 95), free, 5)).isZero();
        assertThat(guard.stage()).isEqualTo(BudgetStage.NORMAL);
    }

    @Test
    void countsOfEachInstanceOnlyWhatLiesInTheWindow() {
        Instant month = Budget.Window.MONTH.start(NOON, Instant.EPOCH);
        List<LedgerEntry> entries =
                List.of(
                        running("over the turn", month.minus(HOUR)),
                        running("in it", NOON.minus(HOUR.multipliedBy(3)))
                                .endedAt(NOON.minus(HOUR)),
                        running("before it", month.minus(HOUR)).endedAt(month.minusSeconds(1)),
                        running("clock went back", NOON.plusSeconds(1)));
        long hours = Duration.between(month, NOON).toHours();

        assertThat(month).isEqualTo("2026-08-01T00:00:00Z");
        assertThat(Forecast.spent(entries, month, NOON)).isEqualTo(Usd.of(0.1 * (hours + 2)));
        assertThat(Budget.Window.RUN.start(NOON, NOON.minus(HOUR))).isEqualTo(NOON.minus(HOUR));
    }

    @Test
    void namesTheFieldThatIsWrong() {
        refused(() -> new Budget(Usd.ZERO, Budget.Window.RUN, Budget.AtLimit.STOP), "limit");
        refused(() -> new Budget(Usd.of(-1), Budget.Window.RUN, Budget.AtLimit.STOP), "-$1.00");
        refused(() -> price(-1), "hourly", "-$1.00");
        refused(() -> new Remaining.Price(Optional.empty(), Usd.of(-1)), "onDemandHourly");
        refused(() -> one(1, HOUR.negated()), "remaining", "PT-1H");
        refused(() -> one(1, Duration.ofSeconds(Long.MAX_VALUE)), "remaining");
        refused(() -> new Remaining(price(1), HOUR, Double.NaN, HOUR), "hazard", "NaN");
        refused(() -> new Remaining(price(1), HOUR, -0.1, HOUR), "hazard", "-0.1");
        refused(() -> new Remaining(price(1), HOUR, 0, HOUR.negated()), "atStake");
        refused(() -> forecast(-1, 0), "spent");
        refused(() -> guard.most(forecast(0, 0), one(1, HOUR), -1), "wanted");
    }

    private static void refused(ThrowingCallable made, String... words) {
        assertThatThrownBy(made)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(words);
    }

    /** From whatever stage: more spent never gives an earlier one. */
    @ParameterizedTest
    @MethodSource("seeds")
    void spendingMoreNeverGivesAnEarlierStage(long seed) {
        Random random = new Random(seed);
        double spent = 110 * random.nextDouble();
        double more = 20 * random.nextDouble();
        double remaining = 40 * random.nextDouble();
        double remainingMore = remaining + 5 * random.nextDouble();
        for (double before : new double[] {0, 82, 97, 120}) {
            BudgetGuard one = new BudgetGuard(HUNDRED);
            BudgetGuard other = new BudgetGuard(HUNDRED);
            one.look(forecast(before, 0));
            other.look(forecast(before, 0));

            one.look(forecast(spent, remaining));
            other.look(forecast(spent + more, remainingMore));

            assertThat(other.stage()).isGreaterThanOrEqualTo(one.stage());
        }
    }

    /** Launching whatever is admitted, as it comes, never forecasts more than the limit. */
    @ParameterizedTest
    @MethodSource("seeds")
    void admitsOnlyWhileTheForecastIsWithinTheLimit(long seed) {
        Random random = new Random(seed);
        List<Remaining> launched = new ArrayList<>();
        Usd spent = Usd.of(30 * random.nextDouble());
        int refusals = 0;
        for (int i = 0; i < 200; i++) {
            Remaining next = random(random);
            Forecast now = Forecast.of(spent, launched);
            int most = guard.most(now, next, 3);
            assertThat(most > 0 == admits(now, next, Math.max(1, most))).isTrue();
            assertThat(most < 3 && admits(now, next, most + 1)).isFalse();
            if (guard.admits(now, List.of(next)).admitted()) {
                assertThat(most).isPositive();
                launched.add(next);
            } else {
                assertThat(most).isZero();
                refusals++;
            }
            Forecast then = Forecast.of(spent, launched);
            assertThat(then.total()).isLessThanOrEqualTo(HUNDRED.limit());
            guard.look(then);
        }
        assertThat(launched).isNotEmpty();
        assertThat(refusals).isPositive();
    }

    private boolean admits(Forecast now, Remaining each, int count) {
        return guard.admits(now, Collections.nCopies(count, each)).admitted();
    }

    /** Reckoned a second time, in another order. */
    @ParameterizedTest
    @MethodSource("seeds")
    void theForecastIsTheSumOfItsParts(long seed) {
        Random random = new Random(seed);
        List<Remaining> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(random(random));
        }
        Forecast forecast = Forecast.of(Usd.of(3), all);
        Usd sum = Usd.of(3);
        for (Remaining one : all) {
            sum = sum.plus(one.cost()).plus(one.redo());
        }
        Collections.shuffle(all, random);
        int cut = random.nextInt(all.size());

        assertThat(forecast.total()).isEqualTo(sum);
        assertThat(Forecast.of(Usd.of(3), all.subList(0, cut)).plus(all.subList(cut, all.size())))
                .isEqualTo(forecast);
    }

    private static Remaining random(Random random) {
        Optional<Usd> hourly =
                random.nextInt(5) == 0
                        ? Optional.empty()
                        : Optional.of(new Usd(random.nextInt(2_000_000)));
        return new Remaining(
                new Remaining.Price(hourly, new Usd(1 + random.nextInt(4_000_000))),
                Duration.ofMillis(random.nextInt(7_200_000)),
                random.nextDouble(),
                Duration.ofMillis(random.nextInt(1_800_000)));
    }
}
