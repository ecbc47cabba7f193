package io.spotagents.hazard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spotagents.market.Observation;
import io.spotagents.market.RecordedObservation;
import io.spotagents.testing.InMemoryBooks;
import io.spotagents.testing.Pools;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ObservedRowsTest {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    /**
     * Builds take half an hour; one instance in three is lost before, by a hazard of 0.8 an hour.
     */
    @Test
    void briefLivesThatEndedWellCountForAsLongAsTheyWereWatched() {
        double perHour = 0.8;
        Random random = new Random(11);
        List<Observation> all = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            double hours = -Math.log(1 - random.nextDouble()) / perHour;
            all.add(life(BEGIN.plus(Duration.ofHours(3L * i)), hours));
        }

        ObservedRows.Seen seen = ObservedRows.of(recorded(all));

        assertThat(lossesPerHour(seen, WeightFit.Row::quarterHour, 0.25))
                .isCloseTo(perHour, within(0.08));
        assertThat(lossesPerHour(seen, WeightFit.Row::hour, 1)).isCloseTo(perHour, within(0.08));
    }

    @Test
    void aRowTellsOfTheTimeThatWasWatched() {
        Observation ended = life(BEGIN, 10);

        List<WeightFit.Row> rows = ObservedRows.of(recorded(List.of(ended))).rows();

        assertThat(rows).extracting(row -> row.hour().lost()).containsOnly(false);
        assertThat(rows)
                .extracting(row -> row.quarterHour().watched())
                .containsExactly(1.0, 1.0, 1.0, 1.0, 10 / 15.0, 5 / 15.0);
        assertThat(rows)
                .extracting(row -> Math.round(60 * row.hour().watched()))
                .containsExactly(30L, 25L, 20L, 15L, 10L, 5L);
    }

    private static Observation life(Instant from, double hoursUntilLost) {
        Duration lived = Duration.ofSeconds(Math.round(3_600 * Math.min(0.5, hoursUntilLost)));
        Observation.Seen seen = new Observation.Seen("here", Pools.SPOT_A, from.plus(lived));
        return hoursUntilLost < 0.5
                ? new Observation.Lost(seen, lived, Optional.empty())
                : new Observation.Ended(seen, lived);
    }

    private static double lossesPerHour(
            ObservedRows.Seen seen,
            Function<WeightFit.Row, WeightFit.Within> horizon,
            double hours) {
        List<WeightFit.Within> all = seen.rows().stream().map(horizon).toList();
        double lost = all.stream().filter(WeightFit.Within::lost).count();
        return lost / (hours * all.stream().mapToDouble(WeightFit.Within::watched).sum());
    }

    private static List<RecordedObservation> recorded(List<Observation> all) {
        InMemoryBooks books = new InMemoryBooks();
        books.observe(all);
        return books.observations();
    }
}
