package io.spotagents.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    @Test
    void comparesWhatAnHourOfWorkDoneCame() {
        Comparison comparison =
                Comparison.of("one", runs(2, 20, 40, 1), "other", runs(2, 10, 10, 4));

        assertThat(comparison.cost().value()).isEqualTo(0.5, within(1e-9));
        assertThat(comparison.workLost().value()).isEqualTo(1.0 / 16, within(1e-9));
    }

    @Test
    void theIntervalHoldsTheValue() {
        List<RunResult> ours =
                IntStream.range(0, 20).mapToObj(i -> run(i, 9 + i % 3, 20, 1)).toList();
        Comparison comparison = Comparison.of("one", ours, "other", runs(20, 10, 20, 2));

        assertThat(comparison.cost().value())
                .isBetween(comparison.cost().low(), comparison.cost().high());
        assertThat(comparison.cost().high() - comparison.cost().low()).isBetween(0.01, 0.2);
    }

    @Test
    void runsOfOneDaySayNothingOfOtherDays() {
        Comparison comparison = Comparison.of("one", runs(1, 5, 10, 1), "other", runs(1, 5, 10, 1));

        assertThat(comparison.cost().value()).isEqualTo(1);
        assertThat(comparison.cost().low()).isNaN();
        assertThat(comparison.cost().high()).isNaN();
    }

    @Test
    void whereNothingWasLostThereIsNoRatioOfLosses() {
        Comparison comparison = Comparison.of("one", runs(3, 5, 10, 0), "other", runs(3, 5, 10, 0));

        assertThat(comparison.workLost().value()).isNaN();
    }

    private static List<RunResult> runs(int days, double usd, double usefulHours, double lost) {
        return IntStream.range(0, days).mapToObj(day -> run(day, usd, usefulHours, lost)).toList();
    }

    private static RunResult run(int day, double usd, double usefulHours, double lost) {
        return new RunResult(
                SimulatedPool.BEGIN.plus(Duration.ofDays(day)),
                new RunResult.Done(true, usefulHours, 2, true),
                new RunResult.Money(usd, usefulHours, 0),
                new RunResult.Losses(lost, 0, 0, 0, 0),
                1);
    }
}
