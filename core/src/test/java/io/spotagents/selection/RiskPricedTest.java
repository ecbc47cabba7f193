package io.spotagents.selection;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.market.MarketSnapshot;
import io.spotagents.model.Granularity;
import io.spotagents.model.Offer;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.Size;
import io.spotagents.model.TemplateKey;
import io.spotagents.model.Usd;
import io.spotagents.testing.FakeOutlook;
import io.spotagents.testing.Pools;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RiskPricedTest {

    private static final String SOURCE = "cloud/source";
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Size SIZE = new Size(2, 4096);

    private final FakeOutlook outlook = new FakeOutlook();

    @Test
    void prefersTheCalmerOfTwoPoolsThatCostTheSame() {
        outlook.hazard(Pools.SPOT_A, 0.5).hazard(Pools.SPOT_B, 0.01);

        Plan plan = select(10, offer(Pools.SPOT_A, 0.3), offer(Pools.SPOT_B, 0.3));

        assertThat(asked(plan, Pools.SPOT_B)).isGreaterThan(asked(plan, Pools.SPOT_A));
    }

    @Test
    void prefersTheCheaperOfTwoPoolsThatAreEquallyCalm() {
        Plan plan = select(1, offer(Pools.SPOT_A, 0.4), offer(Pools.SPOT_B, 0.2));

        assertThat(asked(plan, Pools.SPOT_B)).isEqualTo(1);
    }

    @Test
    void prefersThePoolThatBootsFasterOfTwoThatAreEqualOtherwise() {
        outlook.boot(Pools.SPOT_A, 0.1).boot(Pools.SPOT_B, 0.025);

        Plan plan = select(1, offer(Pools.SPOT_A, 0.3), offer(Pools.SPOT_B, 0.3));

        assertThat(asked(plan, Pools.SPOT_B)).isEqualTo(1);
        assertThat(plan.explained()).contains("boots in 90 s").contains("boots in 360 s");
    }

    @Test
    void aBootThatNothingIsKnownOfIsAsLongAsUsualAndNotTold() {
        outlook.boot(Pools.SPOT_B, 210 / 3_600.0);

        Plan plan = select(1, offer(Pools.SPOT_A, 0.3), offer(Pools.SPOT_B, 0.3));

        assertThat(asked(plan, Pools.SPOT_A)).isEqualTo(1);
        assertThat(plan.picks().get(0).toString()).doesNotContain("boots in");
    }

    @Test
    void aShortLifeIsBilledTheMinimum() {
        RiskPriced.Terms usual = RiskPriced.Terms.USUAL;
        RiskPriced.Terms brief =
                new RiskPriced.Terms(0.001, 0.01, 0, usual.caution(), usual.margin());
        Granularity hours = new Granularity(Duration.ofHours(1), Duration.ofHours(1));
        outlook.granularity(Pools.SPOT_A, hours);

        Plan plan =
                new RiskPriced(brief)
                        .select(
                                request(1, PurchaseChoice.SPOT),
                                market(offer(Pools.SPOT_A, 0.2), offer(Pools.SPOT_B, 0.4)),
                                outlook);

        assertThat(asked(plan, Pools.SPOT_B)).isEqualTo(1);
        assertThat(plan.rejections().get(0).verdict().figures().usdPerFinishedHour().orElseThrow())
                .isBetween(20.0, 20.1);
    }

    @Test
    void leavesOnDemandAloneWhileSpotCostsLess() {
        outlook.hazard(Pools.SPOT_A, 0.05);

        Plan plan = select(10, offer(Pools.SPOT_A, 0.3), offer(Pools.ON_DEMAND, 1));

        assertThat(asked(plan, Pools.ON_DEMAND)).isZero();
        assertThat(asked(plan, Pools.SPOT_A)).isEqualTo(10);
    }

    @Test
    void buysOnDemandWhereReclaimsMakeSpotDearer() {
        outlook.hazard(Pools.SPOT_A, 10);

        Plan plan = select(10, offer(Pools.SPOT_A, 0.9), offer(Pools.ON_DEMAND, 1));

        assertThat(asked(plan, Pools.ON_DEMAND)).isEqualTo(10);
    }

    @Test
    void buysOnDemandWhenNoSpotPoolMayBeAsked() {
        outlook.blocked(Pools.SPOT_A, "sold out");

        Plan plan = select(10, offer(Pools.SPOT_A, 0.3), offer(Pools.ON_DEMAND, 1));

        assertThat(asked(plan, Pools.ON_DEMAND)).isEqualTo(10);
        assertThat(reason(plan, Pools.SPOT_A)).contains("sold out");
    }

    @Test
    void neverBuysOnDemandWhereOnlySpotIsAllowed() {
        outlook.blocked(Pools.SPOT_A, "sold out");

        Plan plan =
                policy().select(
                                request(10, PurchaseChoice.SPOT),
                                market(offer(Pools.SPOT_A, 0.3), offer(Pools.ON_DEMAND, 1)),
                                outlook);

        assertThat(plan.picks()).isEmpty();
        assertThat(plan.unmet()).isEqualTo(10);
    }

    @Test
    void asksNoMoreAtOnceThanAPoolIsTrustedWithAndLeavesTheRestUnmet() {
        outlook.most(Pools.SPOT_A, 3);

        Plan plan = select(10, offer(Pools.SPOT_A, 0.3));

        assertThat(asked(plan, Pools.SPOT_A)).isEqualTo(3);
        assertThat(plan.unmet()).isEqualTo(7);
    }

    @Test
    void rejectsWhatHasNoPriceAndSaysSo() {
        Offer unpriced = new Offer(Pools.SPOT_A, SIZE, Optional.empty(), Optional.empty(), NOW);

        Plan plan = select(10, unpriced);

        assertThat(plan.picks()).isEmpty();
        assertThat(plan.unmet()).isEqualTo(10);
        assertThat(reason(plan, Pools.SPOT_A)).contains("price is not known");
    }

    @Test
    void countsAnUnknownSpotPriceAsOnDemandNeverAsZero() {
        Offer unknown =
                new Offer(Pools.SPOT_A, SIZE, Optional.empty(), Optional.of(Usd.of(1)), NOW);

        Plan plan = select(1, unknown, offer(Pools.SPOT_B, 0.5));

        assertThat(asked(plan, Pools.SPOT_B)).isEqualTo(1);
    }

    @Test
    void anEmptyMarketLeavesAllUnmet() {
        Plan plan = select(10);

        assertThat(plan.picks()).isEmpty();
        assertThat(plan.unmet()).isEqualTo(10);
    }

    @Test
    void passesOverPoolsThatAreTooSmall() {
        Offer small =
                new Offer(
                        Pools.SPOT_A,
                        new Size(1, 512),
                        Optional.of(Usd.of(0.01)),
                        Optional.empty(),
                        NOW);

        Plan plan = select(1, small, offer(Pools.SPOT_B, 0.5));

        assertThat(asked(plan, Pools.SPOT_A)).isZero();
        assertThat(asked(plan, Pools.SPOT_B)).isEqualTo(1);
    }

    @Test
    void leavesOnDemandInstancesOnceSpotIsBack() {
        outlook.held(Pools.ON_DEMAND, 5);

        assertThat(leave(offer(Pools.SPOT_A, 0.3), offer(Pools.ON_DEMAND, 1)))
                .containsOnlyKeys(Pools.ON_DEMAND);
    }

    @Test
    void leavesNothingForPoolsThatMayNotBeAsked() {
        outlook.held(Pools.ON_DEMAND, 5).blocked(Pools.SPOT_A, "sold out");

        assertThat(leave(offer(Pools.SPOT_A, 0.3), offer(Pools.ON_DEMAND, 1))).isEmpty();
    }

    @Test
    void leavesNothingForPoolsThatWillHardlyGrantAnything() {
        outlook.held(Pools.ON_DEMAND, 5).success(Pools.SPOT_A, 0.01);

        assertThat(leave(offer(Pools.SPOT_A, 0.3), offer(Pools.ON_DEMAND, 1))).isEmpty();
    }

    @Test
    void leavesNothingForPoolsThatHaveNotAnsweredYet() {
        outlook.held(Pools.ON_DEMAND, 5).most(Pools.SPOT_A, 0);

        assertThat(leave(offer(Pools.SPOT_A, 0.3), offer(Pools.ON_DEMAND, 1))).isEmpty();
    }

    @Test
    void staysWhereNothingIsMuchBetter() {
        outlook.held(Pools.SPOT_A, 5);

        assertThat(leave(offer(Pools.SPOT_A, 0.3), offer(Pools.SPOT_B, 0.29))).isEmpty();
    }

    /** Long work is safer in B; what waits is so short that it hardly matters. */
    @Test
    void leavesNoPlaceThatTheSuccessorWouldComeTo() {
        outlook.held(Pools.SPOT_A, 5).hazard(Pools.SPOT_A, 0.8);
        MarketSnapshot market = market(offer(Pools.SPOT_A, 0.3), offer(Pools.SPOT_B, 0.4));
        Request anyLength = request(1, PurchaseChoice.SPOT);
        Request brief = ofUnits(anyLength, Duration.ofSeconds(1));

        assertThat(policy().leave(anyLength, market, outlook)).containsOnlyKeys(Pools.SPOT_A);
        assertThat(asked(policy().select(brief, market, outlook), Pools.SPOT_A)).isEqualTo(1);
        assertThat(policy().leave(brief, market, outlook)).isEmpty();
    }

    @Test
    void leavesNothingForWhatIsTooDear() {
        outlook.held(Pools.SPOT_A, 5).hazard(Pools.SPOT_A, 0.8);
        MarketSnapshot market = market(offer(Pools.SPOT_A, 0.3), offer(Pools.SPOT_B, 0.4));
        Optional<Usd> most = Optional.of(Usd.of(0.35));
        Request any = request(1, PurchaseChoice.SPOT);

        for (Request.Limits limits :
                List.of(
                        new Request.Limits(most, Optional.empty()),
                        new Request.Limits(Optional.empty(), most))) {
            assertThat(policy().leave(within(any, limits), market, outlook)).isEmpty();
        }
    }

    private static Request ofUnits(Request request, Duration unit) {
        return with(
                request,
                new Request.Conditions(
                        0, Optional.of(unit), Request.Limits.NONE, Request.Thrift.USUAL));
    }

    private static Request within(Request request, Request.Limits limits) {
        return with(
                request, new Request.Conditions(0, Optional.empty(), limits, Request.Thrift.USUAL));
    }

    private static Request with(Request request, Request.Conditions conditions) {
        return new Request(request.template(), request.need(), request.count(), conditions);
    }

    private Map<Pool, String> leave(Offer... offers) {
        Request successor = request(1, PurchaseChoice.SPOT_THEN_ON_DEMAND);
        return policy().leave(successor, market(offers), outlook);
    }

    private Plan select(int count, Offer... offers) {
        Request request = request(count, PurchaseChoice.SPOT_THEN_ON_DEMAND);
        return policy().select(request, market(offers), outlook);
    }

    static SelectionPolicy policy() {
        return new RiskPriced(RiskPriced.Terms.USUAL.withUnit(0.5));
    }

    static Request request(int count, PurchaseChoice purchases) {
        Need need =
                new Need(
                        new Size(1, 1024),
                        OperatingSystem.LINUX,
                        purchases,
                        new TreeSet<>(List.of(SOURCE)));
        return new Request(new TemplateKey("cloud", "template"), need, count);
    }

    static MarketSnapshot market(Offer... offers) {
        return MarketSnapshot.of(NOW, Map.of(SOURCE, List.of(offers)));
    }

    static Offer offer(Pool pool, double usdPerHour) {
        Usd price = Usd.of(usdPerHour);
        Optional<Usd> onDemand =
                pool.purchase() == Purchase.ON_DEMAND ? Optional.of(price) : Optional.of(Usd.of(1));
        return new Offer(pool, SIZE, Optional.of(price), onDemand, NOW);
    }

    static int asked(Plan plan, Pool pool) {
        return plan.picks().stream()
                .filter(pick -> pick.offer().pool().equals(pool))
                .mapToInt(Pick::count)
                .sum();
    }

    private static String reason(Plan plan, Pool pool) {
        return plan.rejections().stream()
                .filter(rejection -> rejection.offer().pool().equals(pool))
                .findFirst()
                .orElseThrow()
                .reason();
    }
}
