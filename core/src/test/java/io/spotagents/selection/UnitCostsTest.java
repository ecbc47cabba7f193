package io.spotagents.selection;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.market.MarketSnapshot;
import io.spotagents.model.Granularity;
import io.spotagents.model.Offer;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.Size;
import io.spotagents.model.Usd;
import io.spotagents.portfolio.ExpectedCost;
import io.spotagents.portfolio.PoolColumns;
import io.spotagents.portfolio.Work;
import io.spotagents.testing.Pools;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is worked out once for all templates is what each would have worked out. */
class UnitCostsTest {

    private static final int POOLS = 40;
    private static final List<Granularity> GRANULARITIES =
            List.of(
                    Granularity.EXACT,
                    Granularity.SECONDS_AFTER_A_MINUTE,
                    new Granularity(Duration.ofHours(3), Duration.ZERO));

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void comesToTheSameToTheLastDigit(long seed) {
        Random random = new Random(seed);
        RiskPriced.Terms terms = RiskPriced.Terms.USUAL.withUnit(0.01 + 3 * random.nextDouble());
        OfferBook book = new OfferBook();
        UnitCosts costs = new UnitCosts(terms, book);
        for (int decision = 0; decision < 3; decision++) {
            book.read(market(random));
            PoolFacts facts = facts(random);
            costs.begin(facts);
            double cheapest = random.nextInt(3) == 0 ? 0 : random.nextDouble();
            double egress = random.nextBoolean() ? 0 : random.nextDouble();
            Work wary = terms.wary(cheapest);
            for (int row = 0; row < POOLS; row++) {
                assertThat(costs.usd(row, egress, wary.delay().usdPerHour()))
                        .isEqualTo(alone(row, new Question(book, facts, terms), wary, egress));
            }
        }
    }

    private static double alone(int row, Question of, Work work, double egress) {
        PoolColumns one = new PoolColumns();
        one.resize(1);
        double price = of.book.usdPerHour(row);
        if (price >= 0) {
            one.price(0, price);
        }
        one.risk(0, of.book.purchase(row), of.facts.hazard[row], of.facts.success[row]);
        double boot = of.facts.bootHours(row, of.terms.bootHours());
        one.work(0, of.facts.speed[row], boot, egress);
        one.billed(0, of.facts.granularity[row].billedPerHour(of.terms.holdHours()));
        return ExpectedCost.usd(one, work, 0);
    }

    private static MarketSnapshot market(Random random) {
        List<Offer> offers = new ArrayList<>();
        for (int at = 0; at < POOLS; at++) {
            Purchase purchase = Purchase.values()[random.nextInt(3)];
            Pool pool = Pools.pool("zone-" + at, "small", purchase);
            Optional<Usd> price =
                    random.nextInt(8) == 0
                            ? Optional.empty()
                            : Optional.of(new Usd(random.nextInt(3_000_000)));
            offers.add(new Offer(pool, new Size(1, 1024), price, Optional.empty(), NOW));
        }
        return MarketSnapshot.of(NOW, new TreeMap<>(Map.of("source", offers)));
    }

    private static PoolFacts facts(Random random) {
        PoolFacts facts = new PoolFacts(POOLS);
        for (int row = 0; row < POOLS; row++) {
            facts.asking(row, true, 5, random.nextInt(8) == 0 ? 0 : random.nextDouble());
            facts.hazard(row, random.nextInt(8) == 0 ? 5_000 : 4 * random.nextDouble());
            facts.speed(row, 0.2 + 2 * random.nextDouble());
            facts.boot(row, random.nextInt(3) == 0 ? PoolFacts.NOT_KNOWN : random.nextDouble());
            facts.granularity(row, GRANULARITIES.get(random.nextInt(3)));
        }
        return facts;
    }

    private record Question(OfferBook book, PoolFacts facts, RiskPriced.Terms terms) {}
}
