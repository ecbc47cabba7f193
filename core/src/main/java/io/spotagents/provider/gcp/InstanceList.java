package io.spotagents.provider.gcp;

import com.google.api.services.compute.Compute;
import com.google.api.services.compute.model.InstanceAggregatedList;
import com.google.api.services.compute.model.InstancesScopedList;
import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import io.spotagents.provider.Instance;
import io.spotagents.provider.InstanceState;
import io.spotagents.provider.Listing;
import io.spotagents.provider.Owner;
import io.spotagents.provider.ProviderException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The project's instances, found by their labels. */
final class InstanceList {

    /** The most that the methods allow. Source: their pages in the API reference. */
    private static final long IN_PAGE = 500;

    private final Compute compute;
    private final GcpCalls calls;
    private final GcpSettings.Site site;

    InstanceList(Compute compute, GcpCalls calls, GcpSettings.Site site) {
        this.compute = compute;
        this.calls = calls;
        this.site = site;
    }

    /** Those of a controller that exist, and the zones of this region that did not answer. */
    Listing of(UUID controller) throws ProviderException {
        List<Instance> instances = new ArrayList<>();
        Set<Place> silent = new HashSet<>();
        String page = null;
        do {
            InstanceAggregatedList told = page(controller, page);
            Map<String, InstancesScopedList> items = told.getItems();
            if (items != null) {
                items.forEach((scope, list) -> add(instances, silent, scope, list));
            }
            for (String scope : Urls.orNone(told.getUnreachables())) {
                addSilent(silent, Urls.last(scope));
            }
            page = told.getNextPageToken();
        } while (page != null);
        return new Listing(instances, silent);
    }

    /** Those that a launch made and that exist. */
    List<Instance> ofLaunch(Owner owner, String zone) throws ProviderException {
        String filter =
                "(%s) (%s)"
                        .formatted(
                                is(OwnerLabels.CONTROLLER, owner.controller()),
                                is(OwnerLabels.INTENT, owner.intent()));
        List<Instance> instances = new ArrayList<>();
        String page = null;
        do {
            String token = page;
            var told =
                    calls.repeated(
                            "instances.list",
                            () ->
                                    compute.instances()
                                            .list(site.project(), zone)
                                            .setFilter(filter)
                                            .setMaxResults(IN_PAGE)
                                            .setPageToken(token));
            Urls.orNone(told.getItems())
                    .forEach(one -> instance(zone, one).ifPresent(instances::add));
            page = told.getNextPageToken();
        } while (page != null);
        return instances;
    }

    private InstanceAggregatedList page(UUID controller, @Nullable String token)
            throws ProviderException {
        return calls.repeated(
                "instances.aggregatedList",
                () ->
                        compute.instances()
                                .aggregatedList(site.project())
                                .setFilter(is(OwnerLabels.CONTROLLER, controller))
                                .setReturnPartialSuccess(true)
                                .setMaxResults(IN_PAGE)
                                .setPageToken(token));
    }

    private void add(
            List<Instance> instances, Set<Place> silent, String scope, InstancesScopedList list) {
        String zone = Urls.last(scope);
        if (list.getWarning() != null && "UNREACHABLE".equals(list.getWarning().getCode())) {
            addSilent(silent, zone);
        }
        if (site.holds(zone)) {
            Urls.orNone(list.getInstances())
                    .forEach(one -> instance(zone, one).ifPresent(instances::add));
        }
    }

    private void addSilent(Set<Place> silent, String zone) {
        if (site.holds(zone)) {
            silent.add(GcpMarket.place(site, zone));
        }
    }

    private Optional<Instance> instance(
            String zone, com.google.api.services.compute.model.Instance told) {
        Map<String, String> labels = told.getLabels() == null ? Map.of() : told.getLabels();
        Optional<Owner> owner = OwnerLabels.owner(labels);
        if (owner.isEmpty()) {
            return Optional.empty();
        }
        boolean isSpot =
                told.getScheduling() != null
                        && "SPOT".equals(told.getScheduling().getProvisioningModel());
        Pool pool =
                new Pool(
                        GcpMarket.place(site, zone),
                        Urls.last(told.getMachineType()),
                        OwnerLabels.os(labels),
                        OwnerLabels.purchase(labels, isSpot));
        return Optional.of(
                new Instance(
                        new InstanceKey(zone, told.getId().toString()).id(),
                        pool,
                        owner.get(),
                        state(told.getStatus()),
                        createdAt(told)));
    }

    /** Nothing of ours stops by itself; what somebody stopped is still ours to end. */
    private static InstanceState state(@Nullable String status) {
        return switch (String.valueOf(status)) {
            case "PENDING", "PROVISIONING", "STAGING" -> InstanceState.BOOTING;
            case "STOPPING", "DEPROVISIONING", "PENDING_STOP" -> InstanceState.ENDING;
            default -> InstanceState.RUNNING;
        };
    }

    /** Google tells times by the clock of its head office. */
    private static Instant createdAt(com.google.api.services.compute.model.Instance told) {
        return OffsetDateTime.parse(told.getCreationTimestamp()).toInstant();
    }

    private static String is(String label, UUID value) {
        return "labels." + label + " = \"" + value + "\"";
    }
}
