package io.spotagents.provider.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotagents.provider.PoolSignals.Advice;
import io.spotagents.provider.PoolSignals.Band;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.cloud.Cached;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How often sizes of a region were evicted, by the Resource Graph. Safe to use from any thread. */
final class EvictionRates {

    /** Figures of the past weeks, which change daily. */
    private static final Cached.Life LIFE =
            new Cached.Life(Duration.ofHours(6), Duration.ofDays(2));

    private static final int IN_PAGE = 1000;
    private static final int MOST_PAGES = 20;

    /** As the graph writes them, in per cent. */
    private static final Map<String, Band> BANDS =
            Map.of(
                    "0-5",
                    Band.UNDER_5_PERCENT,
                    "5-10",
                    Band.FROM_5_TO_10_PERCENT,
                    "10-15",
                    Band.FROM_10_TO_15_PERCENT,
                    "15-20",
                    Band.FROM_15_TO_20_PERCENT,
                    "20+",
                    Band.OVER_20_PERCENT,
                    "20-100",
                    Band.OVER_20_PERCENT);

    private final Arm arm;
    private final AzureMarket.Scope scope;
    private final Cached<Map<String, Band>> bands;

    EvictionRates(Arm arm, AzureMarket.Scope scope, Permitted permitted, InstantSource time) {
        this.arm = arm;
        this.scope = scope;
        this.bands =
                new Cached<>(
                        time, LIFE, () -> permitted.or(Map.of(), "eviction rates", this::read));
    }

    /** All that are known, as of one moment. */
    record Known(Map<String, Band> bands, Instant at) {

        Optional<Advice> of(String machineType) {
            return Optional.ofNullable(bands.get(lower(machineType)))
                    .map(band -> new Advice(band, at));
        }
    }

    Known known() throws ProviderException {
        Cached.Dated<Map<String, Band>> read = bands.get();
        return new Known(read.value(), read.at());
    }

    private Map<String, Band> read() throws ProviderException {
        Map<String, Band> found = new HashMap<>();
        String token = "";
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonNode answer =
                    arm.ask(
                            Arm.Ask.post(
                                    "resourceGraph/resources",
                                    "/providers/Microsoft.ResourceGraph/resources?"
                                            + Query.of(ApiVersions.GRAPH),
                                    question(token)));
            for (JsonNode row : answer.path("data")) {
                Band band = BANDS.get(row.path("evictionRate").asText().replace("%", ""));
                if (band != null) {
                    found.put(lower(row.path("skuName").asText()), band);
                }
            }
            token = answer.path("$skipToken").asText("");
            if (token.isEmpty()) {
                break;
            }
        }
        return Map.copyOf(found);
    }

    private ObjectNode question(String token) {
        ObjectNode question = JsonNodeFactory.instance.objectNode();
        question.putArray("subscriptions").add(scope.subscription());
        question.put(
                "query",
                "SpotResources"
                        + " | where type =~ 'microsoft.compute/skuspotevictionrate/location'"
                        + " | where location =~ '"
                        + scope.region()
                        + "' | project skuName = tostring(sku.name),"
                        + " evictionRate = tostring(properties.evictionRate)"
                        + " | order by skuName asc");
        ObjectNode options = question.putObject("options");
        options.put("resultFormat", "objectArray").put("$top", IN_PAGE);
        if (!token.isEmpty()) {
            options.put("$skipToken", token);
        }
        return question;
    }

    /** The graph writes names of sizes in lower case. */
    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
