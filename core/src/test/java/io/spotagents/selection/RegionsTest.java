package io.spotagents.selection;

import static io.spotagents.selection.RiskPricedTest.asked;
import static io.spotagents.selection.RiskPricedTest.market;
import static io.spotagents.selection.RiskPricedTest.offer;
import static io.spotagents.selection.RiskPricedTest.policy;
import static io.spotagents.selection.RiskPricedTest.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spotagents.market.MarketSnapshot;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.testing.FakeOutlook;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Work whose data has to stay in some regions is done there, and nowhere else. */
class RegionsTest {

    private static final Pool GERMANY = pool("eu-central-1");
    private static final Pool SWEDEN = pool("eu-north-1");
    private static final Pool OHIO = pool("us-east-2");

    private final MarketSnapshot market =
            market(offer(GERMANY, 0.3), offer(SWEDEN, 0.25), offer(OHIO, 0.1));

    @Test
    void workGoesAnywhereUnlessSomebodySaysSo() {
        assertThat(asked(plan(Regions.ANYWHERE), OHIO)).isEqualTo(10);
    }

    @Test
    void aNameIsThatRegionAlone() {
        assertThat(asked(plan(regions("eu-central-1")), GERMANY)).isEqualTo(10);
    }

    @Test
    void aBeginningIsAllThatBeginSo() {
        assertThat(asked(plan(regions("eu-*", "ap-south-1")), SWEDEN)).isEqualTo(10);
    }

    @Test
    void whereNothingIsOfferedNothingIsAsked() {
        Plan plan = plan(regions("ap-*"));

        assertThat(plan.picks()).isEmpty();
        assertThat(plan.unmet()).isEqualTo(10);
    }

    @Test
    void policiesToCompareWithStayThereToo() {
        Request request = within(regions("eu-central-1"));
        FakeOutlook outlook = new FakeOutlook();

        assertThat(asked(new CheapestFirst().select(request, market, outlook), GERMANY))
                .isEqualTo(10);
        assertThat(new OnDemandOnly().select(request, market, outlook).picks()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "*-east", "eu-*-1", "eu-**"})
    void whatIsNoRegionIsRefusedByName(String name) {
        assertThatThrownBy(() -> regions(name)).hasMessageContaining("not \"" + name + "\"");
    }

    private Plan plan(Regions regions) {
        return policy().select(within(regions), market, new FakeOutlook());
    }

    private static Request within(Regions regions) {
        Request request = request(10, PurchaseChoice.SPOT);
        return new Request(request.template(), request.need().within(regions), request.count());
    }

    private static Regions regions(String... names) {
        return new Regions(new TreeSet<>(List.of(names)));
    }

    private static Pool pool(String region) {
        Place place = new Place("fake", "account", region, region + "-a");
        return new Pool(place, "small", OperatingSystem.LINUX, Purchase.SPOT);
    }
}
