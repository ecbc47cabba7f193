package io.spotagents.provider.aws;

import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Usd;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.cloud.Cached;
import io.spotagents.provider.cloud.MarketCache;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeSpotPriceHistoryRequest;
import software.amazon.awssdk.services.ec2.model.SpotPrice;

/** The spot prices of a region that hold now. Safe to use from any thread. */
final class SpotPrices {

    /** Prices change a few times a day; all of a region are some ten pages. */
    private static final Cached.Life LIFE =
            new Cached.Life(Duration.ofMinutes(5), Duration.ofHours(6));

    private static final int IN_PAGE = 1000;

    private final Ec2Client ec2;
    private final OperatingSystem os;
    private final InstantSource time;
    private final Cached<Map<Key, Usd>> prices;

    /**
     * @param kept where prices survive a restart
     */
    SpotPrices(Ec2Client ec2, OperatingSystem os, AwsMarket.Keeping kept, InstantSource time) {
        this.ec2 = ec2;
        this.os = os;
        this.time = time;
        this.prices = new Cached<>(time, LIFE, this::read, kept.figure("spot-prices." + os, ROWS));
    }

    private record Key(String machineType, String zone) {}

    private record Row(String machineType, String zone, long micros) {}

    private static final MarketCache.Rows<Map<Key, Usd>, Row> ROWS =
            new MarketCache.Rows<>(
                    Row[].class,
                    known ->
                            known.entrySet().stream()
                                    .map(
                                            one ->
                                                    new Row(
                                                            one.getKey().machineType,
                                                            one.getKey().zone,
                                                            one.getValue().micros()))
                                    .toList(),
                    rows -> {
                        Map<Key, Usd> known = new HashMap<>();
                        rows.forEach(
                                row ->
                                        known.put(
                                                new Key(row.machineType, row.zone),
                                                new Usd(row.micros)));
                        return Map.copyOf(known);
                    });

    /** All that are known, as of one moment. */
    record Known(Map<Key, Usd> prices, Instant at) {

        Optional<Usd> hourly(String machineType, String zone) {
            return Optional.ofNullable(prices.get(new Key(machineType, zone)));
        }
    }

    Known known() throws ProviderException {
        Cached.Dated<Map<Key, Usd>> read = prices.get();
        return new Known(read.value(), read.at());
    }

    private Map<Key, Usd> read() throws ProviderException {
        Instant now = time.instant();
        DescribeSpotPriceHistoryRequest request =
                DescribeSpotPriceHistoryRequest.builder()
                        .startTime(now) // answers the prices that hold since before
                        .productDescriptions(products())
                        .maxResults(IN_PAGE)
                        .build();
        Map<Key, Usd> found = new HashMap<>();
        Ec2Refusals.asking(
                        "DescribeSpotPriceHistory",
                        () ->
                                ec2
                                        .describeSpotPriceHistoryPaginator(request)
                                        .spotPriceHistory()
                                        .stream()
                                        .sorted(
                                                Comparator.comparing(SpotPrice::timestamp)
                                                        .thenComparing(SpotPrice::spotPrice))
                                        .toList())
                .forEach(
                        one ->
                                found.put(
                                        new Key(one.instanceTypeAsString(), one.availabilityZone()),
                                        Dollars.of(one.spotPrice())));
        return Map.copyOf(found);
    }

    /** Accounts that once had EC2 Classic get the same price under another name. */
    private List<String> products() {
        String product =
                switch (os) {
                    case LINUX -> "Linux/UNIX";
                    case WINDOWS -> "Windows";
                };
        return List.of(product, product + " (Amazon VPC)");
    }
}
