package io.spotagents.market.generated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spotagents.market.generated.GeneratedPool.Loss;
import io.spotagents.market.generated.GeneratedPool.Spell;
import io.spotagents.market.generated.MarketBehavior.Drops;
import io.spotagents.market.generated.MarketBehavior.Signals;
import io.spotagents.market.traces.TraceFolder;
import io.spotagents.model.Pool;
import io.spotagents.model.Usd;
import io.spotagents.testing.Pools;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every generated market, so it is checked on many. */
class MarketGeneratorTest {

    private static final Duration WEEK = Duration.ofDays(7);
    private static final Usd ON_DEMAND_PRICE = Usd.of(3.06);
    private static final PoolSettings A = new PoolSettings(Pools.SPOT_A, ON_DEMAND_PRICE, 8, 40);
    private static final PoolSettings B = PoolSettings.upOrDown(Pools.SPOT_B, ON_DEMAND_PRICE);
    private static final PoolSettings ON_DEMAND =
            new PoolSettings(Pools.ON_DEMAND, ON_DEMAND_PRICE, 8, 40);

    @TempDir private Path folder;

    @ParameterizedTest
    @MethodSource("seeds")
    void theSameSeedMakesTheSameMarket(long seed) {
        assertThat(market(seed, A, B)).isEqualTo(market(seed, A, B));
        assertThat(market(seed, A, B)).isNotEqualTo(market(seed + 1, A, B));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anotherPoolChangesNoPool(long seed) {
        GeneratedMarket alone = market(seed, A);
        GeneratedMarket among = market(seed, B, ON_DEMAND, A);

        assertThat(among.pools().get(Pools.SPOT_A)).isEqualTo(alone.pools().get(Pools.SPOT_A));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void answersAtAnyMomentWhatTheSpellsSay(long seed) {
        GeneratedMarket market = market(seed, A, B);
        for (Pool pool : List.of(Pools.SPOT_A, Pools.SPOT_B)) {
            List<Spell> spells = market.pools().get(pool).spells();
            Duration before = Duration.ZERO;
            for (Spell spell : spells) {
                assertThat(spell.start()).isGreaterThanOrEqualTo(before);
                if (spell.start().compareTo(before) > 0) {
                    assertThat(market.isUp(pool, before)).isFalse();
                    assertThat(market.isUp(pool, spell.start().minusMillis(1))).isFalse();
                }
                assertThat(market.count(pool, spell.start())).isEqualTo(spell.depth());
                assertThat(market.count(pool, spell.end().minusMillis(1))).isEqualTo(spell.depth());
                before = spell.end();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aFasterMarketIsTheSameMarketInLessTime(long seed) {
        MarketBehavior slow = MarketBehavior.ordinary();
        List<Spell> spells = MarketGenerator.generate(A, WEEK.multipliedBy(5), slow, seed).spells();
        List<Spell> faster =
                MarketGenerator.generate(A, WEEK.dividedBy(2), slow.faster(10), seed).spells();

        assertThat(faster).hasSameSizeAs(spells);
        for (int spell = 0; spell < spells.size(); spell++) {
            assertThat(faster.get(spell).depth()).isEqualTo(spells.get(spell).depth());
            assertThat(faster.get(spell).start())
                    .isCloseTo(spells.get(spell).start().dividedBy(10), Duration.ofMillis(1));
            assertThat(faster.get(spell).end())
                    .isCloseTo(spells.get(spell).end().dividedBy(10), Duration.ofMillis(1));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theNextLossIsTheFirstAfterAMoment(long seed) {
        GeneratedMarket market = market(seed, A);
        Duration after = Duration.ZERO;
        for (Loss loss : market.pools().get(Pools.SPOT_A).losses()) {
            assertThat(market.nextLoss(Pools.SPOT_A, after)).contains(loss);
            assertThat(market.count(Pools.SPOT_A, loss.at())).isEqualTo(loss.left());
            assertThat(market.count(Pools.SPOT_A, loss.at().minusMillis(1)))
                    .isEqualTo(loss.before());
            after = loss.at();
        }
        assertThat(market.nextLoss(Pools.SPOT_A, after)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aLossTakesEverythingOrMostOfIt(long seed) {
        Drops drops = MarketBehavior.scarce().drops();

        for (Loss loss : market(seed, A).pools().get(Pools.SPOT_A).losses()) {
            assertThat(loss.before()).isBetween(1, A.maxDepth());
            double left = (double) loss.left() / loss.before();
            assertThat(left).isBetween(0.0, 1 - drops.minShare());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void pricesStayBelowOnDemandAndHardlyMove(long seed) {
        GeneratedPool pool = market(seed, A).pools().get(Pools.SPOT_A);

        assertThat(pool.prices()).hasSizeBetween(1, 30);
        double first = pool.price(Duration.ZERO).dollars();
        assertThat(pool.prices())
                .allSatisfy(
                        point -> {
                            double price = point.hourlyPrice().dollars();
                            assertThat(price).isBetween(0.01, ON_DEMAND_PRICE.dollars());
                            assertThat(price / first).isBetween(0.8, 1.25);
                        });
    }

    @Test
    void partOfTheLossesIsWarnedOfAhead() {
        Signals always = new Signals(1, Duration.ofMinutes(20), 0);
        Signals never = new Signals(0, Duration.ofMinutes(20), 0);

        GeneratedPool warned = pool(MarketBehavior.scarce().withSignals(always));
        GeneratedPool silent = pool(MarketBehavior.scarce().withSignals(never));

        assertThat(silent.spells()).isEqualTo(warned.spells());
        assertThat(silent.signals()).isEmpty();
        assertThat(warned.signals()).isNotEmpty();
        for (Duration signal : warned.signals()) {
            assertThat(warned.lastSignal(signal)).contains(signal);
            Duration lead = warned.nextLoss(signal).orElseThrow().at().minus(signal);
            assertThat(lead).isLessThanOrEqualTo(always.maxLead());
        }
        assertThat(warned.lastSignal(warned.signals().get(0).minusMillis(1))).isEmpty();
    }

    @Test
    void aPoolThatIsNotReclaimedIsAlwaysUpAtOnePrice() {
        GeneratedMarket market = market(7, ON_DEMAND);

        assertThat(market.count(Pools.ON_DEMAND, WEEK.minusMillis(1))).isEqualTo(40);
        assertThat(market.nextLoss(Pools.ON_DEMAND, Duration.ZERO)).isEmpty();
        assertThat(market.price(Pools.ON_DEMAND, Duration.ZERO)).isEqualTo(ON_DEMAND_PRICE);
    }

    @Test
    void canBeReadBackAsARecording() throws Exception {
        GeneratedMarket market = market(7, A, B);
        TraceFolder traces = market.traces(Duration.ofSeconds(195));

        traces.write(folder);

        assertThat(TraceFolder.read(folder)).isEqualTo(traces);
        assertThat(traces.traces().get(0).countAt(Duration.ofSeconds(1950)))
                .isEqualTo(market.count(Pools.SPOT_A, Duration.ofSeconds(1950)));
    }

    @Test
    void refusesWhatIsNotInTheMarket() {
        GeneratedMarket market = market(7, A);

        assertThatThrownBy(() -> market.isUp(Pools.SPOT_B, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(Pools.SPOT_B.id());
        assertThatThrownBy(() -> market.isUp(Pools.SPOT_A, WEEK))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> market.price(Pools.SPOT_A, Duration.ofMillis(-1)))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void refusesFiguresThatMeanNothing() {
        assertThatThrownBy(() -> market(7, A, A)).hasMessageContaining("pools has one twice");
        assertThatThrownBy(() -> new PoolSettings(Pools.SPOT_A, Usd.ZERO, 1, 1))
                .hasMessageContaining("onDemandHourlyPrice");
        assertThatThrownBy(() -> new PoolSettings(Pools.SPOT_A, ON_DEMAND_PRICE, 2, 1))
                .hasMessageContaining("minDepth");
        assertThatThrownBy(() -> new AgeRates.Step(Duration.ZERO, Double.NaN))
                .hasMessageContaining("perHour");
        assertThatThrownBy(() -> new Signals(1.1, Duration.ZERO, 0)).hasMessageContaining("share");
    }

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    private static GeneratedPool pool(MarketBehavior behavior) {
        return MarketGenerator.generate(A, WEEK, behavior, 7);
    }

    private static GeneratedMarket market(long seed, PoolSettings... pools) {
        MarketSettings settings = new MarketSettings(List.of(pools), WEEK, MarketBehavior.scarce());
        return MarketGenerator.generate(settings, seed);
    }
}
