package io.spotagents.provider.gcp;

import com.google.api.services.compute.Compute;
import com.google.api.services.compute.model.BulkInsertInstanceResource;
import com.google.api.services.compute.model.Operation;
import com.google.api.services.compute.model.OperationList;
import io.spotagents.provider.Instance;
import io.spotagents.provider.LaunchReply;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.Refusal;
import io.spotagents.provider.Refusal.Kind;
import io.spotagents.provider.Refusal.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes the instances of one launch by one bulk operation. Its answer names an operation, that has
 * to be waited for; what it made is found by the launch's label. Safe to use from any thread.
 */
final class Launcher {

    /** The most that a bulk operation makes. Source: "About bulk creation of VMs". */
    static final int MOST_AT_ONCE = 1_000;

    /** Shorter than the loop waits for an answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    /** A busy service may answer a wait at once, with the operation still going on. */
    private static final int MOST_WAITS = 20;

    private final Compute compute;
    private final GcpCalls calls;
    private final GcpSettings settings;
    private final InstanceList instances;
    private final InstantSource time;
    private final BulkSlots slots = new BulkSlots();

    Launcher(
            Compute compute,
            GcpCalls calls,
            GcpSettings settings,
            InstanceList instances,
            InstantSource time) {
        this.compute = compute;
        this.calls = calls;
        this.settings = settings;
        this.instances = instances;
        this.time = time;
    }

    /** Asks once, and waits for what it brings. */
    LaunchReply launch(LaunchRequest request, Image image, RecentLaunches recent) {
        UUID token = request.owner().intent();
        if (!slots.take(token, time.instant())) {
            return LaunchReply.refused(
                    Refusal.of(
                            Kind.THROTTLED,
                            Scope.ACCOUNT,
                            BulkSlots.MOST
                                    + " bulk operations are under way, which is all that"
                                    + " Google allows"));
        }
        int count = Math.min(request.count(), MOST_AT_ONCE);
        try {
            BulkInsertInstanceResource resource =
                    new Insertion(request, image, settings, count).resource();
            Operation started =
                    calls.once(
                            "instances.bulkInsert",
                            () ->
                                    compute.instances()
                                            .bulkInsert(
                                                    settings.site().project(),
                                                    request.pool().place().zone(),
                                                    resource)
                                            .setRequestId(token.toString()));
            recent.started(token, started.getName());
            return follow(request, started.getName(), recent);
        } catch (ProviderException e) {
            if (e.refusal().kind() != Kind.OUTCOME_UNKNOWN) {
                slots.release(token);
            }
            return LaunchReply.refused(e.refusal());
        }
    }

    /**
     * Name of the bulk operation that was asked for with a launch's token; empty if there is none.
     */
    Optional<String> operation(LaunchRequest request) throws ProviderException {
        String filter = "clientOperationId = \"" + request.owner().intent() + "\"";
        OperationList told =
                calls.repeated(
                        "zoneOperations.list",
                        () ->
                                compute.zoneOperations()
                                        .list(
                                                settings.site().project(),
                                                request.pool().place().zone())
                                        .setFilter(filter));
        return Urls.orNone(told.getItems()).stream()
                .filter(one -> String.valueOf(one.getOperationType()).endsWith("bulkInsert"))
                .map(Operation::getName)
                .findFirst();
    }

    /** Waits for a bulk operation, and answers what it brought. */
    LaunchReply follow(LaunchRequest request, String operation, RecentLaunches recent) {
        Optional<Operation> done = await(request, operation);
        if (done.isEmpty()) {
            return LaunchReply.refused(
                    Refusal.of(
                            Kind.OUTCOME_UNKNOWN,
                            Scope.POOL,
                            "instances.bulkInsert: " + operation + " is still going on"));
        }
        slots.release(request.owner().intent());
        try {
            List<Instance> made =
                    instances.ofLaunch(request.owner(), request.pool().place().zone());
            if (!made.isEmpty()) {
                recent.made(request.owner().intent());
            }
            return reply(request, made, refusals(done.get()));
        } catch (ProviderException e) {
            Refusal cause = e.refusal();
            return LaunchReply.refused(
                    new Refusal(
                            Kind.OUTCOME_UNKNOWN,
                            Scope.POOL,
                            cause.retryAfter(),
                            "the launch ended, but could not be looked up: " + cause.message()));
        }
    }

    /** The answer of a launch of which all is known. */
    static LaunchReply reply(LaunchRequest request, List<Instance> made, List<Refusal> refusals) {
        if (made.size() >= request.count()) {
            return new LaunchReply(made, List.of());
        }
        if (!refusals.isEmpty()) {
            return new LaunchReply(made, refusals);
        }
        boolean isMore = request.count() > MOST_AT_ONCE && made.size() == MOST_AT_ONCE;
        Refusal rest =
                isMore
                        ? Refusal.of(
                                Kind.THROTTLED,
                                Scope.POOL,
                                "Google makes " + MOST_AT_ONCE + " instances at once at most")
                        : Refusal.of(
                                Kind.NO_CAPACITY,
                                Scope.POOL,
                                "%s gave %d of %d instances, and did not say why"
                                        .formatted(request.pool(), made.size(), request.count()));
        return new LaunchReply(made, List.of(rest));
    }

    /** Empty if it did not end while we waited, or nobody could say. */
    private Optional<Operation> await(LaunchRequest request, String operation) {
        Instant deadline = time.instant().plus(PATIENCE);
        for (int waits = 0; waits < MOST_WAITS; waits++) {
            Duration left = Duration.between(time.instant(), deadline);
            if (left.compareTo(Duration.ofSeconds(1)) < 0) {
                return Optional.empty();
            }
            try {
                Operation told =
                        calls.once(
                                "zoneOperations.wait",
                                () ->
                                        compute.zoneOperations()
                                                .wait(
                                                        settings.site().project(),
                                                        request.pool().place().zone(),
                                                        operation),
                                left);
                if ("DONE".equals(told.getStatus())) {
                    return Optional.of(told);
                }
            } catch (ProviderException e) {
                if (e.refusal().kind() != Kind.OUTCOME_UNKNOWN) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    /** Each kind of error once: the same is told of every instance that could not be made. */
    private List<Refusal> refusals(Operation done) {
        Map<String, Refusal> byCode = new LinkedHashMap<>();
        if (done.getError() != null) {
            for (Operation.Error.Errors error : Urls.orNone(done.getError().getErrors())) {
                byCode.putIfAbsent(
                        String.valueOf(error.getCode()),
                        GceRefusals.inOperation(error, time.instant()));
            }
        }
        return new ArrayList<>(byCode.values());
    }
}
