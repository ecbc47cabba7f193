package io.spotagents.provider.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.spotagents.model.Offer;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.Size;
import io.spotagents.model.Usd;
import io.spotagents.provider.PoolSignals;
import io.spotagents.provider.PoolSignals.Band;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.Quota;
import io.spotagents.provider.cloud.TypeFilter;
import io.spotagents.provider.cloud.UserData;
import io.spotagents.testing.VirtualTime;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AzureMarketTest {

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T12:00:00Z"));
    private final FakeAzure azure = FakeAzure.start(time);
    private final AzureSource source = new AzureSource(azure.endpoint(), time);
    private final AzureProvider provider = source.provider();

    @AfterEach
    void close() {
        azure.close();
    }

    @Test
    void offersEachSizeInEachZoneWhereItIsNotRestricted() throws Exception {
        List<Offer> offers = provider.offers();

        assertThat(offers)
                .extracting(offer -> offer.pool().machineType())
                .contains("Standard_D2s_v5", "Standard_D2ps_v5", "Standard_D2_v2")
                .doesNotContain("Standard_NC6s_v3", "Premium_LRS");
        assertThat(zones(offers, "Standard_D2s_v5")).containsExactlyInAnyOrder("1", "2", "3");
        assertThat(zones(offers, "Standard_F4s_v2")).containsExactlyInAnyOrder("1", "2");
        assertThat(zones(offers, "Standard_D2_v2")).containsExactly("regional");
    }

    @Test
    void pricesAreThoseOfTheSystemAndThePurchaseThatHoldNow() throws Exception {
        Offer spot = offer(AzureSource.SPOT);
        Offer onDemand = offer(AzureSource.SPOT.with(Purchase.ON_DEMAND));

        assertThat(spot.size()).isEqualTo(new Size(2, 8192));
        assertThat(spot.hourlyPrice()).contains(Usd.of(0.0216));
        assertThat(spot.onDemandHourlyPrice()).contains(Usd.of(0.108));
        assertThat(onDemand.hourlyPrice()).contains(Usd.of(0.108));
        assertThat(spot.asOf()).isEqualTo(time.instant());
    }

    @Test
    void windowsHasPricesOfItsOwn() throws Exception {
        RegionOffers.Question question =
                new RegionOffers.Question(
                        FakeRegion.SUBSCRIPTION,
                        FakeRegion.NAME,
                        TypeFilter.ALL.of(Set.of("Ds_v5")),
                        OperatingSystem.WINDOWS);

        List<Offer> offers = RegionOffers.read(source.access, question, time);

        assertThat(offers)
                .extracting(offer -> offer.pool().machineType())
                .containsOnly("Standard_D2s_v5", "Standard_D4s_v5");
        assertThat(offers.get(0).hourlyPrice()).contains(Usd.of(0.0432));
    }

    @Test
    void burstableSizesAreNotSoldAsSpotInAScaleSet() throws Exception {
        assertThat(provider.offers())
                .filteredOn(offer -> offer.pool().machineType().equals("Standard_B2s"))
                .extracting(offer -> offer.pool().purchase())
                .containsOnly(Purchase.ON_DEMAND);
    }

    @Test
    void pagesAreReadToTheirEnd() throws Exception {
        int all = provider.offers().size();
        azure.pageAtMost(3);

        AzureProvider other = source.provider();

        assertThat(other.offers()).hasSize(all);
        assertThat(other.signals()).hasSize(provider.signals().size());
    }

    @Test
    void whatIsReadServesForATimeAndLongerWhileAzureIsSilent() throws Exception {
        provider.offers();
        long before = source.calls.of("retail/prices");
        time.advance(Duration.ofMinutes(59));
        provider.offers();
        assertThat(source.calls.of("retail/prices")).isEqualTo(before);

        time.advance(Duration.ofHours(2));
        for (int n = 0; n < 2; n++) {
            azure.failNext("retail/prices", new ArmError(500, "InternalServerError", "Oops"));
        }
        Instant asOf = offer(AzureSource.SPOT).asOf();

        assertThat(asOf).isEqualTo(Instant.parse("2026-01-01T12:00:00Z"));
        assertThat(offer(AzureSource.SPOT).asOf()).isEqualTo(time.instant());
    }

    @Test
    void signalsTellPlacementByZoneAndEvictionBySize() throws Exception {
        azure.spotQuota(101);

        PoolSignals high = signals(AzureSource.SPOT).orElseThrow();
        PoolSignals low = signals(pool("Standard_D2s_v5", "2")).orElseThrow();
        PoolSignals unknown = signals(pool("Standard_D2s_v5", "3")).orElseThrow();

        assertThat(high.placement().orElseThrow().probability()).isEqualTo(0.9);
        assertThat(high.placement().orElseThrow().depth()).hasValue(50);
        assertThat(low.placement().orElseThrow().probability()).isEqualTo(0.1);
        assertThat(unknown.placement()).isEmpty();
        assertThat(high.advice().orElseThrow().band()).isEqualTo(Band.UNDER_5_PERCENT);
        assertThat(signals(AzureSource.OTHER).orElseThrow().advice().orElseThrow().band())
                .isEqualTo(Band.OVER_20_PERCENT);
        assertThat(signals(pool("Standard_D2ps_v5", "3"))).isEmpty();
    }

    @Test
    void quotasAreOneForSpotAndOneForEachFamilyOnDemand() throws Exception {
        azure.spotQuota(101);

        List<Quota> quotas = provider.quotas();

        assertThat(quotas)
                .extracting(Quota::name, one -> one.use().limit(), one -> one.use().used())
                .containsExactlyInAnyOrder(
                        tuple("Total Regional Low-priority vCPUs", 101L, 0L),
                        tuple("Standard DSv5 Family vCPUs", 50_000L, 8L));
        assertThat(quotas).extracting(one -> one.cpusOf(AzureSource.SPOT)).contains(2, 0);
        assertThat(quotas)
                .extracting(one -> one.cpusOf(AzureSource.SPOT.with(Purchase.ON_DEMAND)))
                .contains(2, 0);
        assertThat(quotas)
                .extracting(one -> one.cpusOf(AzureSource.OTHER.with(Purchase.ON_DEMAND)))
                .containsOnly(0);
    }

    @Test
    void scoresAreAskedForFiveSizesAtATimeCheapestFirst() throws Exception {
        AzureSettings.Ways ways =
                AzureSettings.Ways.with(UserData.NONE).with(new AzureSettings.Scores(1, 20));

        source.provider(AzureSource.settings(ways)).signals();

        List<FakeAzure.Request> requests = azure.requests("placementScores/generate");
        assertThat(requests).hasSize(1);
        assertThat(requests.get(0).sent().body().path("desiredSizes")).hasSize(5);
        assertThat(requests.get(0).sent().body().at("/desiredSizes/0/sku").asText())
                .isEqualTo("Standard_F4s_v2");
        assertThat(requests.get(0).sent().body().path("desiredCount").asInt()).isEqualTo(20);
    }

    @Test
    void goesWithoutWhatNobodyPermitted() throws Exception {
        ArmError forbidden = new ArmError(403, "AuthorizationFailed", "No");
        azure.failNext("placementScores/generate", forbidden);
        azure.failNext("resourceGraph/resources", forbidden);
        azure.failNext("usages/list", forbidden);

        assertThat(provider.signals()).isEmpty();
        assertThat(provider.offers()).isNotEmpty();
        assertThat(provider.signals()).isEmpty();
        assertThat(azure.requests("resourceGraph/resources")).hasSize(1);
        assertThat(provider.troubles())
                .satisfiesExactly(
                        rates -> assertThat(rates).contains("goes without eviction rates"),
                        scores -> assertThat(scores).contains("goes without placement scores"),
                        quotas ->
                                assertThat(quotas)
                                        .contains("AuthorizationFailed", "goes without quotas"));

        time.advance(Duration.ofMinutes(6));
        provider.quotas();
        assertThat(provider.troubles()).hasSize(2).noneMatch(it -> it.contains("quotas"));
    }

    @Test
    void aTokenIsNotSentToWhereALinkLeads() {
        AzureSource astray = new AzureSource(azure.endpoint(), time);
        Arm arm = Arm.management(astray.access);

        assertThatThrownBy(() -> arm.list("virtualMachines/list", "http://127.0.0.1:9/x"))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("leads away");
        assertThatThrownBy(() -> arm.list("virtualMachines/list", "http://[oops"))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("unreadable");
        assertThat(astray.calls.byAction()).isEmpty();
    }

    @Test
    void aLinkMayNameTheUsualPort() {
        URI endpoint = URI.create("https://prices.azure.com");

        assertThat(Arm.isSamePlace(endpoint, URI.create("https://Prices.azure.com:443/x")))
                .isTrue();
        assertThat(Arm.isSamePlace(endpoint, URI.create("https://prices.azure.com:444/x")))
                .isFalse();
        assertThat(Arm.isSamePlace(endpoint, URI.create("http://prices.azure.com/x"))).isFalse();
        assertThat(Arm.isSamePlace(endpoint, URI.create("https://prices.azure.org/x"))).isFalse();
        assertThat(Arm.isSamePlace(endpoint, URI.create("https:/x"))).isFalse();
    }

    private Offer offer(Pool pool) throws ProviderException {
        return provider.offers().stream()
                .filter(one -> one.pool().equals(pool))
                .findFirst()
                .orElseThrow();
    }

    private Optional<PoolSignals> signals(Pool pool) throws ProviderException {
        return provider.signals().stream().filter(one -> one.pool().equals(pool)).findFirst();
    }

    private static Pool pool(String type, String zone) {
        return AzureSource.pool(type, zone, Purchase.SPOT);
    }

    private static Set<String> zones(List<Offer> offers, String type) {
        return offers.stream()
                .map(Offer::pool)
                .filter(pool -> pool.machineType().equals(type))
                .map(pool -> pool.place().zone())
                .collect(Collectors.toSet());
    }
}
