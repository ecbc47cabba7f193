package io.spotagents.provider.azure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.azure.Inventory.Snapshot;
import io.spotagents.provider.azure.Vm.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Ends instances: a whole scale set with one call, some machines of one with one call. Disks,
 * interfaces and addresses go with their machines, as the scale set was told so. Scale sets of the
 * same controllers that are empty are deleted on the way. Safe to use from any thread.
 */
final class Endings {

    private static final int NOT_FOUND = 404;

    /** Names in a request; keeps it small. */
    private static final int BATCH = 200;

    /** Younger than this, it may be of a launch that is still being answered. */
    private static final Duration YOUNG = Duration.ofMinutes(10);

    private final Arm arm;
    private final Inventory.Group group;
    private final InstantSource time;

    Endings(Arm arm, Inventory.Group group, InstantSource time) {
        this.arm = arm;
        this.group = group;
        this.time = time;
    }

    /**
     * What is to be deleted of a scale set.
     *
     * @param some machines; empty if all of it goes
     */
    record Ending(String set, Optional<List<Vm>> some) {}

    /** Ends all of them; what fails first is told when the others are ended. */
    void end(Set<String> ids, Snapshot snapshot) throws ProviderException {
        ProviderException first = null;
        for (Ending ending : plan(ids, snapshot, time.instant())) {
            try {
                if (ending.some().isPresent()) {
                    deleteMachines(ending.set(), ending.some().get());
                } else {
                    deleteSet(ending.set());
                }
            } catch (ProviderException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** What has to be deleted to end these. What is in no scale set of ours is left alone. */
    static List<Ending> plan(Set<String> ids, Snapshot snapshot, Instant now) {
        Set<UUID> controllers = new HashSet<>();
        for (Vm vm : snapshot.machines()) {
            ScaleSet set = snapshot.sets().get(vm.set());
            if (set != null && ids.contains(vm.id())) {
                controllers.add(set.owner().controller());
            }
        }
        List<Ending> endings = new ArrayList<>();
        for (Map.Entry<String, ScaleSet> entry : snapshot.sets().entrySet()) {
            if (controllers.contains(entry.getValue().owner().controller())) {
                of(entry.getValue(), snapshot.of(entry.getKey()), ids, now).ifPresent(endings::add);
            }
        }
        return endings;
    }

    private static Optional<Ending> of(
            ScaleSet set, List<Vm> machines, Set<String> ids, Instant now) {
        List<Vm> stay = new ArrayList<>();
        List<Vm> go = new ArrayList<>();
        for (Vm vm : machines) {
            if (ids.contains(vm.id()) && vm.state() != State.DELETING) {
                go.add(vm);
            } else if (vm.state() != State.DELETING) {
                stay.add(vm);
            }
        }
        boolean isOld = set.createdAt().plus(YOUNG).isBefore(now);
        boolean mayGoWhole = stay.isEmpty() && set.isSettled();
        if (mayGoWhole && (!go.isEmpty() || machines.isEmpty() && isOld)) {
            return Optional.of(new Ending(set.name(), Optional.empty()));
        }
        return go.isEmpty()
                ? Optional.empty()
                : Optional.of(new Ending(set.name(), Optional.of(go)));
    }

    /** With all machines in it. One that does not exist is deleted already. */
    void deleteSet(String set) throws ProviderException {
        check(
                arm.send(
                        Arm.Ask.delete(
                                "virtualMachineScaleSets/delete",
                                group.scaleSet(set)
                                        + "?"
                                        + Query.of(ApiVersions.COMPUTE)
                                                .with("forceDeletion", "true"))));
    }

    /** Some machines of a scale set. */
    void deleteMachines(String set, List<Vm> machines) throws ProviderException {
        for (int from = 0; from < machines.size(); from += BATCH) {
            List<Vm> some = machines.subList(from, Math.min(from + BATCH, machines.size()));
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            ArrayNode names = body.putArray("instanceIds");
            some.forEach(vm -> names.add(vm.name()));
            check(
                    arm.send(
                            Arm.Ask.post(
                                    "virtualMachineScaleSets/delete/action",
                                    group.scaleSet(set)
                                            + "/delete?"
                                            + Query.of(ApiVersions.COMPUTE)
                                                    .with("forceDeletion", "true"),
                                    body)));
        }
    }

    private static void check(Arm.Answer answer) throws ProviderException {
        if (answer.isError() && answer.status() != NOT_FOUND) {
            throw new ProviderException(AzureRefusals.of(answer.told(), ""));
        }
    }
}
