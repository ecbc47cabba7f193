package io.spotagents.provider.gcp;

import com.google.api.services.cloudbilling.model.Category;
import com.google.api.services.cloudbilling.model.ListSkusResponse;
import com.google.api.services.cloudbilling.model.Money;
import com.google.api.services.cloudbilling.model.PricingExpression;
import com.google.api.services.cloudbilling.model.PricingInfo;
import com.google.api.services.cloudbilling.model.Sku;
import com.google.api.services.cloudbilling.model.TierRate;
import io.spotagents.model.MachineFamily;
import io.spotagents.model.Usd;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.cloud.Cached;
import io.spotagents.provider.cloud.MarketCache;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Prices of a processor and of a GiB of memory in a region, by family, from the catalog of Cloud
 * Billing. Disks, addresses and licences are not in them. Safe to use from any thread.
 *
 * <p>Source: "Get Google Cloud pricing information", Cloud Billing documentation.
 */
final class CatalogPrices {

    /** Spot prices change once a day at most; all of the catalog are some ten pages. */
    private static final Cached.Life LIFE =
            new Cached.Life(Duration.ofHours(6), Duration.ofDays(7));

    /** Compute Engine. */
    private static final String SERVICE = "services/6F81-5844-456A";

    /** The most that the method allows. Source: its page in the API reference. */
    private static final int IN_PAGE = 5000;

    private static final int NANO_DIGITS = 9;
    private static final int MICRO_DIGITS = 6;
    private static final BigDecimal MIB_IN_GIB = BigDecimal.valueOf(1024);

    private final GcpClients clients;
    private final GcpCalls calls;
    private final String region;
    private final Cached<Map<Key, BigDecimal>> prices;

    /**
     * @param cache where they survive a restart
     */
    CatalogPrices(
            GcpClients clients,
            GcpCalls calls,
            String region,
            MarketCache cache,
            InstantSource time) {
        this.clients = clients;
        this.calls = calls;
        this.region = region;
        Cached.Kept<Map<Key, BigDecimal>> kept = cache.figure(() -> "prices-" + region, ROWS, time);
        this.prices = new Cached<>(time, LIFE, this::read, kept);
    }

    private record Row(String family, boolean isMemory, boolean isSpot, String dollars) {

        private Key key() {
            return new Key(new SkuName(family, isMemory), isSpot);
        }
    }

    private static final MarketCache.Rows<Map<Key, BigDecimal>, Row> ROWS =
            new MarketCache.Rows<>(
                    Row[].class,
                    prices ->
                            prices.entrySet().stream()
                                    .map(
                                            one ->
                                                    new Row(
                                                            one.getKey().name().family(),
                                                            one.getKey().name().isMemory(),
                                                            one.getKey().isSpot(),
                                                            one.getValue().toPlainString()))
                                    .toList(),
                    rows -> {
                        Map<Key, BigDecimal> prices = new HashMap<>();
                        rows.forEach(row -> prices.put(row.key(), new BigDecimal(row.dollars())));
                        return Map.copyOf(prices);
                    });

    private record Key(SkuName name, boolean isSpot) {}

    /** All that are known, as of one moment. */
    record Known(Map<Key, BigDecimal> prices, Instant at) {

        /** Of an hour of a machine; empty unless processors and memory both have a price. */
        Optional<Usd> hourly(MachineType type, boolean isSpot) {
            String family = MachineFamily.of(type.name());
            BigDecimal core = prices.get(new Key(new SkuName(family, false), isSpot));
            BigDecimal memory = prices.get(new Key(new SkuName(family, true), isSpot));
            if (core == null || memory == null) {
                return Optional.empty();
            }
            BigDecimal dollars =
                    core.multiply(BigDecimal.valueOf(type.size().cpus()))
                            .add(
                                    memory.multiply(BigDecimal.valueOf(type.size().memoryMib()))
                                            .divide(MIB_IN_GIB, NANO_DIGITS, RoundingMode.HALF_UP));
            return Optional.of(
                    new Usd(
                            dollars.movePointRight(MICRO_DIGITS)
                                    .setScale(0, RoundingMode.HALF_UP)
                                    .longValueExact()));
        }
    }

    Known known() throws ProviderException {
        Cached.Dated<Map<Key, BigDecimal>> read = prices.get();
        return new Known(read.value(), read.at());
    }

    private Map<Key, BigDecimal> read() throws ProviderException {
        Map<Key, BigDecimal> found = new HashMap<>();
        String page = "";
        do {
            String token = page;
            ListSkusResponse told =
                    calls.repeated(
                            "skus.list",
                            () ->
                                    clients.billing()
                                            .services()
                                            .skus()
                                            .list(SERVICE)
                                            .setCurrencyCode("USD")
                                            .setPageSize(IN_PAGE)
                                            .setPageToken(token.isEmpty() ? null : token));
            Urls.orNone(told.getSkus()).forEach(sku -> add(found, sku));
            page = told.getNextPageToken() == null ? "" : told.getNextPageToken();
        } while (!page.isEmpty());
        return Map.copyOf(found);
    }

    private void add(Map<Key, BigDecimal> found, Sku sku) {
        Category category = sku.getCategory();
        if (category == null || !Urls.orNone(sku.getServiceRegions()).contains(region)) {
            return;
        }
        boolean isSpot = "Preemptible".equals(category.getUsageType());
        if (!isSpot && !"OnDemand".equals(category.getUsageType())) {
            return;
        }
        SkuName.parse(sku.getDescription())
                .ifPresent(
                        name ->
                                price(sku, name)
                                        .ifPresent(
                                                price -> found.put(new Key(name, isSpot), price)));
    }

    /** The price that holds now, of the last tier: earlier ones may be free of charge. */
    private static Optional<BigDecimal> price(Sku sku, SkuName name) {
        List<PricingInfo> infos = Urls.orNone(sku.getPricingInfo());
        if (infos.isEmpty()) {
            return Optional.empty();
        }
        PricingExpression expression = infos.get(infos.size() - 1).getPricingExpression();
        if (expression == null || !name.unit().equals(expression.getUsageUnit())) {
            return Optional.empty();
        }
        List<TierRate> rates = Urls.orNone(expression.getTieredRates());
        return rates.isEmpty()
                ? Optional.empty()
                : dollars(rates.get(rates.size() - 1).getUnitPrice());
    }

    private static Optional<BigDecimal> dollars(Money money) {
        if (money == null || !"USD".equals(money.getCurrencyCode())) {
            return Optional.empty();
        }
        long units = money.getUnits() == null ? 0 : money.getUnits();
        int nanos = money.getNanos() == null ? 0 : money.getNanos();
        BigDecimal dollars = BigDecimal.valueOf(units).add(BigDecimal.valueOf(nanos, NANO_DIGITS));
        return dollars.signum() > 0 ? Optional.of(dollars) : Optional.empty();
    }
}
