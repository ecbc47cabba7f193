package io.spotagents.provider.azure;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotagents.model.Purchase;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.Quota;
import io.spotagents.provider.cloud.Cached;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many processors the subscription may use in a region: one quota for all spot instances, and
 * one for each family on demand. That all families together have one more, only a refusal tells: a
 * pool counts against one. Safe to use from any thread.
 */
final class Quotas {

    private static final Cached.Life LIFE =
            new Cached.Life(Duration.ofMinutes(5), Duration.ofMinutes(30));

    private static final String SPOT = "lowprioritycores";

    private final Arm arm;
    private final AzureMarket.Scope scope;
    private final Cached<SortedMap<String, Usage>> usages;

    Quotas(Arm arm, AzureMarket.Scope scope, Permitted permitted, InstantSource time) {
        this.arm = arm;
        this.scope = scope;
        this.usages =
                new Cached<>(time, LIFE, () -> permitted.or(new TreeMap<>(), "quotas", this::read));
    }

    /** What is told of one quota. */
    private record Usage(String shown, long limit, long used) {}

    /** Processors that are left for spot instances; empty if it is not told. */
    OptionalInt spotCpus() throws ProviderException {
        return Optional.ofNullable(usages.value().get(SPOT))
                .map(one -> Math.max(0, one.limit() - one.used()))
                .map(free -> OptionalInt.of((int) Math.min(Integer.MAX_VALUE, free)))
                .orElse(OptionalInt.empty());
    }

    /** Those that cover any of these sizes. */
    List<Quota> of(Collection<MachineType> types) throws ProviderException {
        Cached.Dated<SortedMap<String, Usage>> told = usages.get();
        SortedMap<String, Integer> spot = new TreeMap<>();
        SortedMap<String, SortedMap<String, Integer>> families = new TreeMap<>();
        for (MachineType type : types) {
            if (type.isSoldAsSpot()) {
                spot.put(type.name(), type.size().cpus());
            }
            families.computeIfAbsent(lower(type.quota()), any -> new TreeMap<>())
                    .put(type.name(), type.size().cpus());
        }
        List<Quota> quotas = new ArrayList<>();
        told.value()
                .forEach(
                        (name, usage) -> {
                            boolean isSpot = name.equals(SPOT);
                            SortedMap<String, Integer> cpus =
                                    isSpot ? spot : families.getOrDefault(name, new TreeMap<>());
                            if (!cpus.isEmpty()) {
                                Quota.Use use =
                                        new Quota.Use(usage.limit(), usage.used(), told.at());
                                quotas.add(new Quota(usage.shown(), reach(isSpot), cpus, use));
                            }
                        });
        return quotas;
    }

    private Quota.Reach reach(boolean isSpot) {
        return new Quota.Reach(
                AzureProvider.NAME,
                scope.subscription(),
                scope.region(),
                isSpot ? Set.of(Purchase.SPOT) : Set.of(Purchase.ON_DEMAND, Purchase.COMMITMENT));
    }

    private SortedMap<String, Usage> read() throws ProviderException {
        String target =
                "/subscriptions/%s/providers/Microsoft.Compute/locations/%s/usages?%s"
                        .formatted(
                                scope.subscription(),
                                scope.region(),
                                Query.of(ApiVersions.COMPUTE));
        SortedMap<String, Usage> found = new TreeMap<>();
        for (JsonNode usage : arm.list("usages/list", target)) {
            String name = usage.path("name").path("value").asText();
            if (!name.isEmpty()) {
                found.put(
                        lower(name),
                        new Usage(
                                usage.path("name").path("localizedValue").asText(name),
                                Math.max(0, usage.path("limit").asLong()),
                                Math.max(0, usage.path("currentValue").asLong())));
            }
        }
        return found;
    }

    /** Sizes and quotas spell the names of families alike but for capitals. */
    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
