package io.spotagents.provider.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spotagents.model.Offer;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.Usd;
import io.spotagents.provider.local.LocalMarket.Reclaim;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every generated market, so it is checked on many. */
class LocalMarketTest {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    @ParameterizedTest
    @MethodSource("seeds")
    void theSameSeedMakesTheSameMarketAtAnyMoment(long seed) {
        LocalMarket one = LocalMarket.seeded(seed, START, 1);
        LocalMarket other = LocalMarket.seeded(seed, START, 1);
        other.offers(START.plus(DAY)); // asked for in another order

        assertThat(hours().map(one::offers).toList())
                .isEqualTo(hours().map(other::offers).toList());
        for (Pool pool : pools(one)) {
            assertThat(hours().map(at -> one.stock(pool, at)).toList())
                    .isEqualTo(hours().map(at -> other.stock(pool, at)).toList());
            assertThat(hours().map(at -> one.nextReclaim(pool, at)).toList())
                    .isEqualTo(hours().map(at -> other.nextReclaim(pool, at)).toList());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void spotCostsAboutAThirdOfOnDemand(long seed) {
        LocalMarket market = LocalMarket.seeded(seed, START, 1);

        for (Offer offer : market.offers(START.plus(DAY))) {
            double share =
                    offer.hourlyPrice().orElseThrow().dollars()
                            / offer.onDemandHourlyPrice().orElseThrow().dollars();
            if (offer.pool().purchase() == Purchase.SPOT) {
                assertThat(share).isCloseTo(0.33, within(0.18));
            } else {
                assertThat(share).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void onDemandIsNeverReclaimedAndSpotIsWithinDays(long seed) {
        LocalMarket market = LocalMarket.seeded(seed, START, 1);

        for (Pool pool : pools(market)) {
            Optional<Reclaim> next = market.nextReclaim(pool, START);
            assertThat(next.isPresent()).isEqualTo(pool.purchase() == Purchase.SPOT);
            next.ifPresent(
                    reclaim -> {
                        assertThat(reclaim.reclaimAt()).isAfter(START);
                        assertThat(reclaim.reclaimAt()).isBefore(START.plus(DAY.multipliedBy(10)));
                    });
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aPoolHoldsNothingFromTheNoticeUntilAfterTheReclaim(long seed) {
        LocalMarket market = LocalMarket.seeded(seed, START, 1);

        for (Pool pool : pools(market)) {
            market.nextReclaim(pool, START)
                    .ifPresent(
                            reclaim -> {
                                assertThat(market.stock(pool, reclaim.noticeAt())).isZero();
                                assertThat(market.stock(pool, reclaim.reclaimAt())).isZero();
                                Instant later = reclaim.reclaimAt().plusSeconds(200);
                                assertThat(market.stock(pool, later)).isZero();
                            });
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void stockIsSometimesGoneAndMostlyThere(long seed) {
        LocalMarket market = LocalMarket.seeded(seed, START, 1);
        Pool spot =
                pools(market).stream().filter(LocalMarketTest::isSpot).findFirst().orElseThrow();

        List<Integer> stocks =
                IntStream.range(0, 4 * 24 * 60)
                        .mapToObj(quarter -> START.plus(Duration.ofMinutes(15L * quarter)))
                        .map(at -> market.stock(spot, at))
                        .toList();

        assertThat(stocks).contains(0).allMatch(stock -> stock == 0 || stock >= 8 && stock <= 40);
        assertThat(stocks.stream().filter(stock -> stock == 0).count())
                .isLessThan(stocks.size() / 8);
    }

    @Test
    void theZonesDifferInTheirLeads() {
        LocalMarket market = LocalMarket.seeded(7, START, 1);

        assertThat(pools(market).stream().filter(LocalMarketTest::isSpot))
                .allSatisfy(
                        pool ->
                                assertThat(lead(market, pool))
                                        .isEqualTo(
                                                pool.place().zone().equals("local-a")
                                                        ? LocalMarket.LONG_LEAD
                                                        : LocalMarket.SHORT_LEAD));
    }

    @Test
    void speedShortensEverything() {
        LocalMarket slow = LocalMarket.seeded(7, START, 1);
        LocalMarket fast = LocalMarket.seeded(7, START, 60);
        Pool spot = pools(slow).stream().filter(LocalMarketTest::isSpot).findFirst().orElseThrow();

        Reclaim late = slow.nextReclaim(spot, START).orElseThrow();
        Reclaim soon = fast.nextReclaim(spot, START).orElseThrow();

        assertThat(Duration.between(START, soon.reclaimAt()).toMillis())
                .isCloseTo(Duration.between(START, late.reclaimAt()).toMillis() / 60, within(1L));
        assertThat(lead(fast, spot).toMillis())
                .isCloseTo(lead(slow, spot).toMillis() / 60, within(1L));
    }

    @Test
    void everyReclaimIsFollowedByALaterOne() {
        LocalMarket market = LocalMarket.seeded(7, START, 1);
        Pool spot =
                pools(market).stream().filter(LocalMarketTest::isSpot).findFirst().orElseThrow();

        Instant at = START;
        for (int count = 0; count < 100; count++) {
            Instant next = market.nextReclaim(spot, at).orElseThrow().reclaimAt();
            assertThat(next).isAfter(at);
            at = next;
        }
        assertThat(Duration.between(START, at).dividedBy(100))
                .isBetween(Duration.ofHours(3), Duration.ofHours(24));
    }

    @Test
    void nothingHappensInACalmMarket() {
        LocalMarket calm = LocalMarket.calm(5);

        assertThat(pools(calm)).hasSize(12);
        for (Pool pool : pools(calm)) {
            assertThat(calm.stock(pool, START)).isEqualTo(5);
            assertThat(calm.nextReclaim(pool, START)).isEmpty();
        }
        assertThat(prices(calm, START)).isEqualTo(prices(calm, START.plus(DAY)));
    }

    @Test
    void stockCanBeUnlimited() {
        LocalMarket market = LocalMarket.seeded(7, START, 1).withUnlimitedStock();

        for (Pool pool : pools(market)) {
            assertThat(hours().map(at -> market.stock(pool, at))).containsOnly(Integer.MAX_VALUE);
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    private static Stream<Instant> hours() {
        return IntStream.range(0, 24).mapToObj(hour -> START.plus(Duration.ofHours(hour)));
    }

    private static List<Pool> pools(LocalMarket market) {
        return market.offers(START).stream().map(Offer::pool).toList();
    }

    private static List<Usd> prices(LocalMarket market, Instant at) {
        return market.offers(at).stream().map(offer -> offer.hourlyPrice().orElseThrow()).toList();
    }

    private static boolean isSpot(Pool pool) {
        return pool.purchase() == Purchase.SPOT;
    }

    private static Duration lead(LocalMarket market, Pool pool) {
        Reclaim reclaim = market.nextReclaim(pool, START).orElseThrow();
        return Duration.between(reclaim.noticeAt(), reclaim.reclaimAt());
    }

    @Test
    void someReclaimsAreSignaledBeforeAndSomeSignalsAreFalse() {
        LocalMarket market = LocalMarket.seeded(7, START, 1);
        int reclaims = 0;
        int signaled = 0;
        int signals = 0;
        for (Pool pool : pools(market)) {
            Instant end = START.plus(DAY.multipliedBy(30));
            for (Optional<Reclaim> next = market.nextReclaim(pool, START);
                    next.isPresent() && next.get().reclaimAt().isBefore(end);
                    next = market.nextReclaim(pool, next.get().reclaimAt())) {
                reclaims++;
                Instant at = next.get().reclaimAt();
                Instant before = at.minus(Duration.ofMinutes(20));
                signaled += market.nextSignal(pool, before).filter(at::isAfter).isPresent() ? 1 : 0;
            }
            for (Optional<Instant> next = market.nextSignal(pool, START);
                    next.isPresent() && next.get().isBefore(end);
                    next = market.nextSignal(pool, next.get())) {
                signals++;
            }
        }

        assertThat(signaled / (double) reclaims).isBetween(0.3, 0.7);
        assertThat(signals).isGreaterThan(signaled);
    }
}
