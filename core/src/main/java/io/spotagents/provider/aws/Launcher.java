package io.spotagents.provider.aws;

import io.spotagents.model.Pool;
import io.spotagents.provider.Instance;
import io.spotagents.provider.InstanceState;
import io.spotagents.provider.LaunchReply;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.Refusal;
import io.spotagents.provider.Refusal.Kind;
import io.spotagents.provider.Refusal.Scope;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.model.CreateFleetError;
import software.amazon.awssdk.services.ec2.model.CreateFleetInstance;
import software.amazon.awssdk.services.ec2.model.CreateFleetResponse;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateOverrides;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateAndOverridesResponse;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;

/** Makes the instances of one launch. Safe to use from any thread. */
final class Launcher {

    private static final String NO_FLEETS = "MaxFleetCountExceeded";
    private final AwsClients clients;
    private final AwsSettings.Ways ways;
    private final LaunchTemplates templates;
    private final InstantSource time;

    /** Some accounts may have no fleets at all, which does not change while we run. */
    private volatile boolean mayHaveFleets = true;

    Launcher(AwsClients clients, AwsSettings settings, InstantSource time) {
        this.clients = clients;
        this.ways = settings.ways();
        this.templates = new LaunchTemplates(clients, settings, time);
        this.time = time;
    }

    /**
     * Asks EC2 once, or twice if it turns out that the account may have no fleets.
     *
     * @throws ProviderException if nothing was asked for, as what comes before it failed
     */
    LaunchReply launch(LaunchRequest request, Image image, List<Site> sites)
            throws ProviderException {
        String userData = ways.userData().of(request);
        if (ways.method().isFleet() && mayHaveFleets) {
            String template = templates.nameFor(request, image, userData);
            LaunchReply reply = fleet(new Launching(request, sites, template, ""));
            if (mayHaveFleets) {
                return reply;
            }
        }
        // What only this launch may know does not stand in a template.
        String template = templates.nameFor(request, image, "");
        return run(new Launching(request, sites, template, userData));
    }

    LaunchTemplates templates() {
        return templates;
    }

    private LaunchReply fleet(Launching launching) {
        LaunchRequest request = launching.request();
        CreateFleetResponse answer;
        try {
            answer = clients.launching().createFleet(launching.fleet(ways));
        } catch (SdkException e) {
            Refusal refusal = Ec2Refusals.of("CreateFleet", type(request), e);
            return refused(launching, refusal, refusal.message().contains(NO_FLEETS));
        }
        Instant now = time.instant();
        List<Instance> instances =
                answer.instances().stream().flatMap(set -> made(launching, set, now)).toList();
        if (instances.isEmpty() && answer.errors().stream().anyMatch(Launcher::saysNoFleets)) {
            mayHaveFleets = false;
        }
        return reply(launching, instances, refusals(request, answer.errors()));
    }

    private static Stream<Instance> made(
            Launching launching, CreateFleetInstance set, Instant now) {
        String subnet =
                Optional.ofNullable(set.launchTemplateAndOverrides())
                        .map(LaunchTemplateAndOverridesResponse::overrides)
                        .map(FleetLaunchTemplateOverrides::subnetId)
                        .orElse("");
        Pool pool = launching.pool(set.instanceTypeAsString(), subnet);
        return set.instanceIds().stream().map(id -> instance(launching, pool, id, now));
    }

    private LaunchReply run(Launching launching) {
        LaunchRequest request = launching.request();
        RunInstancesResponse answer;
        try {
            answer = clients.launching().runInstances(launching.run(ways));
        } catch (SdkException e) {
            return refused(launching, Ec2Refusals.of("RunInstances", type(request), e), false);
        }
        List<Instance> instances =
                answer.instances().stream()
                        .map(
                                it ->
                                        instance(
                                                launching,
                                                request.pool(),
                                                it.instanceId(),
                                                it.launchTime()))
                        .toList();
        return reply(launching, instances, List.of());
    }

    private LaunchReply refused(Launching launching, Refusal refusal, boolean hasNoFleets) {
        mayHaveFleets &= !hasNoFleets;
        return reply(launching, List.of(), List.of(refusal));
    }

    private LaunchReply reply(
            Launching launching, List<Instance> instances, List<Refusal> refusals) {
        if (refusals.stream().anyMatch(one -> one.message().contains("InvalidLaunchTemplate"))) {
            templates.forget(launching.template());
        }
        LaunchRequest request = launching.request();
        if (instances.size() >= request.count()) {
            return new LaunchReply(instances, List.of());
        }
        List<Refusal> told = refusals.isEmpty() ? List.of(fewer(request, instances)) : refusals;
        return new LaunchReply(instances, told);
    }

    /** Each kind of error once: a fleet tells the same of every instance it could not make. */
    private static List<Refusal> refusals(LaunchRequest request, List<CreateFleetError> errors) {
        Map<String, Refusal> byCode = new LinkedHashMap<>();
        for (CreateFleetError error : errors) {
            String code = Optional.ofNullable(error.errorCode()).orElse("");
            String message = Optional.ofNullable(error.errorMessage()).orElse("");
            byCode.putIfAbsent(code, Ec2Refusals.inFleet(type(request), code, message));
        }
        return new ArrayList<>(byCode.values());
    }

    static Refusal fewer(LaunchRequest request, List<Instance> instances) {
        return Refusal.of(
                Kind.NO_CAPACITY,
                Scope.POOL,
                "%s gave %d of %d instances, and did not say why"
                        .formatted(request.pool(), instances.size(), request.count()));
    }

    private static boolean saysNoFleets(CreateFleetError error) {
        return NO_FLEETS.equals(error.errorCode());
    }

    private static Instance instance(
            Launching launching, Pool pool, String id, Instant launchedAt) {
        return new Instance(
                id, pool, launching.request().owner(), InstanceState.BOOTING, launchedAt);
    }

    private static String type(LaunchRequest request) {
        return request.pool().machineType();
    }
}
