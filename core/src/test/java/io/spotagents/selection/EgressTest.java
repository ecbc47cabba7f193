package io.spotagents.selection;

import static io.spotagents.selection.RiskPricedTest.asked;
import static io.spotagents.selection.RiskPricedTest.market;
import static io.spotagents.selection.RiskPricedTest.offer;
import static io.spotagents.selection.RiskPricedTest.policy;
import static io.spotagents.selection.RiskPricedTest.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spotagents.market.MarketSnapshot;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.testing.FakeOutlook;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What work sends out of its region counts as part of its price. */
class EgressTest {

    private static final Pool NEAR = pool("near");
    private static final Pool FAR = pool("far");

    private final FakeOutlook outlook = new FakeOutlook();
    private final MarketSnapshot market = market(offer(NEAR, 0.3), offer(FAR, 0.25));

    @Test
    void nothingIsSentUnlessSomebodySaysSo() {
        Plan plan = policy().select(request(10, PurchaseChoice.SPOT), market, outlook);

        assertThat(asked(plan, FAR)).isEqualTo(10);
        assertThat(plan.explained()).doesNotContain("egress");
    }

    @Test
    void workGoesWhereItsPriceWithWhatItSendsIsLowest() {
        Request free = request(10, PurchaseChoice.SPOT);
        Request sending = sending(free, 1);

        Plan plan = policy().select(sending, market, outlook);

        assertThat(asked(plan, NEAR)).isEqualTo(10);
        assertThat(plan.explained()).contains("$0.09 of it for egress");
        double before = usd(policy().select(free, market, outlook), FAR);
        assertThat(usd(plan, FAR)).isCloseTo(before + 0.09, within(1e-12));
    }

    @Test
    void littleTrafficDoesNotOutweighALowerPrice() {
        Plan plan =
                policy().select(sending(request(10, PurchaseChoice.SPOT), 0.1), market, outlook);

        assertThat(asked(plan, FAR)).isEqualTo(10);
    }

    @Test
    void instancesWhoseTrafficCostsTooMuchAreLeft() {
        outlook.held(FAR, 5);
        Request free = request(1, PurchaseChoice.SPOT);
        Request sending = sending(free, 3);

        assertThat(policy().leave(free, market, outlook)).isEmpty();
        assertThat(policy().leave(sending, market, outlook)).containsOnlyKeys(FAR);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void whatIsNoAmountIsRefusedByName(double amount) {
        assertThatThrownBy(() -> Egress.of(amount, Map.of())).hasMessageContaining("gibPerHour");
        assertThatThrownBy(() -> Egress.of(1, Map.of("far", amount)))
                .hasMessageContaining("usdPerGib of far");
    }

    private static Request sending(Request request, double gibPerHour) {
        Need need = request.need();
        Egress egress = Egress.of(gibPerHour, Map.of("far", 0.09));
        return new Request(request.template(), need.with(egress), request.count());
    }

    private static double usd(Plan plan, Pool pool) {
        return Stream.concat(
                        plan.picks().stream()
                                .filter(one -> one.offer().pool().equals(pool))
                                .map(Pick::verdict),
                        plan.rejections().stream()
                                .filter(one -> one.offer().pool().equals(pool))
                                .map(Rejection::verdict))
                .findFirst()
                .orElseThrow()
                .figures()
                .usdPerFinishedHour()
                .orElseThrow();
    }

    private static Pool pool(String region) {
        Place place = new Place("fake", "account", region, region + "-a");
        return new Pool(place, "small", OperatingSystem.LINUX, Purchase.SPOT);
    }
}
