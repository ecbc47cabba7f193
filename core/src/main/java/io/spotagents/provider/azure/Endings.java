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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Ends instances: a whole scale set with one call, some machines of one with one call. Disks,
 * interfaces and addresses go with their machines, as the scale set was told so. Safe to use from
 * any thread.
 */
final class Endings {

    private static final int NOT_FOUND = 404;

    /** Names in a request; keeps it small. */
    private static final int BATCH = 200;

    /** Younger than this, it may be of a launch that is still being answered. */
    private static final Duration YOUNG = Duration.ofMinutes(1);

    /** An empty scale set costs nothing, and its machines may come late. */
    private static final Duration LONG = Duration.ofMinutes(10);

    private static final Duration BETWEEN_CLEAR_UPS = Duration.ofSeconds(30);

    private static final Logger LOGGER = Logger.getLogger(Endings.class.getName());

    private final Arm arm;
    private final Inventory.Group group;
    private final Inventory inventory;
    private final InstantSource time;
    private volatile Instant nextClearUp = Instant.MIN;

    Endings(Arm arm, Inventory.Group group, InstantSource time) {
        this.arm = arm;
        this.group = group;
        this.inventory = new Inventory(arm, group);
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
        carryOut(plan(ids, snapshot));
    }

    /**
     * Deletes what failed to become an instance, and scale sets that evictions emptied: nobody else
     * would. At most every half minute; what fails is tried again then.
     */
    void clearUp(UUID controller, Snapshot snapshot) {
        Instant now = time.instant();
        if (now.isBefore(nextClearUp)) {
            return;
        }
        nextClearUp = now.plus(BETWEEN_CLEAR_UPS);
        try {
            List<Ending> sure = new ArrayList<>();
            for (Ending ending : leftovers(controller, snapshot, now)) {
                if (ending.some().isPresent() || isSurelyEmpty(ending.set(), now)) {
                    sure.add(ending);
                }
            }
            carryOut(sure);
        } catch (ProviderException e) {
            LOGGER.log(Level.WARNING, "What is left over is deleted later: " + e.getMessage());
        }
    }

    /** A listing that lacks machines must not cost them: their own scale set is asked as well. */
    private boolean isSurelyEmpty(String set, Instant now) throws ProviderException {
        return alive(inventory.of(set)).stream().allMatch(vm -> vm.isStillborn(now));
    }

    private void carryOut(List<Ending> endings) throws ProviderException {
        ProviderException first = null;
        for (Ending ending : endings) {
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
    static List<Ending> plan(Set<String> ids, Snapshot snapshot) {
        List<Ending> endings = new ArrayList<>();
        snapshot.sets()
                .forEach(
                        (key, set) -> {
                            List<Vm> alive = alive(snapshot.of(key));
                            List<Vm> go =
                                    alive.stream().filter(vm -> ids.contains(vm.id())).toList();
                            if (!go.isEmpty()) {
                                boolean isAll = go.size() == alive.size() && set.isSettled();
                                endings.add(isAll ? whole(set) : some(set, go));
                            }
                        });
        return endings;
    }

    /** What nobody will ask to be ended. A launch that is being answered clears up by itself. */
    static List<Ending> leftovers(UUID controller, Snapshot snapshot, Instant now) {
        List<Ending> endings = new ArrayList<>();
        snapshot.sets()
                .forEach(
                        (key, set) -> {
                            boolean isOurs = set.owner().controller().equals(controller);
                            if (isOurs && set.createdAt().plus(YOUNG).isBefore(now)) {
                                leftover(set, snapshot.of(key), now).ifPresent(endings::add);
                            }
                        });
        return endings;
    }

    private static Optional<Ending> leftover(ScaleSet set, List<Vm> machines, Instant now) {
        List<Vm> stillborn = machines.stream().filter(vm -> vm.isStillborn(now)).toList();
        boolean isEmpty = alive(machines).size() == stillborn.size();
        boolean isLong = set.createdAt().plus(LONG).isBefore(now);
        if (isEmpty && set.isSettled() && (!stillborn.isEmpty() || isLong)) {
            return Optional.of(whole(set));
        }
        return stillborn.isEmpty() ? Optional.empty() : Optional.of(some(set, stillborn));
    }

    private static List<Vm> alive(List<Vm> machines) {
        return machines.stream().filter(vm -> vm.state() != State.DELETING).toList();
    }

    private static Ending whole(ScaleSet set) {
        return new Ending(set.name(), Optional.empty());
    }

    private static Ending some(ScaleSet set, List<Vm> machines) {
        return new Ending(set.name(), Optional.of(machines));
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
