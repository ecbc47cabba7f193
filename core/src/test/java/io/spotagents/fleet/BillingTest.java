package io.spotagents.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.cost.CostSummary;
import io.spotagents.cost.LedgerEntry;
import io.spotagents.model.Granularity;
import io.spotagents.model.Usd;
import io.spotagents.testing.Pools;
import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BillingTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final FleetHarness fleet = new FleetHarness();

    @Test
    void anHourCostsWhatWasItsPrice() {
        fleet.provider.price(Pools.SPOT_A, Usd.of(0.02));
        runOne();

        pass(59);
        fleet.provider.price(Pools.SPOT_A, Usd.of(0.06)); // read a minute later
        pass(61);

        assertThat(cost().spent()).isEqualTo(Usd.of(0.08));
        assertThat(cost().onDemand()).isEqualTo(Usd.of(0.24));
    }

    @Test
    void aPriceThatGoesUpAndDownAgainLeavesItsTrace() {
        fleet.provider.price(Pools.SPOT_A, Usd.of(0.02));
        runOne();

        fleet.provider.price(Pools.SPOT_A, Usd.of(0.06));
        pass(60);
        fleet.provider.price(Pools.SPOT_A, Usd.of(0.02));
        pass(60);

        // Each change is read up to a minute after it.
        assertThat(cost().spent().dollars()).isBetween(0.079, 0.081);
    }

    @Test
    void isBilledInTheStepsOfItsProvider() {
        fleet.provider.price(Pools.SPOT_A, Usd.of(0.60));
        fleet.provider.granularity(Granularity.SECONDS_AFTER_A_MINUTE);
        runOne();

        fleet.pass(Duration.ofSeconds(5));

        assertThat(cost().spent()).isEqualTo(Usd.of(0.01));
    }

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void partsAddUpToTheWhole(long seed) {
        Random random = new Random(seed);
        runOne();
        long micros = 0;
        for (int i = 0; i < 10; i++) {
            LedgerEntry before = entry();
            int minutes = 1 + random.nextInt(50);
            fleet.provider.price(Pools.SPOT_A, new Usd(60 * (1 + random.nextInt(500))));
            // Changes are read at the end of a minute, and hold from then on.
            pass(minutes);
            micros += before.rate().hourly().perHourFor(MINUTE).micros();
            Duration rest = MINUTE.multipliedBy(minutes - 1);
            micros += entry().rate().hourly().perHourFor(rest).micros();
        }

        assertThat(cost().spent().micros()).isEqualTo(micros);
    }

    private void runOne() {
        fleet.pass(MINUTE);
        fleet.provider.stock(Pools.SPOT_B, 0);
        fleet.demand(1);
        fleet.allWork();
        assertThat(fleet.provider.instances().get(0).pool()).isEqualTo(Pools.SPOT_A);
    }

    private void pass(int minutes) {
        for (int i = 0; i < minutes; i++) {
            fleet.provider.renewLease(fleet.prepared.get(0), Duration.ofHours(1));
            fleet.pass(MINUTE);
        }
    }

    private LedgerEntry entry() {
        return fleet.books.find(fleet.prepared.get(0)).orElseThrow();
    }

    private CostSummary cost() {
        return fleet.books.report(fleet.time.instant()).total();
    }
}
