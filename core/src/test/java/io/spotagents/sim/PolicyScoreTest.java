package io.spotagents.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PolicyScoreTest {

    /** Twenty hours of work. */
    private static final Workload WORK = new Workload(10, Duration.ofHours(1), 2);

    @Test
    void aPercentileIsTheSmallestValueThatEnoughDoNotExceed() {
        double[] hundred = IntStream.rangeClosed(1, 100).mapToDouble(i -> 101 - i).toArray();

        assertThat(PolicyScore.percentile(hundred, 0.95)).isEqualTo(95);
        assertThat(PolicyScore.percentile(hundred, 0.99)).isEqualTo(99);
        assertThat(PolicyScore.percentile(hundred, 1)).isEqualTo(100);
        assertThat(PolicyScore.percentile(hundred, 0)).isEqualTo(1);
    }

    @Test
    void ofFewValuesAHighPercentileIsTheLargest() {
        assertThat(PolicyScore.percentile(new double[] {3}, 0.95)).isEqualTo(3);
        assertThat(PolicyScore.percentile(new double[] {3, 9, 1}, 0.95)).isEqualTo(9);
        assertThat(PolicyScore.percentile(new double[] {3, 9, 1}, 0.5)).isEqualTo(3);
    }

    @Test
    void sumsRunsUpBeforeItDivides() {
        PolicyScore score =
                PolicyScore.of(
                        "policy",
                        WORK,
                        List.of(run(true, 2, 10, 5), run(false, 6, 30, 5)),
                        new Decisions(() -> 0));

        assertThat(score.cost().usdPerUsefulHour()).isEqualTo(1.6, within(1e-9));
        assertThat(score.cost().timesLowerBound()).isEqualTo(4, within(1e-9));
        assertThat(score.cost().onDemandSharePct()).isEqualTo(25, within(1e-9));
        assertThat(score.makespan().meanHours()).isEqualTo(4, within(1e-9));
        assertThat(score.makespan().p95Hours()).isEqualTo(6, within(1e-9));
        assertThat(score.makespan().neverFinishedPct()).isEqualTo(50, within(1e-9));
        assertThat(score.losses().workLostPct()).isEqualTo(8, within(1e-9));
        assertThat(score.losses().worstSimultaneousMeanPct()).isEqualTo(30, within(1e-9));
        assertThat(score.losses().failedLaunchesPerOutage()).isEqualTo(3, within(1e-9));
    }

    @Test
    void withoutOutagesNoLaunchFailed() {
        RunResult calm =
                new RunResult(
                        SimulatedPool.BEGIN,
                        new RunResult.Done(true, 20, 1, true),
                        new RunResult.Money(1, 1, 0),
                        new RunResult.Losses(0, 0, 0, 0, 0),
                        1);

        PolicyScore score = PolicyScore.of("policy", WORK, List.of(calm), new Decisions(() -> 0));

        assertThat(score.losses().failedLaunchesPerOutage()).isZero();
        assertThat(score.decisionP99Millis()).isZero();
    }

    @Test
    void workThatWasGivenUpMakesNothingCheaper() {
        RunResult whole = run(true, 2, 10, 10);
        RunResult quarter = run(false, 6, 10, 2.5);

        PolicyScore one = PolicyScore.of("all", WORK, List.of(whole), new Decisions(() -> 0));
        PolicyScore other = PolicyScore.of("part", WORK, List.of(quarter), new Decisions(() -> 0));

        assertThat(other.cost().usdPerUsefulHour())
                .isEqualTo(4 * one.cost().usdPerUsefulHour(), within(1e-9));
        assertThat(other.cost().timesLowerBound())
                .isEqualTo(4 * one.cost().timesLowerBound(), within(1e-9));
    }

    @Test
    void sharesOfNothingHaveNoValue() {
        RunResult nothing =
                new RunResult(
                        SimulatedPool.BEGIN,
                        new RunResult.Done(false, 0, 24, true),
                        new RunResult.Money(0, 0, 0),
                        new RunResult.Losses(0, 0, 4, 1, 0),
                        0);

        PolicyScore score = PolicyScore.of("none", WORK, List.of(nothing), new Decisions(() -> 0));

        assertThat(score.cost().usdPerUsefulHour()).isNaN();
        assertThat(score.cost().timesLowerBound()).isNaN();
        assertThat(score.cost().onDemandSharePct()).isNaN();
        assertThat(score.losses().workLostPct()).isNaN();
        assertThat(score.makespan().neverFinishedPct()).isEqualTo(100);
    }

    private static RunResult run(boolean finished, double makespan, double usd, double bound) {
        return new RunResult(
                SimulatedPool.BEGIN,
                new RunResult.Done(finished, finished ? 20 : 5, makespan, true),
                new RunResult.Money(usd, 40, 10),
                new RunResult.Losses(1, 3, 6, 2, 3),
                bound);
    }
}
