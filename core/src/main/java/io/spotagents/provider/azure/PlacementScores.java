package io.spotagents.provider.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.cloud.Cached;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How likely Azure says that spot launches are granted, by size and zone: high, medium, low. Safe
 * to use from any thread.
 */
final class PlacementScores {

    private static final Cached.Life LIFE =
            new Cached.Life(Duration.ofHours(1), Duration.ofHours(24));

    /** Source: "Spot Placement Score", Azure: up to eight regions and five sizes. */
    private static final int SIZES_IN_REQUEST = 5;

    /** What the words stand for; no more than their order is known. */
    private static final Map<String, Double> PROBABILITIES =
            Map.of("High", 0.9, "Medium", 0.5, "Low", 0.1, "RestrictedSkuNotAvailable", 0.0);

    private final Arm arm;
    private final AzureMarket.Scope scope;
    private final Wanted wanted;
    private final Cached<Map<Key, Double>> scores;

    PlacementScores(
            Arm arm,
            AzureMarket.Scope scope,
            Wanted wanted,
            Permitted permitted,
            InstantSource time) {
        this.arm = arm;
        this.scope = scope;
        this.wanted = wanted;
        this.scores =
                new Cached<>(
                        time, LIFE, () -> permitted.or(Map.of(), "placement scores", this::read));
    }

    /** The sizes that are worth asking about, the best first. */
    interface Wanted {
        List<String> machineTypes() throws ProviderException;
    }

    private record Key(String machineType, String zone) {}

    /** All that are known, as of one moment. */
    record Known(Map<Key, Double> scores, Instant at) {

        Optional<Double> of(String machineType, String zone) {
            return Optional.ofNullable(scores.get(new Key(machineType, zone)));
        }
    }

    Known known() throws ProviderException {
        Cached.Dated<Map<Key, Double>> read = scores.get();
        return new Known(read.value(), read.at());
    }

    private Map<Key, Double> read() throws ProviderException {
        Map<Key, Double> found = new HashMap<>();
        if (scope.scores().requests() == 0) {
            return found;
        }
        List<String> sizes = wanted.machineTypes();
        int most = Math.min(sizes.size(), scope.scores().requests() * SIZES_IN_REQUEST);
        for (int from = 0; from < most; from += SIZES_IN_REQUEST) {
            List<String> some = sizes.subList(from, Math.min(from + SIZES_IN_REQUEST, most));
            read(some, found);
        }
        return Map.copyOf(found);
    }

    private void read(List<String> sizes, Map<Key, Double> found) throws ProviderException {
        String target =
                ("/subscriptions/%s/providers/Microsoft.Compute/locations/%s"
                                + "/placementScores/spot/generate?%s")
                        .formatted(
                                scope.subscription(), scope.region(), Query.of(ApiVersions.SCORES));
        JsonNode answer =
                arm.ask(Arm.Ask.post("placementScores/generate", target, question(sizes)));
        for (JsonNode one : answer.path("placementScores")) {
            Double probability = PROBABILITIES.get(one.path("score").asText());
            if (probability != null) {
                String zone = one.path("availabilityZone").asText(MachineTypes.REGIONAL);
                found.put(new Key(one.path("sku").asText(), zone), probability);
            }
        }
    }

    private ObjectNode question(List<String> sizes) {
        ObjectNode question = JsonNodeFactory.instance.objectNode();
        question.putArray("desiredLocations").add(scope.region());
        ArrayNode desired = question.putArray("desiredSizes");
        sizes.forEach(size -> desired.addObject().put("sku", size));
        return question.put("desiredCount", scope.scores().instances())
                .put("availabilityZones", true);
    }
}
