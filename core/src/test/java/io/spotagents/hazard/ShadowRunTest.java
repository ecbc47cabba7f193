package io.spotagents.hazard;

import static io.spotagents.hazard.Hazards.EAST_A;
import static io.spotagents.hazard.Hazards.EAST_B;
import static io.spotagents.hazard.Hazards.WEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spotagents.model.Pool;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShadowRunTest {

    private static final Duration FIVE = Duration.ofMinutes(5);

    @Test
    void asksOnlyOfPoolsThatAreUpAndWhoseFutureIsRecorded() {
        PoolSeries series = new PoolSeries(EAST_A, FIVE, new int[] {1, 1, 0, 1, 1, 1, 1});

        ShadowRun.Result result = run(List.of(series), Duration.ZERO);

        assertThat(result.quarterHour().size()).isEqualTo(3);
        assertThat(result.quarterHour().score().meanSeen()).isEqualTo(2 / 3.0);
        assertThat(result.hour().size()).isZero();
    }

    @Test
    void looksOnceAheadWhenLooksAreFurtherApartThanTheHorizon() {
        PoolSeries series = new PoolSeries(EAST_A, Duration.ofHours(2), new int[] {1, 0, 1, 1});

        ShadowRun.Result result = run(List.of(series), Duration.ZERO);

        assertThat(result.quarterHour().size()).isEqualTo(2);
        assertThat(result.hour().score().meanSeen()).isEqualTo(0.5);
    }

    @Test
    void scoresNothingBeforeTheBurnInIsOver() {
        PoolSeries series = new PoolSeries(EAST_A, FIVE, new int[] {1, 1, 1, 1, 1, 1});

        assertThat(run(List.of(series), Duration.ofMinutes(10)).quarterHour().size()).isEqualTo(1);
    }

    @Test
    void tellsRestlessPoolsFromCalmOnesAndIsCalibrated() {
        Random random = new Random(5);
        PoolSeries restless = series(EAST_A, FIVE, 0.1, random);
        PoolSeries calm = series(WEST, Duration.ofMinutes(4), 0.004, random);
        PoolSeries other = series(EAST_B, FIVE, 0.03, random);

        PredictionScore score =
                run(List.of(restless, calm, other), Duration.ofDays(2)).quarterHour().score();

        assertThat(score.auc()).isGreaterThan(0.7);
        assertThat(score.calibrationError()).isLessThan(0.05);
    }

    @Test
    void refusesBadSeries() {
        assertThatThrownBy(() -> new PoolSeries(EAST_A, Duration.ZERO, new int[] {1}))
                .hasMessageContaining("gap");
        assertThatThrownBy(() -> new PoolSeries(EAST_A, FIVE, new int[] {-1}))
                .hasMessageContaining("counts");
        PoolSeries series = new PoolSeries(EAST_A, FIVE, new int[] {1});
        assertThatThrownBy(() -> run(List.of(series), Duration.ofDays(-1)))
                .hasMessageContaining("burnIn");
        assertThatThrownBy(() -> run(List.of(series, series), Duration.ZERO))
                .hasMessageContaining("different pools");
    }

    /** Falls with the given chance at each look, and comes back with 1 in 6. */
    private static PoolSeries series(Pool pool, Duration gap, double falls, Random random) {
        int[] counts = new int[4_000];
        int now = 1;
        for (int i = 0; i < counts.length; i++) {
            if (random.nextDouble() < (now == 1 ? falls : 1 / 6.0)) {
                now = 1 - now;
            }
            counts[i] = now;
        }
        return new PoolSeries(pool, gap, counts);
    }

    private static ShadowRun.Result run(List<PoolSeries> series, Duration burnIn) {
        return ShadowRun.run(series, HazardWeights.shipped(), burnIn);
    }
}
