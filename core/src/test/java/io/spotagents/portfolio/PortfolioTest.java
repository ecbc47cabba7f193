package io.spotagents.portfolio;

import static io.spotagents.portfolio.PortfolioPropertyTest.counts;
import static io.spotagents.portfolio.PortfolioPropertyTest.demand;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spotagents.model.Purchase;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PortfolioTest {

    private static final int SIZE = 4;

    private final PoolColumns pools = new PoolColumns();
    private final Portfolio portfolio = new Portfolio();

    @BeforeEach
    void poolsInFourClouds() {
        pools.resize(SIZE);
        for (int row = 0; row < SIZE; row++) {
            pools.price(row, 0.1 + 0.001 * row);
            pools.risk(row, Purchase.SPOT, 0.1, 1);
            pools.room(row, 100, 0);
            pools.groups(row, row, 0, row);
        }
    }

    @Test
    void takesTheCheapestAloneIfRiskDoesNotMatter() {
        Outcome outcome = portfolio.allocate(pools, cheap(60));

        assertThat(outcome.isMet()).isTrue();
        assertThat(counts(portfolio, SIZE)).containsExactly(60, 0, 0, 0);
    }

    @Test
    void goesOnToTheNextPoolWhereOneIsFull() {
        portfolio.allocate(pools, cheap(130));

        assertThat(counts(portfolio, SIZE)).containsExactly(100, 30, 0, 0);
    }

    @Test
    void spreadsUntilALargeLossIsRareEnough() {
        Demand.Risk risk = new Demand.Risk(0, 0.3, 0.01);

        Outcome outcome = portfolio.allocate(pools, demand(60, Demand.Limits.NONE, risk));

        assertThat(outcome.isMet()).isTrue();
        assertThat(outcome.chance().probability()).isLessThanOrEqualTo(0.01);
        assertThat(counts(portfolio, SIZE)).doesNotContain(0);
    }

    @Test
    void countsWhatIsHeldAlready() {
        pools.room(0, 100, 60);
        Demand.Risk risk = new Demand.Risk(1, 0.3, 1);

        portfolio.allocate(pools, demand(10, Demand.Limits.NONE, risk));

        assertThat(counts(portfolio, SIZE)[0]).isZero();
    }

    @Test
    void saysThatALargeLossCannotBeMadeRareAndStaysCheap() {
        Demand.Risk risk = new Demand.Risk(0, 0.3, 0.01);
        pools.resize(2);

        Outcome outcome = portfolio.allocate(pools, demand(60, Demand.Limits.NONE, risk));

        assertThat(outcome.placed()).isEqualTo(60);
        assertThat(outcome.isMet()).isFalse();
        assertThat(outcome.chance().met()).isFalse();
        assertThat(outcome.explained())
                .isEqualTo(
                        "all 60 instances placed; a large loss within 15 minutes has a probability"
                                + " of 2.5 %, and no usable pools make it rare enough");
        assertThat(counts(portfolio, 2)).containsExactly(60, 0);
    }

    @Test
    void namesTheCapThatLeavesADemandUnmet() {
        Outcome outcome = portfolio.allocate(pools, cheap(450));

        assertThat(outcome.unmet()).isEqualTo(50);
        assertThat(outcome.unmetBy()).isEqualTo(Bound.CAP);
        assertThat(outcome.explained())
                .isEqualTo("400 placed, 50 cannot be had: no more may be asked of the pool now");
    }

    @Test
    void namesTheQuotaThatLeavesADemandUnmet() {
        for (int row = 0; row < SIZE; row++) {
            pools.quota(row, 3, 4);
        }
        pools.quotaLeft(3, 50);

        Outcome outcome = portfolio.allocate(pools, cheap(20));

        assertThat(outcome.placed()).isEqualTo(12);
        assertThat(outcome.unmetBy()).isEqualTo(Bound.QUOTA);
    }

    @Test
    void namesTheHighestPriceThatLeavesADemandUnmet() {
        Demand.Limits limits = new Demand.Limits(0.1005, Double.POSITIVE_INFINITY);

        Outcome outcome = portfolio.allocate(pools, demand(120, limits, Demand.Risk.IGNORED));

        assertThat(outcome.placed()).isEqualTo(100);
        assertThat(outcome.unmetBy()).isEqualTo(Bound.MAXIMUM_PRICE);
    }

    @Test
    void namesTheBudgetThatLeavesADemandUnmet() {
        Demand.Limits limits = new Demand.Limits(Double.POSITIVE_INFINITY, 2);

        Outcome outcome = portfolio.allocate(pools, demand(40, limits, Demand.Risk.IGNORED));

        assertThat(outcome.placed()).isEqualTo(20);
        assertThat(outcome.unmetBy()).isEqualTo(Bound.BUDGET_RATE);
    }

    @Test
    void prefersSlowerPoolsWhereOnlyTheyFitTheBudget() {
        pools.price(0, 0.2);
        pools.work(0, 3, 0, 0);
        Demand.Limits limits = new Demand.Limits(Double.POSITIVE_INFINITY, 5);

        Outcome outcome = portfolio.allocate(pools, demand(45, limits, Demand.Risk.IGNORED));

        assertThat(outcome.unmet()).isZero();
        assertThat(counts(portfolio, SIZE)[0]).isLessThan(25);
    }

    @Test
    void asksForNothingWhereNothingIsKnown() {
        pools.resize(0);
        assertThat(portfolio.allocate(pools, cheap(5)).unmetBy()).isEqualTo(Bound.NO_POOL);

        pools.resize(1);
        assertThat(portfolio.allocate(pools, cheap(5)).unmetBy()).isEqualTo(Bound.NO_PRICE);
    }

    @Test
    void explainsWhatWasChosenAndTheBestOfTheRest() {
        pools.noPrice(3);
        Demand.Limits limits = new Demand.Limits(0.1015, Double.POSITIVE_INFINITY);
        Demand demand = demand(130, limits, Demand.Risk.IGNORED);
        portfolio.allocate(pools, demand);

        List<Share> shares = portfolio.explain(pools, demand, 5);

        assertThat(shares).extracting(Share::row).containsExactly(0, 1, 2, 3);
        assertThat(shares).extracting(Share::count).containsExactly(100, 30, 0, 0);
        assertThat(shares)
                .extracting(Share::bound)
                .containsExactly(Bound.CAP, Bound.COST, Bound.MAXIMUM_PRICE, Bound.NO_PRICE);
        assertThat(shares.get(1).figures().usdPerHour()).isEqualTo(0.101);
        assertThat(shares.get(1).figures().reclaimsPerHour()).isEqualTo(0.1);
    }

    @Test
    void refusesRanksThatAreGivenTwice() {
        pools.rank(0, 1);

        assertThatThrownBy(() -> portfolio.allocate(pools, cheap(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("each once");
    }

    @Test
    void aSurchargeKeepsADemandOffAPoolThatOthersNeed() {
        portfolio.allocate(pools, cheap(60), new double[] {0.01, 0, 0, 0});

        assertThat(counts(portfolio, SIZE)).containsExactly(0, 60, 0, 0);
    }

    private static Demand cheap(int count) {
        return demand(count, Demand.Limits.NONE, Demand.Risk.IGNORED);
    }
}
