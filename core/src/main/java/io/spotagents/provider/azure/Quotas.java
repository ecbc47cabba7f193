package io.spotagents.provider.azure;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotagents.provider.ProviderException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalInt;

/** How many processors the spot quota of a region leaves. Safe to use from any thread. */
final class Quotas {

    private static final Cached.Life LIFE =
            new Cached.Life(Duration.ofMinutes(5), Duration.ofMinutes(30));

    private static final String SPOT = "lowPriorityCores";

    private final Arm arm;
    private final AzureMarket.Scope scope;
    private final Cached<OptionalInt> left;

    Quotas(Arm arm, AzureMarket.Scope scope, InstantSource time) {
        this.arm = arm;
        this.scope = scope;
        this.left =
                new Cached<>(
                        time, LIFE, () -> Permitted.or(OptionalInt.empty(), "quotas", this::read));
    }

    /** Processors; empty if it is not told. */
    OptionalInt spotCpus() throws ProviderException {
        return left.value();
    }

    private OptionalInt read() throws ProviderException {
        String target =
                "/subscriptions/%s/providers/Microsoft.Compute/locations/%s/usages?%s"
                        .formatted(
                                scope.subscription(),
                                scope.region(),
                                Query.of(ApiVersions.COMPUTE));
        for (JsonNode usage : arm.list("usages/list", target)) {
            if (usage.path("name").path("value").asText().equalsIgnoreCase(SPOT)) {
                long free = usage.path("limit").asLong() - usage.path("currentValue").asLong();
                return OptionalInt.of((int) Math.max(0, Math.min(Integer.MAX_VALUE, free)));
            }
        }
        return OptionalInt.empty();
    }
}
