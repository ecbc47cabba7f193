package io.spotagents.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spotagents.fleet.LaunchIntent;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.TemplateKey;
import io.spotagents.provider.Instance;
import io.spotagents.provider.LaunchReply;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.Owner;
import io.spotagents.provider.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SimulatedCloudTest {

    private static final UUID CONTROLLER = new UUID(1, 1);
    private static final SimulatedPool COUNTED = Market.pool("a", "m7.2x", 0.6, 3, 3, 1, 0, 3);
    private static final SimulatedPool DEEP = Market.pool("b", "m7.2x", 0.6);

    private final SimulatedTime time = new SimulatedTime(SimulatedPool.BEGIN);
    private final RunMeter meter = new RunMeter();
    private final Troubles troubles = new Troubles();
    private final SimulatedCloud cloud =
            new SimulatedCloud(
                    time,
                    CONTROLLER,
                    new ReplayPlan(
                            List.of(COUNTED, DEEP),
                            new Workload(1, Duration.ofMinutes(20), 1),
                            CloudRules.AWS,
                            Duration.ofHours(1)),
                    meter,
                    troubles);
    private final TreeMap<String, Instant> announced = new TreeMap<>();
    private final TreeMap<String, Instant> taken = new TreeMap<>();
    private long tokens;

    @Test
    void grantsWhatAPoolHoldsAndRefusesTheRest() {
        LaunchReply reply = launch(COUNTED.pool(), 5);

        assertThat(reply.instances()).hasSize(3);
        assertThat(reply.refusals())
                .extracting(Refusal::kind)
                .containsExactly(Refusal.Kind.NO_CAPACITY);
    }

    @Test
    void aPoolOfUnknownDepthGrantsAnything() {
        assertThat(launch(DEEP.pool(), 5_000).instances()).hasSize(5_000);
        assertThat(launch(DEEP.pool(), 5_000).instances()).hasSize(5_000);
    }

    @Test
    void onDemandIsAlwaysThere() {
        passTo(16);

        assertThat(launch(COUNTED.pool().with(Purchase.ON_DEMAND), 50).instances()).hasSize(50);
    }

    @Test
    void whatRunsIsNotGrantedTwice() {
        launch(COUNTED.pool(), 2);

        assertThat(launch(COUNTED.pool(), 2).instances()).hasSize(1);
        assertThat(launch(COUNTED.pool(), 2).instances()).isEmpty();
    }

    @Test
    void aRefusalTakesTwentySecondsAndAGrantThree() {
        assertThat(cloud.ask(intent(COUNTED.pool(), 3))).isEqualTo(Duration.ofSeconds(3));
        assertThat(cloud.ask(intent(COUNTED.pool(), 1))).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void aRefusalIsATroubleOnlyOnceItHasArrived() {
        launch(COUNTED.pool(), 3);
        launch(COUNTED.pool(), 1);

        Instant answered = time.instant().plusSeconds(20);
        assertThat(troubles.newest(COUNTED.pool(), answered.minusMillis(1))).isEmpty();
        assertThat(troubles.newest(COUNTED.pool(), answered)).contains(answered);
    }

    @Test
    void refusalsOfOneSpellBelongToOneOutage() {
        passTo(16);
        launch(COUNTED.pool(), 1);
        passTo(19);
        launch(COUNTED.pool(), 1);

        assertThat(meter.losses().failedLaunches()).isEqualTo(2);
        assertThat(meter.losses().outages()).isEqualTo(1);
    }

    @Test
    void aPoolThatIsFullIsOneOutageHoweverLongItStaysSo() {
        launch(COUNTED.pool(), 3);
        launch(COUNTED.pool(), 1);
        passTo(6);
        launch(COUNTED.pool(), 1);

        assertThat(meter.losses().failedLaunches()).isEqualTo(2);
        assertThat(meter.losses().outages()).isEqualTo(1);
    }

    @Test
    void aDropIsAnnouncedTwoMinutesBeforeAndTakesTheNewest() {
        List<Instance> running = launch(COUNTED.pool(), 3).instances();
        cloud.begin(reclaims());

        passTo(12);

        assertThat(announced).hasSize(2).containsOnlyKeys(running.get(1).id(), running.get(2).id());
        assertThat(announced.values()).containsOnly(Market.at(10));
        assertThat(taken.values()).containsOnly(Market.at(10));
        assertThat(cloud.isAlive(running.get(0).id())).isTrue();
    }

    @Test
    void everyFurtherDropTakesMore() {
        launch(COUNTED.pool(), 3);
        cloud.begin(reclaims());

        passTo(16);

        assertThat(taken.values()).containsOnly(Market.at(10), Market.at(15)).hasSize(3);
        assertThat(meter.losses().reclaims()).isEqualTo(3);
        assertThat(meter.losses().mostTogether()).isEqualTo(2);
    }

    @Test
    void billsNoLessThanAMinute() {
        String id = launch(DEEP.pool(), 1).instances().get(0).id();

        cloud.end(Set.of(id));

        assertThat(meter.money().usd()).isEqualTo(0.01, within(1e-9));
        assertThat(cloud.list(CONTROLLER).instances()).isEmpty();
    }

    @Test
    void billsFromTheGrantToTheReclaim() {
        launch(COUNTED.pool(), 1);
        cloud.begin(reclaims());

        passTo(20);

        assertThat(meter.money().billedHours()).isEqualTo(0.25, within(1e-9));
        assertThat(meter.money().usd()).isEqualTo(0.15, within(1e-9));
    }

    @Test
    void onDemandHoursAreCountedApart() {
        launch(DEEP.pool().with(Purchase.ON_DEMAND), 1);
        launch(DEEP.pool(), 1);
        passTo(30);

        cloud.close();

        assertThat(meter.money().onDemandHours()).isEqualTo(0.5, within(1e-9));
        assertThat(meter.money().usd()).isEqualTo(0.5 * 1 + 0.5 * 0.6, within(1e-9));
    }

    private LaunchReply launch(Pool pool, int count) {
        LaunchIntent intent = intent(pool, count);
        cloud.ask(intent);
        Owner owner = new Owner(CONTROLLER, intent.template(), intent.token());
        return cloud.launch(new LaunchRequest(owner, pool, count, Duration.ofMinutes(10)));
    }

    private LaunchIntent intent(Pool pool, int count) {
        return new LaunchIntent(
                new UUID(2, ++tokens),
                new TemplateKey("cloud", "template"),
                new LaunchIntent.Ask(ReplayRun.SOURCE, pool, count),
                time.instant());
    }

    private void passTo(int minute) {
        List<Boolean> arrived = new ArrayList<>();
        time.at(Market.at(minute), () -> arrived.add(true));
        while (arrived.isEmpty()) {
            time.runNext();
        }
    }

    private SimulatedCloud.Reclaims reclaims() {
        return new SimulatedCloud.Reclaims() {
            @Override
            public void announced(String instanceId, Instant deadline) {
                announced.put(instanceId, deadline);
            }

            @Override
            public void happened(List<String> instanceIds) {
                instanceIds.forEach(id -> taken.put(id, time.instant()));
            }
        };
    }
}
