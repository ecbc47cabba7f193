package io.spotagents.commitments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spotagents.model.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommitmentHistoryTest {

    private static final Instant NOON = Instant.parse("2026-08-20T12:00:00Z");
    private static final CommitmentHistory.Key DOLLARS =
            new CommitmentHistory.Key("plan", Use.Unit.NANO_USD_PER_HOUR);

    private final CommitmentHistory history = new CommitmentHistory();

    /** Of a plan of two dollars an hour, so many are used; so many of ten instances covered. */
    private static Reading reading(Instant at, long usedDollars, long covered) {
        long nano = 1_000_000_000L;
        return new Reading(
                at,
                10_000,
                covered * 1_000,
                List.of(new Use("plan", DOLLARS.unit(), 2 * nano, usedDollars * nano)));
    }

    @Test
    void weighsUseByTheTimeItLasted() {
        history.add(reading(NOON, 2, 10));
        history.add(reading(NOON.plus(Duration.ofMinutes(15)), 0, 0));
        history.add(reading(NOON.plus(Duration.ofHours(1)), 2, 10));

        assertThat(history.uses().get(DOLLARS).share()).contains(0.25);
        assertThat(history.coverage().share()).contains(0.25);
        assertThat(history.wasted()).isEqualTo(Usd.of(1.5));
    }

    @Test
    void knowsNothingOfATimeWithoutReadings() {
        history.add(reading(NOON, 0, 5));
        assertThat(history.coverage().share()).isEmpty();
        assertThat(history.wasted()).isEqualTo(Usd.ZERO);

        history.add(reading(NOON.plus(Duration.ofDays(3)), 0, 5));

        assertThat(history.wasted()).isEqualTo(Usd.of(2));
    }

    @Test
    void addsNoTimeIfTheClockWentBack() {
        history.add(reading(NOON, 0, 5));
        history.add(reading(NOON.minusSeconds(600), 0, 5));
        history.add(reading(NOON, 0, 5));

        assertThat(history.wasted()).isEqualTo(Usd.of(2.0 / 6));
    }

    @Test
    void learnsHowMuchOthersGrowWithinAnHour() {
        GrowthMargin margin = new GrowthMargin();
        // hours 1 to 24 grow by 1 to 24 of 100; the 90th percentile is the 22nd
        for (int hour = 0; hour < 24; hour++) {
            assertThat(margin.share()).isEqualTo(Margins.DEFAULT_SHARE);
            Instant begun = NOON.plus(Duration.ofHours(hour));
            margin.observe(begun, 100, 0);
            margin.observe(begun.plus(Duration.ofMinutes(30)), 100, hour + 1);
        }
        margin.observe(NOON.plus(Duration.ofHours(24)), 100, 0);

        assertThat(margin.share()).isEqualTo(0.22);
    }

    @Test
    void learnsNothingFromAGapOrAClockThatWentBack() {
        GrowthMargin margin = new GrowthMargin();
        for (int i = 0; i < 60; i++) {
            margin.observe(NOON.minus(Duration.ofHours(3L * i)), 100, i % 2 * 90);
            margin.observe(NOON.plus(Duration.ofHours(3L * i)), 100, 0);
        }

        assertThat(margin.share()).isEqualTo(Margins.DEFAULT_SHARE);
    }

    @Test
    void namesWhatIsWrong() {
        GrowthMargin margin = new GrowthMargin();

        assertThatThrownBy(() -> margin.observe(NOON, 0, 0)).hasMessageContaining("committed");
        assertThatThrownBy(() -> margin.observe(NOON, 1, -1)).hasMessageContaining("usedByOthers");
        assertThatThrownBy(() -> new Use("c", DOLLARS.unit(), 1, 2)).hasMessageContaining("2 of 1");
        assertThatThrownBy(() -> new Reading(NOON, 1, 2, List.of()))
                .hasMessageContaining("covered");
    }
}
