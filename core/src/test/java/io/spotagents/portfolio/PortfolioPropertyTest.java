package io.spotagents.portfolio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold on every market, so it is checked on many. */
class PortfolioPropertyTest {

    private static final int POOLS = 300;
    private static final int QUOTAS = 5;

    private final Portfolio portfolio = new Portfolio();

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void neverAsksForMoreThanWantedAllowedOrPaidFor(long seed) {
        Random random = new Random(seed);
        PoolColumns pools = withQuotas(random);
        Demand.Limits limits = new Demand.Limits(0.12, 5 + 40 * random.nextDouble());
        Demand demand = demand(200 + random.nextInt(400), limits, Demand.Risk.usual(0.5));

        Outcome outcome = portfolio.allocate(pools, demand);

        int[] counts = counts(portfolio, POOLS);
        assertThat(Arrays.stream(counts).sum()).isEqualTo(outcome.placed());
        assertThat(outcome.placed() + outcome.unmet()).isEqualTo(demand.count());
        long[] used = new long[QUOTAS];
        double rate = 0;
        for (int row = 0; row < POOLS; row++) {
            assertThat(counts[row]).isBetween(0, pools.cap[row]);
            assertThat(counts[row] == 0 || pools.price[row] <= 0.12).isTrue();
            used[pools.quota[row]] += (long) counts[row] * pools.quotaUnits[row];
            rate += counts[row] * pools.price[row];
        }
        assertThat(rate).isLessThanOrEqualTo(limits.budgetUsdPerHour() + 1e-6);
        for (int quota = 0; quota < QUOTAS; quota++) {
            assertThat(used[quota]).isLessThanOrEqualTo(pools.quotaLeft[quota]);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aWorsePriceNeverBringsAPoolMore(long seed) {
        Random random = new Random(seed);
        PoolColumns pools = RandomPools.narrow(random).pools(POOLS);
        for (double riskPrice : new double[] {0, 1}) {
            Demand.Risk risk = new Demand.Risk(riskPrice, 1, 1);
            Demand demand = demand(100 + random.nextInt(1000), Demand.Limits.NONE, risk);
            portfolio.allocate(pools, demand);
            int[] before = counts(portfolio, POOLS);
            int row = random.nextInt(POOLS);
            pools.price(row, pools.price[row] * (1 + random.nextDouble()));

            portfolio.allocate(pools, demand);

            assertThat(counts(portfolio, POOLS)[row]).isLessThanOrEqualTo(before[row]);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theOrderOfPoolsHasNoEffect(long seed) {
        Random random = new Random(seed);
        PoolColumns pools = withQuotas(random);
        holdSome(pools, random);
        makeTies(pools, random);
        int[] places = shuffled(random);
        PoolColumns moved = moved(pools, places);
        Demand demand = demand(400, Demand.Limits.NONE, Demand.Risk.usual(0.5));

        Outcome outcome = portfolio.allocate(pools, demand);
        int[] counts = counts(portfolio, POOLS);
        Outcome other = portfolio.allocate(moved, demand);

        int[] countsMoved = counts(portfolio, POOLS);
        assertThat(other).isEqualTo(outcome);
        for (int row = 0; row < POOLS; row++) {
            assertThat(countsMoved[places[row]]).isEqualTo(counts[row]);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatWasDecidedBeforeHasNoEffect(long seed) {
        Random random = new Random(seed);
        PoolColumns pools = withQuotas(random);
        Demand demand = demand(400, Demand.Limits.NONE, Demand.Risk.usual(0.5));
        Outcome first = new Portfolio().allocate(pools, demand);

        portfolio.allocate(withQuotas(random), demand(900, Demand.Limits.NONE, demand.risk()));
        Outcome second = portfolio.allocate(pools, demand);

        assertThat(second).isEqualTo(first);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void startingFromFewCandidatesNeverChangesTheAnswer(long seed) {
        Random random = new Random(seed);
        PoolColumns pools = withQuotas(random);
        holdSome(pools, random);
        makeTies(pools, random);
        Demand.Limits limits = new Demand.Limits(0.2, 30);
        Demand demand = demand(1 + random.nextInt(600), limits, Demand.Risk.usual(1));
        Portfolio ofAll = new Portfolio(Integer.MAX_VALUE);
        Portfolio ofFew = new Portfolio(1);

        Outcome all = ofAll.allocate(pools, demand);
        Outcome few = ofFew.allocate(pools, demand);

        assertThat(few).isEqualTo(all);
        assertThat(counts(ofFew, POOLS)).isEqualTo(counts(ofAll, POOLS));
    }

    static Demand demand(int count, Demand.Limits limits, Demand.Risk risk) {
        return new Demand(count, RandomPools.WORK, limits, risk);
    }

    static int[] counts(Portfolio portfolio, int size) {
        int[] counts = new int[size];
        portfolio.forEachChosen((row, count) -> counts[row] += count);
        return counts;
    }

    private static PoolColumns withQuotas(Random random) {
        PoolColumns pools = RandomPools.narrow(random).pools(POOLS);
        for (int row = 0; row < POOLS; row++) {
            pools.quota(row, random.nextInt(QUOTAS), 1 + random.nextInt(4));
        }
        for (int quota = 0; quota < QUOTAS; quota++) {
            pools.quotaLeft(quota, random.nextInt(1000));
        }
        return pools;
    }

    private static void holdSome(PoolColumns pools, Random random) {
        for (int each = 0; each < 20; each++) {
            int row = random.nextInt(POOLS);
            pools.room(row, pools.cap[row], 1 + random.nextInt(30));
        }
    }

    /** Pools that differ in nothing but their rank. */
    private static void makeTies(PoolColumns pools, Random random) {
        for (int each = 0; each < 50; each++) {
            copy(pools, random.nextInt(POOLS), pools, random.nextInt(POOLS));
        }
    }

    private static int[] shuffled(Random random) {
        int[] places = new int[POOLS];
        Arrays.setAll(places, row -> row);
        for (int at = POOLS - 1; at > 0; at--) {
            int other = random.nextInt(at + 1);
            int place = places[at];
            places[at] = places[other];
            places[other] = place;
        }
        return places;
    }

    private static PoolColumns moved(PoolColumns pools, int[] places) {
        PoolColumns moved = new PoolColumns();
        moved.resize(POOLS);
        for (int quota = 0; quota < QUOTAS; quota++) {
            moved.quotaLeft(quota, pools.quotaLeft[quota]);
        }
        for (int row = 0; row < POOLS; row++) {
            copy(pools, row, moved, places[row]);
            moved.rank(places[row], row);
        }
        return moved;
    }

    private static void copy(PoolColumns from, int row, PoolColumns to, int place) {
        to.price[place] = from.price[row];
        to.hazard[place] = from.hazard[row];
        to.success[place] = from.success[row];
        to.speed[place] = from.speed[row];
        to.boot[place] = from.boot[row];
        to.egress[place] = from.egress[row];
        to.cap[place] = from.cap[row];
        to.held[place] = from.held[row];
        to.group[place] = from.group[row];
        to.quota[place] = from.quota[row];
        to.quotaUnits[place] = from.quotaUnits[row];
    }
}
