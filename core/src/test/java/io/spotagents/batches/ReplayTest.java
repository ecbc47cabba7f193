package io.spotagents.batches;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures of docs/benchmarks.md, "A large test run"; the means of {@value #SEEDS} seeds. */
class ReplayTest {

    private static final int SEEDS = 3;

    /** US dollars an hour of an agent; one agent alone is not reclaimed. */
    private static final double SPOT = 0.03;

    private static final double ON_DEMAND = 0.10;

    /** Agents that wait for stragglers are paid for; static splitting ends each with its shard. */
    private static final double DEARER = 1.15;

    /** Bars of what was measured, rounded up. */
    @ParameterizedTest
    @CsvSource({
        "3000, 50, 0.0, 1.20",
        "3000, 50, 0.1, 1.20",
        "3000, 50, 0.5, 1.25",
        "3000, 50, 2.0, 1.50",
        "10000, 300, 0.5, 1.50"
    })
    void endsCloseToTheIdealAndRedoesLittle(int tests, int agents, double hazard, double bar) {
        Sum scheduled = new Sum();
        Sum shards = new Sum();
        Sum ideal = new Sum();
        Sum one = new Sum();
        for (int seed = 0; seed < SEEDS; seed++) {
            Replay replay =
                    new Replay(
                            new Replay.World(tests, agents, hazard, 0.5, Replay.World.USUAL), seed);
            Replay.Figures figures = replay.scheduled();
            assertThat(figures.results()).isEqualTo(tests);
            scheduled.add(figures);
            shards.add(replay.shards());
            ideal.makespan += minutes(replay.ideal());
            one.makespan += minutes(replay.oneAgent());
        }

        System.out.printf(
                Locale.ROOT,
                "| %,d on %d | %.1f | %s | %s | %.0f | %.2f | %.1f | %.0f |%n",
                tests,
                agents,
                hazard,
                scheduled,
                shards,
                one.makespan / SEEDS,
                one.makespan / SEEDS / 60 * ON_DEMAND,
                ideal.makespan / SEEDS,
                scheduled.reclaims / SEEDS);
        assertThat(scheduled.makespan).isLessThan(bar * ideal.makespan);
        assertThat(scheduled.makespan).isLessThanOrEqualTo(shards.makespan);
        assertThat(scheduled.redone).isLessThan(0.08 * one.makespan);
        assertThat(scheduled.dollars()).isLessThan(one.makespan / 60 * ON_DEMAND);
        if (hazard > 0) {
            assertThat(scheduled.redone).isLessThan(shards.redone);
            assertThat(scheduled.dollars()).isLessThan(DEARER * shards.dollars());
        }
    }

    @Test
    void happensTheSameWayEveryTime() {
        Replay.World world = new Replay.World(500, 20, 1.0, 0.5, Replay.World.USUAL);

        assertThat(IntStream.range(0, 3).mapToObj(i -> new Replay(world, 7).scheduled()))
                .containsOnly(new Replay(world, 7).scheduled());
    }

    private static double minutes(Duration duration) {
        return duration.toMillis() / 60_000.0;
    }

    private static final class Sum {
        private double makespan;
        private double redone;
        private double paid;
        private double reclaims;

        void add(Replay.Figures figures) {
            makespan += minutes(figures.makespan());
            redone += minutes(figures.redone());
            paid += minutes(figures.paid());
            reclaims += figures.reclaims();
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%.1f | %.2f | %.1f",
                    makespan / SEEDS,
                    dollars() / SEEDS,
                    redone / SEEDS / 60);
        }

        double dollars() {
            return paid / 60 * SPOT;
        }
    }
}
