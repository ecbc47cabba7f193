package io.spotagents.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.model.Usd;
import io.spotagents.selection.Plan;
import io.spotagents.testing.Pools;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A source that does not even tell what exists is not asked for more. */
class SilentSourceTest {

    private final FleetHarness fleet = new FleetHarness();

    @Test
    void nothingIsAskedOfItUntilItTellsAgain() {
        fleet.provider.price(Pools.SPOT_A, Usd.of(0.01));
        fleet.pass(Duration.ofMinutes(1));
        failListings(2);

        fleet.demand(3);

        assertThat(fleet.books.open()).isEmpty();
        assertThat(fleet.running()).isEmpty();
        assertThat(fleet.loop.status().plans().values())
                .singleElement()
                .extracting(Plan::unmet)
                .isEqualTo(3);

        fleet.pass(Duration.ofSeconds(10));

        assertThat(fleet.running()).hasSize(3);
    }

    @Test
    void oneListingThatFailsIsNoSilence() {
        failListings(1);

        fleet.demand(3);

        assertThat(fleet.running()).hasSize(3);
    }

    private void failListings(int times) {
        for (int i = 0; i < times; i++) {
            fleet.provider.failNextList();
            fleet.pass(Duration.ofSeconds(5));
        }
    }
}
