package io.spotagents.provider.azure;

import io.spotagents.provider.Instance;
import io.spotagents.provider.InstanceState;
import io.spotagents.provider.LaunchReply;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.Refusal;
import io.spotagents.provider.Refusal.Kind;
import io.spotagents.provider.Refusal.Scope;
import io.spotagents.provider.azure.Vm.State;
import io.spotagents.provider.cloud.RecentTokens;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Makes the instances of one launch: a scale set by the launch's name, and only if there is none
 * yet. Safe to use from any thread.
 */
final class Launcher {

    private static final Logger LOGGER = Logger.getLogger(Launcher.class.getName());

    private static final String ACTION = "virtualMachineScaleSets/write";
    private static final int EXISTS = 412;

    /** Source: "Orchestration modes for Virtual Machine Scale Sets". */
    private static final int MOST = 1000;

    /** Until then Azure mostly knows whether it has room. Less than the loop waits. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final int TOKENS_KEPT = 10_000;

    private final Arm arm;
    private final AzureSettings settings;
    private final Inventory.Group group;
    private final Inventory inventory;
    private final Operation operation;
    private final Endings endings;

    /** Launches whose scale set is known to have been there. */
    private final RecentTokens made = new RecentTokens(TOKENS_KEPT);

    Launcher(Arm arm, AzureSettings settings, Inventory.Group group, Parts parts) {
        this.arm = arm;
        this.settings = settings;
        this.group = group;
        this.inventory = new Inventory(arm, group);
        this.operation = new Operation(arm, parts.pause(), parts.time());
        this.endings = parts.endings();
    }

    /** What it needs besides. */
    record Parts(Pause pause, InstantSource time, Endings endings) {}

    /** One launch. */
    private record Launch(LaunchRequest request, String set, int count) {}

    /**
     * Asks Azure once, and follows what it does.
     *
     * @throws ProviderException if nothing came back, or a read before it failed
     */
    LaunchReply launch(LaunchRequest request, ImageChoice image)
            throws ProviderException, InterruptedException {
        UUID intent = request.owner().intent();
        int count = Math.min(request.count(), MOST);
        Launch launch = new Launch(request, ScaleSet.name(intent), count);
        if (made.holds(intent)) {
            return capped(launch, found(launch));
        }
        String target = group.scaleSet(launch.set()) + "?" + Query.of(ApiVersions.COMPUTE);
        Arm.Answer answer =
                arm.send(
                        Arm.Ask.create(
                                ACTION, target, ScaleSetBody.of(settings, request, image, count)));
        if (answer.status() == EXISTS) {
            made.add(intent);
            return capped(launch, found(launch));
        }
        if (answer.isError()) {
            return LaunchReply.refused(AzureRefusals.of(answer.told(), machineType(request)));
        }
        made.add(intent);
        return capped(launch, settled(launch, answer));
    }

    /** What a launch that was asked for before has brought. */
    private LaunchReply found(Launch launch) throws ProviderException {
        List<Instance> instances = instances(launch, alive(inventory.of(launch.set())));
        return reply(launch, instances, fewer(launch, instances.size()));
    }

    private LaunchReply settled(Launch launch, Arm.Answer accepted) throws InterruptedException {
        Operation.Outcome outcome = operation.follow(ACTION, accepted, PATIENCE);
        List<Vm> machines;
        try {
            machines = inventory.of(launch.set());
        } catch (ProviderException e) {
            return LaunchReply.refused(
                    Refusal.of(Kind.OUTCOME_UNKNOWN, Scope.POOL, e.refusal().message()));
        }
        List<Vm> alive = alive(machines);
        List<Instance> instances = instances(launch, alive);
        return switch (outcome.state()) {
            case SUCCEEDED -> reply(launch, instances, fewer(launch, instances.size()));
            case STILL_RUNNING -> reply(launch, instances, running(launch, instances.size()));
            case FAILED -> {
                clearUp(launch, machines, alive);
                Refusal refusal =
                        AzureRefusals.of(
                                outcome.error().orElseThrow(), machineType(launch.request()));
                yield new LaunchReply(instances, List.of(refusal));
            }
        };
    }

    /** What did not become an instance would stay, with its disk and interface. */
    private void clearUp(Launch launch, List<Vm> machines, List<Vm> alive) {
        List<Vm> failed = machines.stream().filter(vm -> vm.state() == State.FAILED).toList();
        try {
            if (alive.isEmpty()) {
                endings.deleteSet(launch.set());
            } else if (!failed.isEmpty()) {
                endings.deleteMachines(launch.set(), failed);
            }
        } catch (ProviderException e) {
            LOGGER.log(
                    Level.WARNING,
                    e,
                    () -> "What failed of " + launch.set() + " is left to a later ending");
        }
    }

    private static List<Vm> alive(List<Vm> machines) {
        return machines.stream()
                .filter(vm -> vm.state() == State.CREATING || vm.state() == State.MADE)
                .toList();
    }

    /** They have just been asked for, so they boot, whatever Azure calls it. */
    private static List<Instance> instances(Launch launch, List<Vm> machines) {
        List<Instance> instances = new ArrayList<>();
        for (Vm vm : machines) {
            instances.add(
                    new Instance(
                            vm.id(),
                            launch.request().pool(),
                            launch.request().owner(),
                            InstanceState.BOOTING,
                            vm.createdAt()));
        }
        return instances;
    }

    private static LaunchReply reply(Launch launch, List<Instance> instances, Refusal otherwise) {
        return instances.size() >= launch.count()
                ? new LaunchReply(instances, List.of())
                : new LaunchReply(instances, List.of(otherwise));
    }

    /** The rest of a launch that is more than a scale set holds. */
    private static LaunchReply capped(Launch launch, LaunchReply reply) {
        if (launch.count() == launch.request().count()) {
            return reply;
        }
        List<Refusal> refusals = new ArrayList<>(reply.refusals());
        refusals.add(
                Refusal.of(
                        Kind.THROTTLED,
                        Scope.POOL,
                        ACTION + ": a scale set holds " + MOST + " instances; ask for the rest"));
        return new LaunchReply(reply.instances(), refusals);
    }

    private static Refusal fewer(Launch launch, int instances) {
        return Refusal.of(
                Kind.NO_CAPACITY,
                Scope.POOL,
                "%s gave %d of %d instances, and did not say why"
                        .formatted(launch.request().pool(), instances, launch.count()));
    }

    private static Refusal running(Launch launch, int instances) {
        return Refusal.of(
                Kind.OUTCOME_UNKNOWN,
                Scope.POOL,
                ACTION
                        + ": Azure is still making "
                        + (launch.count() - instances)
                        + " of "
                        + launch.count()
                        + " instances");
    }

    private static String machineType(LaunchRequest request) {
        return request.pool().machineType();
    }
}
