package io.spotagents.provider.azure;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import io.spotagents.provider.Instance;
import io.spotagents.provider.ProviderException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What stands in the resource group: our scale sets, by their tags, and the virtual machines in
 * them. Whether machines inherit tags does not matter; those of others are in no scale set of ours.
 */
final class Inventory {

    private static final Set<String> SETTLED = Set.of("Succeeded", "Failed", "Canceled");

    private final Arm arm;
    private final Group group;

    Inventory(Arm arm, Group group) {
        this.arm = arm;
        this.group = group;
    }

    /** Where things stand. */
    record Group(String subscription, String name, String region) {

        /** Path of everything of a kind, or of one thing. */
        String path(String kind) {
            return "/subscriptions/%s/resourceGroups/%s/providers/Microsoft.Compute/%s"
                    .formatted(subscription, name, kind);
        }

        String scaleSet(String set) {
            return path("virtualMachineScaleSets/" + set);
        }
    }

    /**
     * What stood there at one moment.
     *
     * @param sets by their names in lower case, those of all controllers
     */
    record Snapshot(Map<String, ScaleSet> sets, List<Vm> machines) {

        List<Instance> instances(UUID controller, Instant now) {
            List<Instance> instances = new ArrayList<>();
            for (Vm vm : machines) {
                ScaleSet set = sets.get(vm.set());
                if (set != null && set.owner().controller().equals(controller)) {
                    instances.add(vm.instance(set, now));
                }
            }
            return instances;
        }

        List<Vm> of(String set) {
            return machines.stream().filter(vm -> vm.set().equals(set)).toList();
        }
    }

    /** Machines first: one whose scale set came between the two reads is in the next listing. */
    Snapshot read() throws ProviderException {
        Query query = Query.of(ApiVersions.COMPUTE);
        List<Vm> machines = new ArrayList<>();
        for (JsonNode told :
                arm.list("virtualMachines/list", group.path("virtualMachines") + "?" + query)) {
            machines.add(Vm.of(told));
        }
        Map<String, ScaleSet> sets = new TreeMap<>();
        String target = group.path("virtualMachineScaleSets") + "?" + query;
        for (JsonNode told : arm.list("virtualMachineScaleSets/list", target)) {
            scaleSet(told).ifPresent(set -> sets.put(set.name().toLowerCase(Locale.ROOT), set));
        }
        return new Snapshot(sets, machines);
    }

    /** The machines of one scale set; none if there is no such set. */
    List<Vm> of(String set) throws ProviderException {
        Query query =
                Query.of(ApiVersions.COMPUTE)
                        .with(
                                "$filter",
                                "'virtualMachineScaleSet/id' eq '" + group.scaleSet(set) + "'");
        List<Vm> machines = new ArrayList<>();
        for (JsonNode told :
                arm.list("virtualMachines/list", group.path("virtualMachines") + "?" + query)) {
            Vm vm = Vm.of(told);
            if (vm.set().equalsIgnoreCase(set)) {
                machines.add(vm);
            }
        }
        return machines;
    }

    private Optional<ScaleSet> scaleSet(JsonNode told) {
        if (!told.path("location").asText().equalsIgnoreCase(group.region())) {
            return Optional.empty();
        }
        String state = told.path("properties").path("provisioningState").asText();
        boolean isSettled = SETTLED.contains(state);
        return OwnerTags.read(told.path("tags"))
                .map(
                        tags ->
                                new ScaleSet(
                                        told.path("name").asText(),
                                        tags.owner(),
                                        pool(told, tags),
                                        isSettled,
                                        createdAt(told)));
    }

    private Pool pool(JsonNode told, OwnerTags.Told tags) {
        String zone = told.path("zones").path(0).asText(MachineTypes.REGIONAL);
        Place place = new Place(AzureProvider.NAME, group.subscription(), group.region(), zone);
        return new Pool(place, told.path("sku").path("name").asText(), tags.os(), tags.purchase());
    }

    private static Instant createdAt(JsonNode told) {
        try {
            return Instant.parse(told.path("properties").path("timeCreated").asText());
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }
}
