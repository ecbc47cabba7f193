package io.spotagents.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.model.Usd;
import io.spotagents.testing.Pools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Launches that nobody knows the outcome of. */
class LostReplyTest {

    private final FleetHarness fleet = new FleetHarness();

    @Test
    void aHungProviderCountsAsUnknownAndTheLateInstancesAreFound() {
        List<Runnable> hung = new ArrayList<>();
        fleet.calls = hung::add;
        fleet.demand(2);
        assertThat(fleet.books.open()).hasSize(1);

        fleet.calls = Runnable::run;
        hung.forEach(Runnable::run);
        fleet.pass(Duration.ofSeconds(1));

        assertThat(fleet.running()).hasSize(2);
        assertThat(fleet.books.open()).isEmpty();
    }

    @Test
    void aLostReplyMakesNoInstanceTwiceAndForgetsNone() {
        fleet.provider.loseReplyOfNextLaunch();

        fleet.demand(3);
        fleet.pass(Duration.ofSeconds(1));
        fleet.pass(Duration.ofSeconds(5));

        assertThat(fleet.running()).hasSize(3);
        assertThat(fleet.prepared).containsExactlyElementsOf(fleet.running());
        assertThat(fleet.books.open()).isEmpty();
    }

    @Test
    void aLostReplyHoldsUpNoOtherPool() {
        fleet.provider.price(Pools.SPOT_A, Usd.of(0.01));
        fleet.pass(Duration.ofMinutes(1));
        fleet.provider.loseReplyOfNextLaunch();
        fleet.provider.failNextList();
        fleet.demand(3);

        fleet.demand(6);

        assertThat(fleet.provider.instances())
                .extracting(instance -> instance.pool())
                .containsExactlyInAnyOrder(
                        Pools.SPOT_A,
                        Pools.SPOT_A,
                        Pools.SPOT_A,
                        Pools.SPOT_B,
                        Pools.SPOT_B,
                        Pools.SPOT_B);
    }

    @Test
    void aPoolWhoseLostLaunchIsFoundIsAskedAgainAtOnce() {
        fleet.provider.price(Pools.SPOT_A, Usd.of(0.01));
        fleet.pass(Duration.ofMinutes(1));
        fleet.provider.loseReplyOfNextLaunch();
        fleet.demand(3);
        fleet.pass(Duration.ofSeconds(5));

        fleet.demand(6);

        assertThat(fleet.provider.instances())
                .extracting(instance -> instance.pool())
                .containsOnly(Pools.SPOT_A)
                .hasSize(6);
    }
}
