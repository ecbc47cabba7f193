package io.spotagents.market;

import static io.spotagents.market.Observations.NOON;
import static io.spotagents.market.Observations.seen;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spotagents.testing.Pools;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ObservationTest {

    private static final Observation.Seen SEEN = seen(NOON);
    private static final Observation.Shortfall WHY = Observation.Shortfall.NO_CAPACITY;
    private static final Duration NEGATIVE = Duration.ofSeconds(-1);

    private static void refused(ThrowingCallable made, String... words) {
        assertThatThrownBy(made)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    void namesTheFieldThatIsWrong() {
        refused(() -> new Observation.Seen(" ", Pools.SPOT_A, NOON), "source");
        refused(() -> new Observation.Granted(SEEN, 0), "count", "0");
        refused(() -> new Observation.PartlyGranted(SEEN, 2, 0, WHY), "granted", "0");
        refused(() -> new Observation.PartlyGranted(SEEN, 2, 2, WHY), "asked", "2");
        refused(() -> new Observation.Refused(SEEN, -1, WHY), "asked", "-1");
        refused(
                () -> new Observation.Noticed(SEEN, Observation.Teller.AGENT, NEGATIVE),
                "lead",
                "PT-1S");
        refused(() -> new Observation.Lost(SEEN, NEGATIVE, Optional.empty()), "lived", "PT-1S");
        refused(
                () -> new Observation.Lost(SEEN, Duration.ZERO, Optional.of(NEGATIVE)),
                "warning",
                "PT-1S");
        refused(() -> new Observation.Worked(SEEN, "", Duration.ofSeconds(1)), "work");
        refused(() -> new Observation.Worked(SEEN, "test", Duration.ZERO), "took", "PT0S");
        refused(() -> new Observation.Booted(SEEN, NEGATIVE), "took", "PT-1S");
        refused(() -> new KeptObservations.Limits(0, Duration.ofDays(1)), "perKind", "0");
        refused(() -> new KeptObservations.Limits(1, Duration.ZERO), "age", "PT0S");
        refused(() -> new RecordedObservation(0, false, Observations.lost(NOON)), "number", "0");
    }
}
