package io.spotagents.ready;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecentDemandTest {

    private static final Instant BEGIN = Instant.parse("2026-03-02T08:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration LEAD = Duration.ofMinutes(3);

    private final RecentDemand demand = new RecentDemand();
    private Instant now = BEGIN;

    @Test
    void withoutDemandNothingIsKeptReady() {
        assertThat(ready(0.9)).isZero();

        wantedFor(0, Duration.ofMinutes(30));

        assertThat(ready(0.9)).isZero();
    }

    @Test
    void demandThatStaysAsItIsNeedsNothingBeyondIt() {
        wantedFor(20, HOUR);
        now = now.plus(HOUR);
        wantedFor(20, HOUR);

        assertThat(ready(0.9)).isZero();
    }

    @Test
    void demandThatRisesIsMetUpToTheShareAskedFor() {
        for (int i = 0; i < 10; i++) {
            wantedFor(0, Duration.ofMinutes(5));
            wantedFor(10, Duration.ofMinutes(1));
        }

        assertThat(ready(0)).isZero();
        assertThat(ready(0.5)).isEqualTo(5);
        assertThat(ready(0.9)).isEqualTo(9);
        assertThat(ready(0.95)).isEqualTo(10);
    }

    @Test
    void aLongerLeadTimeCoversSlowerRises() {
        for (int i = 0; i < 60; i++) {
            wantedFor(i, Duration.ofMinutes(1));
        }

        assertThat(demand.ready(0.99, HOUR, Duration.ofMinutes(2), now)).isEqualTo(2);
        assertThat(demand.ready(0.99, HOUR, Duration.ofMinutes(6), now)).isEqualTo(6);
    }

    @Test
    void whatIsOlderThanTheWindowIsForgotten() {
        wantedFor(0, Duration.ofMinutes(5));
        wantedFor(10, Duration.ofMinutes(5));
        wantedFor(0, Duration.ofMinutes(50));

        assertThat(ready(0.9)).isEqualTo(9);

        wantedFor(0, Duration.ofMinutes(20));
        assertThat(ready(0.9)).isZero();
    }

    @Test
    void theShareOfRisesThatIsCoveredIsTheOneAskedFor() {
        Random random = new Random(7);
        int[] minutes = new int[120];
        for (int i = 0; i < minutes.length; i++) {
            minutes[i] = random.nextInt(12);
            wantedFor(minutes[i], Duration.ofMinutes(1));
        }
        int stock = demand.ready(0.8, Duration.ofHours(3), Duration.ofMinutes(1), now);

        assertThat(covered(minutes, stock)).isGreaterThanOrEqualTo(0.8);
        assertThat(covered(minutes, stock - 1)).isLessThan(0.8);
    }

    @Test
    void aClockThatGoesBackChangesNothing() {
        wantedFor(0, Duration.ofMinutes(5));
        wantedFor(10, Duration.ofMinutes(5));
        int before = ready(0.9);

        demand.wanted(500, BEGIN);

        assertThat(ready(0.9)).isEqualTo(before);
    }

    private static double covered(int[] minutes, int stock) {
        double all = 0;
        double met = 0;
        for (int i = 0; i + 1 < minutes.length; i++) {
            int rise = Math.max(0, minutes[i + 1] - minutes[i]);
            all += rise;
            met += Math.min(rise, stock);
        }
        return met / all;
    }

    private int ready(double fillRate) {
        return demand.ready(fillRate, HOUR, LEAD, now);
    }

    private void wantedFor(int executors, Duration time) {
        for (Instant end = now.plus(time); now.isBefore(end); now = now.plusSeconds(10)) {
            demand.wanted(executors, now);
        }
    }
}
