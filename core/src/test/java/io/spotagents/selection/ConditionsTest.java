package io.spotagents.selection;

import static io.spotagents.selection.RiskPricedTest.asked;
import static io.spotagents.selection.RiskPricedTest.market;
import static io.spotagents.selection.RiskPricedTest.offer;
import static io.spotagents.selection.RiskPricedTest.policy;
import static io.spotagents.selection.RiskPricedTest.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.market.MarketSnapshot;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.TemplateKey;
import io.spotagents.model.Usd;
import io.spotagents.portfolio.Bound;
import io.spotagents.testing.FakeOutlook;
import io.spotagents.testing.Pools;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a request may ask for besides a number. */
class ConditionsTest {

    private static final Pool FREE = Pools.pool("a", "small", Purchase.COMMITMENT);
    private static final Request.Limits NO_LIMITS = Request.Limits.NONE;

    private final FakeOutlook outlook = new FakeOutlook();
    private final MarketSnapshot market =
            market(offer(Pools.SPOT_A, 0.2), offer(Pools.SPOT_B, 0.3), offer(Pools.ON_DEMAND, 1));

    @Test
    void whatMustLastIsBoughtOnDemandAndTheRestIsNot() {
        Plan plan = select(request(10, PurchaseChoice.SPOT_THEN_ON_DEMAND), lasting(3));

        assertThat(asked(plan, Pools.ON_DEMAND)).isEqualTo(3);
        assertThat(asked(plan, Pools.SPOT_A)).isEqualTo(7);
        assertThat(plan.explained()).contains("it is not reclaimed, and this work must last");
    }

    @Test
    void whatMustLastGoesToTheCalmestPoolWhereOnlySpotIsAllowed() {
        outlook.hazard(Pools.SPOT_A, 0.4).hazard(Pools.SPOT_B, 0.01);

        Plan plan = select(request(3, PurchaseChoice.SPOT), lasting(3));

        assertThat(asked(plan, Pools.SPOT_B)).isEqualTo(3);
        assertThat(plan.explained()).contains("the template allows spot alone");
    }

    @Test
    void whatIsPaidForAlreadyIsUsedFirstAndNoFurtherThanItReaches() {
        outlook.most(FREE, 4);
        MarketSnapshot withFree = market(offer(FREE, 0.5), offer(Pools.SPOT_A, 0.2));

        for (PurchaseChoice purchases : PurchaseChoice.values()) {
            Plan plan = policy().select(request(10, purchases), withFree, outlook);

            assertThat(asked(plan, FREE)).isEqualTo(4);
        }
    }

    @Test
    void whatIsPaidForAlreadyGoesToWhatWouldCostMostWithoutIt() {
        outlook.most(FREE, 3);
        MarketSnapshot withFree =
                market(offer(FREE, 0), offer(Pools.SPOT_A, 0.2), offer(Pools.ON_DEMAND, 1));
        Request spot = named("a", request(3, PurchaseChoice.SPOT));
        Request onDemand = named("b", request(3, PurchaseChoice.ON_DEMAND));

        List<Plan> plans = policy().selectAll(List.of(spot, onDemand), withFree, outlook);

        assertThat(asked(plans.get(0), FREE)).isZero();
        assertThat(asked(plans.get(1), FREE)).isEqualTo(3);
    }

    @Test
    void whatMayBeAskedOfAPoolIsNotAskedTwice() {
        outlook.most(Pools.SPOT_A, 8);
        Request large = named("a", request(100, PurchaseChoice.SPOT));
        Request small = named("b", request(2, PurchaseChoice.SPOT));

        List<Plan> plans = policy().selectAll(List.of(large, small), market, outlook);

        assertThat(asked(plans.get(0), Pools.SPOT_A)).isEqualTo(6);
        assertThat(asked(plans.get(1), Pools.SPOT_A)).isEqualTo(2);
    }

    @Test
    void asksNothingThatCostsMoreThanAllowedAndSaysWhy() {
        Request.Limits limits = new Request.Limits(Optional.of(Usd.of(0.1)), Optional.empty());

        Plan plan = select(request(10, PurchaseChoice.SPOT), limited(limits));

        assertThat(plan.picks()).isEmpty();
        assertThat(plan.answer().unmetBy()).contains(Bound.MAXIMUM_PRICE);
        assertThat(plan.explained())
                .contains("10 of 10 instances cannot be had now")
                .contains("dearer than the highest price allowed");
    }

    @Test
    void spendsNoMoreInAnHourThanAllowedAndSaysWhy() {
        Request.Limits limits = new Request.Limits(Optional.empty(), Optional.of(Usd.of(1)));

        Plan plan = select(request(10, PurchaseChoice.SPOT), limited(limits));

        assertThat(asked(plan, Pools.SPOT_A)).isEqualTo(5);
        assertThat(plan.unmet()).isEqualTo(5);
        assertThat(plan.answer().unmetBy()).contains(Bound.BUDGET_RATE);
        assertThat(plan.explained()).contains("cannot be had now", "what may be spent is used up");
    }

    @Test
    void moneyAloneCountsWhereThatIsAsked() {
        outlook.hazard(Pools.SPOT_A, 0.5).hazard(Pools.SPOT_B, 0.01);
        MarketSnapshot close = market(offer(Pools.SPOT_A, 0.2), offer(Pools.SPOT_B, 0.25));
        Request.Conditions strict =
                new Request.Conditions(0, Optional.empty(), NO_LIMITS, Request.Thrift.STRICT);
        Request usual = request(5, PurchaseChoice.SPOT);

        assertThat(asked(policy().select(usual, close, outlook), Pools.SPOT_B)).isEqualTo(5);
        assertThat(asked(policy().select(with(usual, strict), close, outlook), Pools.SPOT_A))
                .isEqualTo(5);
    }

    @Test
    void aLongerUnitMakesTheCalmPoolWorthMore() {
        outlook.hazard(Pools.SPOT_A, 0.2).hazard(Pools.SPOT_B, 0.01);
        Request usual = request(5, PurchaseChoice.SPOT);

        assertThat(asked(select(usual, unit(Duration.ofMinutes(1))), Pools.SPOT_A)).isEqualTo(5);
        assertThat(asked(select(usual, unit(Duration.ofHours(8))), Pools.SPOT_B)).isEqualTo(5);
    }

    @Test
    void aPoolThatGotAllNamesNoLimit() {
        Plan plan = select(request(5, PurchaseChoice.SPOT), Request.Conditions.NONE);

        assertThat(plan.picks()).singleElement();
        assertThat(plan.picks().get(0).verdict().bound()).isEqualTo(Bound.NONE);
    }

    @Test
    void tellsHowLikelyALargeLossIs() {
        outlook.hazard(Pools.SPOT_A, 0.5).hazard(Pools.SPOT_B, 0.5);

        Plan plan = select(request(50, PurchaseChoice.SPOT), Request.Conditions.NONE);

        Plan.LargeLoss loss = plan.answer().largeLoss().orElseThrow();
        assertThat(loss.probability()).isBetween(0.05, 0.2);
        assertThat(loss.isAcceptable()).isFalse();
        assertThat(plan.explained()).contains("at most 1.0 % cannot be met");
    }

    @Test
    void suggestsShorterBatchesWherePoolsAreReclaimedMore() {
        outlook.hazard(Pools.SPOT_A, 0.3);

        Plan plan = select(request(5, PurchaseChoice.SPOT), Request.Conditions.NONE);

        assertThat(plan.explained()).contains("batches of 14 min");
    }

    private Plan select(Request request, Request.Conditions conditions) {
        return policy().select(with(request, conditions), market, outlook);
    }

    private static Request with(Request request, Request.Conditions conditions) {
        return new Request(request.template(), request.need(), request.count(), conditions);
    }

    private static Request named(String template, Request request) {
        return new Request(
                new TemplateKey("cloud", template),
                request.need(),
                request.count(),
                request.conditions());
    }

    private static Request.Conditions lasting(int count) {
        return new Request.Conditions(count, Optional.empty(), NO_LIMITS, Request.Thrift.USUAL);
    }

    private static Request.Conditions limited(Request.Limits limits) {
        return new Request.Conditions(0, Optional.empty(), limits, Request.Thrift.USUAL);
    }

    private static Request.Conditions unit(Duration unit) {
        return new Request.Conditions(0, Optional.of(unit), NO_LIMITS, Request.Thrift.USUAL);
    }
}
