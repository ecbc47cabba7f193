package io.spotagents.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.testing.Pools;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Outages as they are: half an hour at the median, one in six longer than three hours. */
class OutageTest {

    private static final Duration STEP = Duration.ofSeconds(20);

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @Test
    void anOutageCostsFewFailedLaunchesAndItsEndIsSoonFound() {
        double failed = 0;
        double lateMinutes = 0;
        List<Outcome> outcomes = seeds().boxed().flatMap(seed -> live(seed).stream()).toList();
        for (Outcome outcome : outcomes) {
            failed += outcome.failed();
            lateMinutes += outcome.lateMinutes();
        }

        assertThat(failed / outcomes.size()).isLessThanOrEqualTo(7);
        assertThat(lateMinutes / outcomes.size()).isLessThanOrEqualTo(13);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theSameMarketGivesTheSameLaunches(long seed) {
        assertThat(live(seed)).isEqualTo(live(seed));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatMayBeAskedIsNeverMoreThanTwiceWhatWasProvenOnProbation(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Asked asked = new Asked();
        int proven = PoolRecord.FIRST_BUDGET / 2;
        for (int i = 0; i < 50; i++) {
            int most = asked.most(Pools.SPOT_A);
            assertThat(most).isLessThanOrEqualTo(2 * proven);
            if (most > 0) {
                int count = 1 + random.nextInt(most);
                int got = random.nextInt(3) == 0 ? random.nextInt(count + 1) : count;
                asked.launch(Pools.SPOT_A, count, got);
                proven = Math.max(proven, got);
            }
            assertThat(asked.success(Pools.SPOT_A, 1 + random.nextInt(100)))
                    .isStrictlyBetween(0.0, 1.0);
            asked.pass(Duration.ofSeconds(1 + random.nextInt(60)));
        }
    }

    private static List<Outcome> live(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Asked asked = new Asked();
        asked.launch(Pools.SPOT_A, 1, 1);
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            asked.runs(Pools.SPOT_A, minutes(30 * -Math.log(1 - random.nextDouble())));
            asked.capacity.reclaimed(Asked.SOURCE, Pools.SPOT_A, asked.now);
            outcomes.add(outage(asked, minutes(outageMinutes(random.nextDouble()))));
        }
        return outcomes;
    }

    private static Outcome outage(Asked asked, Duration lasts) {
        Instant end = asked.now.plus(lasts);
        int failed = 0;
        while (asked.now.isBefore(end)) {
            if (asked.most(Pools.SPOT_A) > 0) {
                asked.launch(Pools.SPOT_A, 1, 0);
                failed++;
            }
            asked.pass(STEP);
        }
        while (asked.most(Pools.SPOT_A) == 0) {
            asked.pass(STEP);
        }
        asked.launch(Pools.SPOT_A, 1, 1);
        return new Outcome(failed, Duration.between(end, asked.now).toMillis() / 60_000.0);
    }

    /** Points of the measured distribution, joined by straight lines. */
    private static double outageMinutes(double quantile) {
        double[] quantiles = {0, 0.23, 0.5, 0.84, 1};
        double[] minutes = {3, 10, 30, 180, 720};
        int i = 1;
        while (quantiles[i] < quantile) {
            i++;
        }
        double share = (quantile - quantiles[i - 1]) / (quantiles[i] - quantiles[i - 1]);
        return minutes[i - 1] + share * (minutes[i] - minutes[i - 1]);
    }

    private static Duration minutes(double minutes) {
        return Duration.ofMillis(Math.round(minutes * 60_000));
    }

    private record Outcome(int failed, double lateMinutes) {}
}
