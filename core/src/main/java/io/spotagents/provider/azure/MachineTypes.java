package io.spotagents.provider.azure;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotagents.model.Size;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.azure.ImageChoice.Architecture;
import io.spotagents.provider.cloud.Cached;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The sizes that a source may use, and in which zones. Safe to use from any thread. */
final class MachineTypes {

    /** Name of the zone of what is placed in a region without regard to zones. */
    static final String REGIONAL = "regional";

    /** Sizes come a few times a year, and restrictions are lifted when a person asks. */
    private static final Cached.Life LIFE =
            new Cached.Life(Duration.ofHours(12), Duration.ofDays(7));

    private static final BigDecimal MIB = BigDecimal.valueOf(1024);

    private final Arm arm;
    private final AzureMarket.Scope scope;
    private final Cached<SortedMap<String, MachineType>> types;

    MachineTypes(Arm arm, AzureMarket.Scope scope, InstantSource time) {
        this.arm = arm;
        this.scope = scope;
        this.types = new Cached<>(time, LIFE, this::read);
    }

    /** By name. */
    SortedMap<String, MachineType> all() throws ProviderException {
        return types.value();
    }

    private SortedMap<String, MachineType> read() throws ProviderException {
        String target =
                "/subscriptions/%s/providers/Microsoft.Compute/skus?%s"
                        .formatted(
                                scope.subscription(),
                                Query.of(ApiVersions.SKUS)
                                        .with("$filter", "location eq '" + scope.region() + "'"));
        SortedMap<String, MachineType> found = new TreeMap<>();
        for (JsonNode sku : arm.list("skus/list", target)) {
            type(sku)
                    .filter(type -> scope.filter().admits(type.name(), type.size()))
                    .ifPresent(type -> found.put(type.name(), type));
        }
        return found;
    }

    /** Empty for what is no virtual machine, or may not be used here. */
    private Optional<MachineType> type(JsonNode sku) {
        if (!sku.path("resourceType").asText().equals("virtualMachines")) {
            return Optional.empty();
        }
        SortedMap<String, String> can = new TreeMap<>();
        for (JsonNode one : sku.path("capabilities")) {
            can.put(one.path("name").asText(), one.path("value").asText());
        }
        SortedSet<String> zones = zones(sku);
        Optional<Size> size = size(can);
        // Older sizes tell no architecture.
        Optional<Architecture> architecture =
                Architecture.of(can.getOrDefault("CpuArchitectureType", "x64"));
        if (zones.isEmpty() || size.isEmpty() || architecture.isEmpty()) {
            return Optional.empty();
        }
        String name = sku.path("name").asText();
        return Optional.of(
                new MachineType(
                        name,
                        size.get(),
                        architecture.get(),
                        sku.path("family").asText(""),
                        new MachineType.Sale(zones, isSpot(name, can))));
    }

    /** Where it is sold, but for what is restricted. */
    private SortedSet<String> zones(JsonNode sku) {
        SortedSet<String> sold = new TreeSet<>();
        for (JsonNode location : sku.path("locationInfo")) {
            if (location.path("location").asText().equalsIgnoreCase(scope.region())) {
                location.path("zones").forEach(zone -> sold.add(zone.asText()));
            }
        }
        if (sold.isEmpty()) {
            sold.add(REGIONAL);
        }
        for (JsonNode restriction : sku.path("restrictions")) {
            if (restriction.path("type").asText().equals("Zone")) {
                restriction
                        .path("restrictionInfo")
                        .path("zones")
                        .forEach(zone -> sold.remove(zone.asText()));
            } else {
                sold.clear();
            }
        }
        if (!scope.zones().isEmpty()) {
            sold.retainAll(scope.zones());
        }
        return sold;
    }

    /** Some sizes give fewer processors than their hardware has; what is given counts. */
    private static Optional<Size> size(SortedMap<String, String> can) {
        String cpus = can.getOrDefault("vCPUsAvailable", can.getOrDefault("vCPUs", ""));
        try {
            int memory = new BigDecimal(can.getOrDefault("MemoryGB", "")).multiply(MIB).intValue();
            return Optional.of(new Size(Integer.parseInt(cpus), memory));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Scale sets may have no burstable sizes as spot, whatever the size itself tells. */
    private static boolean isSpot(String name, SortedMap<String, String> can) {
        return can.getOrDefault("LowPriorityCapable", "False").equalsIgnoreCase("True")
                && !name.startsWith("Standard_B");
    }
}
