package io.spotagents.batches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CuttingTest {

    private static final Duration START = Duration.ofMinutes(3);
    private static final Cutting CUTTING =
            new Cutting(Duration.ofSeconds(30), Duration.ofHours(2), 1000);

    /** The square root of twice the overhead by the hazard; bounded on both sides. */
    @ParameterizedTest
    @CsvSource({"0.3, 14", "0.02, 54", "0.000001, 120", "0, 120", "1000000, 0"})
    void bindsABatchByTheHazardOfItsPool(double hazard, long minutes) {
        assertThat(CUTTING.byHazard(hazard).toMinutes()).isEqualTo(minutes);
    }

    @Test
    void givesMostOfEachAgentsShareTowardsTheEndButNotLessThanTwiceTheOverhead() {
        assertThat(CUTTING.length(0, Duration.ofHours(1), 10)).isEqualTo(Duration.ofSeconds(324));
        assertThat(CUTTING.length(0, Duration.ofMinutes(1), 10)).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> new Cutting(Duration.ofHours(1), Duration.ofMinutes(1), 1))
                .hasMessageContaining("longest");
        assertThatThrownBy(() -> new Cutting(START, START, 0)).hasMessageContaining("mostTests");
        assertThatThrownBy(() -> new Chances(-1, 0, 1, 1)).hasMessageContaining("reclaims");
        assertThatThrownBy(() -> new Asker("i", Double.NaN, true)).hasMessageContaining("Hour");
        assertThatThrownBy(() -> new Report("t", Outcome.FLAKY, START)).hasMessageContaining("t");
    }

    @Test
    void wantsAsManyAgentsAsPayOff() {
        Crew crew = new Crew(500, START);

        assertThat(wanted(crew, Duration.ofHours(10), 3000, 0)).isEqualTo(50);
        assertThat(wanted(crew, Duration.ofSeconds(10), 3000, 0)).isEqualTo(1);
        assertThat(wanted(crew, Duration.ofHours(1000), 3000, 0)).isEqualTo(500);
        assertThat(wanted(crew, Duration.ofHours(10), 3, 0)).isEqualTo(3);
        assertThat(wanted(crew, Duration.ZERO, 0, 0)).isZero();
    }

    @Test
    void wantsMoreToMeetADeadline() {
        WorkLeft tenHours = new WorkLeft(Duration.ofHours(10), 3000, 0);

        int wanted = new Crew(500, START).wanted(tenHours, Optional.of(Duration.ofMinutes(8)));

        assertThat(wanted).isEqualTo(120);
    }

    @Test
    void shrinksTowardsTheEndAndSendsNobodyAwayWhoHoldsTests() {
        Crew crew = new Crew(500, START);

        assertThat(wanted(crew, Duration.ofHours(5), 1000, 25)).isEqualTo(25);
        assertThat(wanted(crew, Duration.ofMinutes(5), 0, 20)).isEqualTo(20);
    }

    private static int wanted(Crew crew, Duration expected, int waiting, int busy) {
        return crew.wanted(new WorkLeft(expected, waiting, busy), Optional.empty());
    }
}
