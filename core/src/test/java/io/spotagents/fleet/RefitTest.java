package io.spotagents.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.hazard.HazardWeights;
import io.spotagents.market.Observation;
import io.spotagents.model.Pool;
import io.spotagents.testing.InMemoryBooks;
import io.spotagents.testing.Pools;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RefitTest {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void withTooLittleTheShippedWeightsStay() {
        Refit refit = Refit.of(book(3).observations());

        assertThat(refit.fitted().weights()).isEqualTo(HazardWeights.shipped());
        assertThat(refit.fitted().reason()).contains("needed");
    }

    @Test
    void withEnoughTheyMove() {
        Refit refit = Refit.of(book(150).observations());

        assertThat(refit.fitted().weights()).isNotEqualTo(HazardWeights.shipped());
        assertThat(refit.fitted().reason()).startsWith("fitted to ");
        assertThat(refit.quarterHour().orElseThrow().calibrationError()).isBetween(0.0, 0.2);
        assertThat(refit.hour().orElseThrow().auc()).isBetween(0.0, 1.0);
    }

    @Test
    void theSameObservationsGiveTheSameWeights() {
        assertThat(Refit.of(book(150).observations()).fitted())
                .isEqualTo(Refit.of(book(150).observations()).fitted());
    }

    @Test
    void nothingObservedIsNoError() {
        Refit refit = Refit.of(new InMemoryBooks().observations());

        assertThat(refit.fitted().weights()).isEqualTo(HazardWeights.shipped());
        assertThat(refit.hour()).isEmpty();
    }

    @Test
    void theLoopFitsAtItsStartAndOnceADayAndTellsOfIt() {
        FleetHarness fleet = new FleetHarness();
        assertThat(fleet.loop.status().hazards().fitted().reason()).startsWith("0 losses");
        fleet.books.observe(
                book(150).observations().stream().map(one -> one.observation()).toList());

        fleet.pass(Duration.ofHours(23));
        assertThat(fleet.loop.status().hazards().fitted().reason()).startsWith("0 losses");
        fleet.pass(Duration.ofHours(2));

        assertThat(fleet.loop.status().hazards().fitted().reason()).startsWith("fitted to ");
    }

    /** So many lives in each of two pools; half of them are short and end with a loss. */
    private static InMemoryBooks book(int lives) {
        List<Observation> all = new ArrayList<>();
        Random random = new Random(7);
        for (Pool pool : List.of(Pools.SPOT_A, Pools.SPOT_B)) {
            Instant at = BEGIN;
            for (int i = 0; i < lives; i++) {
                boolean isLost = random.nextBoolean();
                Duration lived = Duration.ofMinutes(isLost ? 40 : 300);
                at = at.plus(lived);
                Observation.Seen seen = new Observation.Seen(FleetHarness.SOURCE, pool, at);
                all.add(
                        isLost
                                ? new Observation.Lost(seen, lived, Optional.empty())
                                : new Observation.Ended(seen, lived));
                at = at.plus(Duration.ofMinutes(random.nextInt(120)));
            }
        }
        all.sort(Comparator.comparing(one -> one.seen().at()));
        InMemoryBooks books = new InMemoryBooks();
        books.observe(all);
        return books;
    }
}
