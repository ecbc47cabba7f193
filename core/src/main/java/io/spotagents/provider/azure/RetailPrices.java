package io.spotagents.provider.azure;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Usd;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.cloud.Cached;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What instances of a region cost, spot and on demand, by Azure's public price list. Safe to use
 * from any thread.
 */
final class RetailPrices {

    /** Spot prices change at most daily; all of a region are some ten pages of a thousand. */
    private static final Cached.Life LIFE =
            new Cached.Life(Duration.ofHours(1), Duration.ofHours(24));

    private static final int MICROS = 6;

    private final Arm list;
    private final String region;
    private final InstantSource time;
    private final Cached<Map<Key, Row>> prices;

    RetailPrices(Arm list, String region, InstantSource time) {
        this.list = list;
        this.region = region;
        this.time = time;
        this.prices = new Cached<>(time, LIFE, this::read);
    }

    private record Key(String machineType, OperatingSystem os, boolean isSpot) {}

    /**
     * What is listed of an instance.
     *
     * @param planned by years of a savings plan, the price that it is used up by
     */
    private record Row(Usd price, Instant since, Map<Integer, Usd> planned) {}

    /** All that are known, as of one moment. */
    static final class Known {

        private final Map<Key, Row> rows;
        private final Instant at;

        private Known(Map<Key, Row> rows, Instant at) {
            this.rows = rows;
            this.at = at;
        }

        Instant at() {
            return at;
        }

        Optional<Usd> spot(String machineType, OperatingSystem os) {
            return row(machineType, os, true).map(Row::price);
        }

        Optional<Usd> onDemand(String machineType, OperatingSystem os) {
            return row(machineType, os, false).map(Row::price);
        }

        /**
         * What an hour uses up of a savings plan; empty if plans do not cover it.
         *
         * @param years of the plan, 1 or 3
         */
        Optional<Usd> planned(String machineType, OperatingSystem os, int years) {
            return row(machineType, os, false).map(row -> row.planned().get(years));
        }

        private Optional<Row> row(String machineType, OperatingSystem os, boolean isSpot) {
            return Optional.ofNullable(rows.get(new Key(machineType, os, isSpot)));
        }
    }

    Known known() throws ProviderException {
        Cached.Dated<Map<Key, Row>> read = prices.get();
        return new Known(read.value(), read.at());
    }

    private Map<Key, Row> read() throws ProviderException {
        String filter =
                "serviceName eq 'Virtual Machines' and armRegionName eq '"
                        + region
                        + "' and priceType eq 'Consumption'";
        String target =
                "/api/retail/prices?" + Query.of(ApiVersions.PRICES).with("$filter", filter);
        Map<Key, Row> newest = new HashMap<>();
        Instant now = time.instant();
        for (JsonNode item : list.pages("retail/prices", target, "Items", "NextPageLink")) {
            if (isOfInstance(item)) {
                Row row = new Row(price(item), since(item), planned(item));
                if (row.price().micros() > 0 && !row.since().isAfter(now)) {
                    newest.merge(key(item), row, RetailPrices::later);
                }
            }
        }
        return Map.copyOf(newest);
    }

    private static Map<Integer, Usd> planned(JsonNode item) {
        Map<Integer, Usd> found = new TreeMap<>();
        for (JsonNode one : item.path("savingsPlan")) {
            Usd price = price(one);
            int years = one.path("term").asText().startsWith("3") ? 3 : 1;
            if (price.micros() > 0) {
                found.put(years, price);
            }
        }
        return Map.copyOf(found);
    }

    /** The list also has what runs in other services, and an older way of spot. */
    private static boolean isOfInstance(JsonNode item) {
        return item.path("unitOfMeasure").asText().equals("1 Hour")
                && item.path("type").asText("Consumption").equals("Consumption")
                && !item.path("skuName").asText().contains("Low Priority")
                && !item.path("meterName").asText().contains("Low Priority")
                && !item.path("productName").asText().replace(" ", "").contains("CloudServices");
    }

    private static Key key(JsonNode item) {
        boolean isWindows = item.path("productName").asText().contains("Windows");
        boolean isSpot =
                item.path("skuName").asText().contains("Spot")
                        || item.path("meterName").asText().contains("Spot");
        return new Key(
                item.path("armSkuName").asText(),
                isWindows ? OperatingSystem.WINDOWS : OperatingSystem.LINUX,
                isSpot);
    }

    /** Of two that hold since the same moment the dearer one: better too careful. */
    private static Row later(Row one, Row other) {
        int order = one.since().compareTo(other.since());
        boolean isOne = order > 0 || order == 0 && one.price().compareTo(other.price()) > 0;
        return isOne ? one : other;
    }

    private static Usd price(JsonNode item) {
        BigDecimal dollars = item.path("retailPrice").decimalValue();
        return new Usd(
                dollars.movePointRight(MICROS).setScale(0, RoundingMode.HALF_UP).longValueExact());
    }

    private static Instant since(JsonNode item) {
        try {
            return Instant.parse(item.path("effectiveStartDate").asText());
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }
}
