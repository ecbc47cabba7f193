package io.spotagents.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spotagents.market.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(Quiet.class)
class WarningsTest {

    private static final Duration LEAD = Duration.ofMinutes(10);

    /** Up for an hour, down for an hour, over and over. */
    private static final SimulatedPool POOL =
            Market.pool(
                    "a", "m", 0.2, IntStream.range(0, 24_000).map(i -> 1 - i / 12 % 2).toArray());

    @ParameterizedTest
    @CsvSource({"0.5, 0.5", "0.9, 0.3", "1, 1", "0.25, 0.8"})
    void areRightAndEarlyAsOftenAsTheySay(double precision, double recall) {
        List<Instant> warned = new Warnings(precision, recall, LEAD).of(POOL);
        List<Instant> drops = drops();
        long right = warned.stream().filter(at -> drops.contains(at.plus(LEAD))).count();

        assertThat((double) right / drops.size()).isCloseTo(recall, within(0.05));
        assertThat((double) right / warned.size()).isCloseTo(precision, within(0.01));
        assertThat(warned).isSorted().allMatch(at -> POOL.availableAt(at) > 0);
    }

    @Test
    void areTheSameEveryTime() {
        Warnings warnings = new Warnings(0.5, 0.5, LEAD);

        assertThat(warnings.of(POOL)).isEqualTo(warnings.of(POOL));
    }

    @Test
    void aPoolThatIsNeverLostIsNotWarnedOf() {
        assertThat(new Warnings(0.5, 1, LEAD).of(Market.pool("a", "m", 0.2))).isEmpty();
    }

    @Test
    void reachTheLoopForInstancesThatRun() {
        SimulatedPool lost =
                Market.pool(
                        "a", "m", 0.2, IntStream.range(0, 36).map(i -> i < 12 ? 9 : 0).toArray());
        ReplayPlan silent =
                new ReplayPlan(
                        List.of(lost),
                        new Workload(2, Duration.ofMinutes(50), 1),
                        CloudRules.AWS,
                        Duration.ofHours(2));
        Circumstances warned =
                new Circumstances(Optional.of(new Warnings(1, 1, LEAD)), Optional.empty());
        ReplayPlan loud =
                new ReplayPlan(
                        silent.pools(), silent.work(), silent.rules(), silent.longest(), warned);

        assertThat(signalsHeard(silent)).isZero();
        assertThat(signalsHeard(loud)).isEqualTo(1);
    }

    private static long signalsHeard(ReplayPlan plan) {
        Observed seen = new Observed();
        ReplayRun.Entrant entrant =
                new ReplayRun.Entrant(
                        Contenders.all().get(0), seen, new Foresight(plan), new Decisions(() -> 0));
        new ReplayRun(plan, SimulatedPool.BEGIN, entrant, 1).run();
        return seen.upTo(Instant.MAX).observations().stream()
                .filter(one -> one.observation() instanceof Observation.Rebalance)
                .count();
    }

    @Test
    void refusesWhatIsNoShare() {
        assertThatThrownBy(() -> new Warnings(0, 1, LEAD)).hasMessageContaining("precision");
        assertThatThrownBy(() -> new Warnings(1, Double.NaN, LEAD)).hasMessageContaining("recall");
        assertThatThrownBy(() -> new Warnings(1, 1, Duration.ZERO)).hasMessageContaining("lead");
    }

    private static List<Instant> drops() {
        List<Instant> drops = new ArrayList<>();
        Optional<Instant> drop = POOL.nextDrop(SimulatedPool.BEGIN);
        while (drop.isPresent() && drop.get().isBefore(POOL.end())) {
            drops.add(drop.get());
            drop = POOL.nextDrop(drop.get());
        }
        return drops;
    }
}
