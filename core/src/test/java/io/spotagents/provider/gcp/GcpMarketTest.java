package io.spotagents.provider.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spotagents.model.Offer;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.Usd;
import io.spotagents.provider.PoolSignals;
import io.spotagents.provider.PoolSignals.Band;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.cloud.MarketCache;
import io.spotagents.provider.cloud.TypeFilter;
import io.spotagents.provider.cloud.UserData;
import io.spotagents.testing.VirtualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GcpMarketTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final VirtualTime time = new VirtualTime(NOON);
    private final FakeGce gce = FakeGce.start(time);
    private final GcpSource source = new GcpSource(gce.endpoint(), time);

    @AfterEach
    void close() {
        source.close();
        gce.close();
    }

    /** Two processors at 0.012, and 8 GiB at 0.0015; on demand at 0.04 and 0.005. */
    @Test
    void aPriceIsThatOfProcessorsAndMemoryTogether() throws Exception {
        Offer offer = offer(source.provider(), GcpSource.SPOT);

        assertThat(offer.hourlyPrice()).contains(Usd.of(0.036));
        assertThat(offer.onDemandHourlyPrice()).contains(Usd.of(0.12));
        assertThat(offer.size().memoryMib()).isEqualTo(8192);
        assertThat(offer.asOf()).isEqualTo(NOON);
    }

    @Test
    void everyZoneAndBothPurchasesOfWhatAnImageRunsOnAreOffered() throws Exception {
        List<Offer> offers = source.provider().offers();

        assertThat(offers).hasSize(6 * 3 * 2);
        assertThat(offers)
                .extracting(it -> it.pool().machineType())
                .containsOnly(
                        "n2-standard-2",
                        "n2-standard-4",
                        "n2d-standard-4",
                        "c2-standard-4",
                        "n4-standard-4",
                        "c4a-standard-4");
    }

    @Test
    void aTypeWhosePriceIsNotKnownIsOfferedWithoutOne() throws Exception {
        GcpProvider all = source.provider(settings(TypeFilter.ALL, GcpSettings.Figures.USUAL));

        Offer offer = offer(all, GcpSource.pool("m3-ultramem-32", "europe-west3-a", Purchase.SPOT));

        assertThat(offer.hourlyPrice()).isEmpty();
        assertThat(offer.reckonedPrice()).isEmpty();
        assertThat(all.offers())
                .extracting(it -> it.pool().machineType())
                .doesNotContain("e2-micro", "a2-highgpu-1g", "c3-standard-192-metal");
    }

    @Test
    void windowsCostsALicenceForEachProcessor() throws Exception {
        GcpSettings.Figures usual = GcpSettings.Figures.USUAL;
        GcpSettings.Figures licensed =
                new GcpSettings.Figures(
                        usual.longestRun(),
                        0,
                        usual.advisedInstances(),
                        Optional.of(Usd.of(0.046)));
        Pool pool =
                new Pool(
                        GcpSource.SPOT.place(),
                        GcpSource.SPOT.machineType(),
                        OperatingSystem.WINDOWS,
                        Purchase.SPOT);

        assertThat(offer(source.provider(windows(licensed)), pool).hourlyPrice())
                .contains(Usd.of(0.128));
        assertThat(offer(source.provider(windows(usual)), pool).hourlyPrice()).isEmpty();
    }

    @Test
    void pricesAreReadEverySixHoursByPages() throws Exception {
        gce.pageAtMost(10);
        GcpProvider gcp = source.provider();

        gcp.offers();
        long pages = source.calls.of("skus.list");
        time.advance(Duration.ofHours(5));
        gcp.offers();
        long before = source.calls.of("skus.list");
        time.advance(Duration.ofHours(2));
        Offer later = offer(gcp, GcpSource.SPOT);

        assertThat(pages).isGreaterThan(3).isEqualTo(before);
        assertThat(source.calls.of("skus.list")).isEqualTo(2 * pages);
        assertThat(later.hourlyPrice()).contains(Usd.of(0.036));
        assertThat(later.asOf()).isEqualTo(NOON.plus(Duration.ofHours(7)));
    }

    @Test
    void anOutageOfTheCatalogLeavesThePricesReadLastWithTheirAge() throws Exception {
        GcpProvider gcp = source.provider();
        gcp.offers();
        time.advance(Duration.ofHours(7));
        gce.failNext("skus.list", new GceError(403, "rateLimitExceeded", "Too many"));

        assertThat(offer(gcp, GcpSource.SPOT).asOf()).isEqualTo(NOON);
    }

    @Test
    void whatCannotBeReadAtFirstIsToldWithItsRemedy() {
        gce.failNext("regions.get", new GceError(403, "accessNotConfigured", "API is off"));

        assertThatThrownBy(() -> source.provider().offers())
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("regions.get")
                .hasMessageContaining("Enable the Compute Engine API");
    }

    @Test
    void theAdviceOfTheCheapestTypesBecomesSignals() throws Exception {
        GcpSettings.Figures two =
                new GcpSettings.Figures(Duration.ofHours(1), 2, 20, Optional.empty());
        GcpProvider gcp = source.provider(settings(TypeFilter.ALL.of(GcpSource.PRICED), two));

        List<PoolSignals> signals = gcp.signals();
        gcp.signals();

        assertThat(signals).hasSize(2 * 3);
        PoolSignals best =
                signals.stream()
                        .filter(it -> it.pool().equals(GcpSource.SPOT))
                        .findFirst()
                        .orElseThrow();
        assertThat(best.placement().orElseThrow().probability()).isEqualTo(0.9);
        assertThat(best.placement().orElseThrow().at()).isEqualTo(NOON);
        assertThat(best.advice().orElseThrow().band()).isEqualTo(Band.FROM_10_TO_15_PERCENT);
        assertThat(source.calls.of("advice.capacity")).isEqualTo(6);
        assertThat(source.calls.of("advice.capacityHistory")).isEqualTo(6);
    }

    @Test
    void aProjectThatMayNotAskForAdviceHasNone() throws Exception {
        gce.failNext("advice.capacity", new GceError(403, "forbidden", "No permission"));

        GcpProvider gcp = source.provider();
        assertThat(gcp.signals()).isEmpty();
        assertThat(source.calls.of("advice.capacity")).isEqualTo(1);
        assertThat(gcp.troubles())
                .singleElement()
                .asString()
                .contains("No permission", "goes without advice on capacity");

        time.advance(Duration.ofHours(2));
        gcp.signals();
        assertThat(gcp.troubles()).isEmpty();
    }

    @Test
    void pricesSurviveARestart(@TempDir Path folder) throws Exception {
        MarketCache cache = MarketCache.in(folder);
        GcpSettings settings = GcpSource.settings(GcpSettings.Ways.with(UserData.NONE));
        List<Offer> before = new GcpProvider(source.clients, settings, cache, time).offers();
        int calls = gce.count("skus.list");

        List<Offer> after = new GcpProvider(source.clients, settings, cache, time).offers();

        assertThat(after).isEqualTo(before).isNotEmpty();
        assertThat(gce.count("skus.list")).isEqualTo(calls).isPositive();
    }

    @Test
    void aWholeRegionCanBeAskedWithoutAnImage() throws Exception {
        List<Offer> offers =
                RegionOffers.read(
                        source.clients,
                        new RegionOffers.Question(
                                GcpSource.SITE,
                                TypeFilter.ALL.of(Set.of("n2", "c4a")),
                                OperatingSystem.LINUX),
                        time);

        assertThat(offers).hasSize(3 * 3 * 2);
    }

    @ParameterizedTest
    @CsvSource({
        "N2 Instance Core running in Frankfurt, n2, false",
        "Spot Preemptible N2D AMD Instance Ram running in Frankfurt, n2d, true",
        "Spot Preemptible C4A Arm Instance Core running in Iowa, c4a, false",
        "N1 Predefined Instance Core running in Americas, n1, false",
        "Compute optimized Core running in Iowa, c2, false",
        "Spot Preemptible Compute optimized Instance Ram running in Iowa, c2, true"
    })
    void readsWhatASkuIsFor(String description, String family, boolean isMemory) {
        assertThat(SkuName.parse(description)).contains(new SkuName(family, isMemory));
    }

    @ParameterizedTest
    @CsvSource({
        "N2 Custom Instance Core running in Frankfurt",
        "Commitment v1: N2 Core in Frankfurt",
        "Sole Tenancy Premium for N2 Instance Core running in Frankfurt",
        "Nvidia Tesla T4 GPU running in Frankfurt",
        "Storage PD Capacity"
    })
    void leavesOutWhatIsNoPlainMachine(String description) {
        assertThat(SkuName.parse(description)).isEmpty();
    }

    private static Offer offer(GcpProvider gcp, Pool pool) throws ProviderException {
        return gcp.offers().stream().filter(it -> it.pool().equals(pool)).findFirst().orElseThrow();
    }

    private static GcpSettings settings(TypeFilter types, GcpSettings.Figures figures) {
        GcpSettings plain = GcpSource.settings(GcpSettings.Ways.with(UserData.NONE).with(figures));
        return new GcpSettings(
                plain.site(),
                plain.images(),
                plain.network(),
                GcpSettings.Hardware.of(types),
                plain.ways());
    }

    private static GcpSettings windows(GcpSettings.Figures figures) {
        GcpSettings plain = settings(TypeFilter.ALL, figures);
        return new GcpSettings(
                plain.site(),
                List.of(ImageChoice.parse(FakeGceCatalog.WINDOWS_IMAGE)),
                plain.network(),
                plain.hardware(),
                plain.ways());
    }
}
