package io.spotagents.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.provider.Instance;
import io.spotagents.provider.InstanceState;
import io.spotagents.provider.Owner;
import io.spotagents.testing.Pools;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WorkDoneTest {

    private static final Pool SLOW = Pools.pool("a", "m5.large", Purchase.SPOT);
    private static final Pool FAST = Pools.pool("a", "m7a.large", Purchase.SPOT);

    private final FleetHarness fleet = new FleetHarness();

    @Test
    void machinesThatDoTheSameWorkInHalfTheTimeAreFaster() {
        double before = speed(FAST) / speed(SLOW);

        for (int work = 0; work < 40; work++) {
            done(SLOW, "test " + work, Duration.ofSeconds(60 + work));
            done(FAST, "test " + work, Duration.ofMillis((60 + work) * 400L));
        }
        fleet.settle();

        assertThat(before).isBetween(1.0, 1.6);
        assertThat(speed(FAST) / speed(SLOW)).isBetween(2.0, 2.6);
    }

    @Test
    void workOfAnInstanceThatNobodyKnowsTeachesNothing() {
        fleet.loop.post(new FleetEvent.WorkDone("i-unknown", "test", Duration.ofSeconds(1)));
        fleet.settle();

        assertThat(fleet.books.observations()).isEmpty();
    }

    /** What a loop would know that began anew with the same book. */
    private double speed(Pool pool) {
        return Hindsight.of(fleet.books, fleet.time.instant()).speed(FleetHarness.SOURCE, pool);
    }

    private void done(Pool pool, String work, Duration took) {
        String id = "i-" + pool.machineType();
        Instance instance =
                new Instance(
                        id,
                        pool,
                        new Owner(FleetHarness.CONTROLLER, FleetHarness.KEY, new UUID(3, 3)),
                        InstanceState.RUNNING,
                        fleet.time.instant());
        List.of(
                        new FleetEvent.AgentKnown(instance, FleetHarness.SOURCE),
                        new FleetEvent.WorkDone(id, work, took))
                .forEach(fleet.loop::post);
    }
}
