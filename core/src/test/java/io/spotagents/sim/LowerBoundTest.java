package io.spotagents.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(Quiet.class)
class LowerBoundTest {

    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int ALL = SimulatedPool.UNLIMITED;

    /** Two agents and 30 minutes of work: half an hour of an instance. */
    private static final Workload WORK = new Workload(2, Duration.ofMinutes(15), 1);

    @Test
    void aCheapPoolThatIsUpDoesItAll() {
        assertThat(usd(Market.pool("a", "m", 0.2))).isEqualTo(0.1, within(1e-9));
    }

    @Test
    void onDemandDoesWhatNoPoolCan() {
        assertThat(usd(Market.pool("a", "m", 0.2, 0, 0))).isEqualTo(0.5, within(1e-9));
    }

    @Test
    void noMoreAgentsWorkAtOnceThanThereAre() {
        // ten minutes of two agents at 0.2, the other ten minutes of work on demand
        assertThat(usd(Market.pool("a", "m", 0.2, ALL, ALL, 0)))
                .isEqualTo((20 * 0.2 + 10 * 1) / 60, within(1e-9));
    }

    @Test
    void theDearerPoolTakesWhatTheCheaperDoesNotHold() {
        SimulatedPool cheap = Market.pool("a", "m", 0.2, 1, 1, 0);
        SimulatedPool dear = Market.pool("b", "m", 0.4, 1, 1, 0);

        assertThat(usd(cheap, dear)).isEqualTo((10 * 0.2 + 10 * 0.4 + 10 * 1) / 60, within(1e-9));
    }

    @Test
    void workWaitsForTheCheapTime() {
        assertThat(usd(Market.pool("a", "m", 0.2, 0, 0, 0, ALL, ALL, ALL)))
                .isEqualTo(0.1, within(1e-9));
    }

    @Test
    void countsWhatIsLeftOfAnIntervalThatHasBegun() {
        SimulatedPool pool = Market.pool("a", "m", 0.2, ALL, 0, ALL, 0);
        ReplayPlan plan = new ReplayPlan(List.of(pool), WORK, CloudRules.AWS, LONGEST);

        // three minutes are left of the first interval, and five of the third
        assertThat(LowerBound.usd(plan, Market.at(2), WORK.hours()))
                .isEqualTo((16 * 0.2 + 14 * 1) / 60, within(1e-9));
    }

    @Test
    void followsPricesThatChange() {
        List<SimulatedPool> pools =
                Market.of(Market.pool("a", "m", 0.4)).pricedTimes(p -> true, 0.5, 50, 55).pools();

        assertThat(usd(pools.get(0))).isEqualTo((10 * 0.2 + 20 * 0.4) / 60, within(1e-9));
    }

    @Test
    void buysOnDemandWhereSpotIsDearer() {
        assertThat(usd(Market.pool("a", "m", 1.5))).isEqualTo(0.5, within(1e-9));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noContenderGetsBelowIt(long seed) {
        Random random = new Random(seed);
        ReplayPlan plan = plan(random);
        Instant start = SimulatedPool.BEGIN.plusSeconds(random.nextInt(1_800));

        for (Contender contender : Contenders.all()) {
            RunResult result =
                    new ReplayRun(
                                    plan,
                                    start,
                                    new ReplayRun.Entrant(
                                            contender,
                                            new Observed(),
                                            new Foresight(plan),
                                            new Decisions(() -> 0)),
                                    seed)
                            .run();
            assertThat(result.done().isAll() ? result.money().usd() : Double.MAX_VALUE)
                    .as("%s, seed %d", contender.name(), seed)
                    .isGreaterThanOrEqualTo(result.lowerBoundUsd());
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    private static ReplayPlan plan(Random random) {
        List<SimulatedPool> pools = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int[] held = new int[36];
            int depth = 0;
            for (int j = 0; j < held.length; j++) {
                depth = random.nextInt(6) == 0 ? random.nextInt(5) : depth;
                held[j] = depth;
            }
            double price = 0.1 + 0.5 * random.nextDouble();
            pools.add(Market.pool("zone" + i, "m", price, held));
        }
        pools =
                Market.of(pools.toArray(SimulatedPool[]::new))
                        .pricedTimes(
                                p -> random.nextBoolean(), 0.3, 30, 30 + 5 * random.nextInt(10))
                        .pools();
        Workload work = new Workload(4, Duration.ofMinutes(10), 1 + random.nextInt(4));
        return new ReplayPlan(pools, work, CloudRules.AWS, Duration.ofHours(2));
    }

    private static double usd(SimulatedPool... pools) {
        ReplayPlan plan = new ReplayPlan(List.of(pools), WORK, CloudRules.AWS, LONGEST);
        return LowerBound.usd(plan, SimulatedPool.BEGIN, WORK.hours());
    }
}
