package io.spotagents.provider.gcp;

import com.google.api.client.json.GenericJson;
import com.google.api.services.compute.Compute;
import com.google.api.services.compute.ComputeRequest;
import io.spotagents.provider.ProviderException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds out which permissions the credentials have, one by one, for whoever configures a source.
 * Launches nothing and changes nothing. Source: "projects.testIamPermissions", Resource Manager API
 * reference.
 */
public final class ConnectionCheck {

    private static final String CATALOG = "services/6F81-5844-456A";

    private final GcpClients clients;
    private final GcpSettings settings;
    private final GcpCalls calls;
    private final List<Result> results = new ArrayList<>();

    private ConnectionCheck(GcpClients clients, GcpSettings settings, InstantSource time) {
        this.clients = clients;
        this.settings = settings;
        this.calls = new GcpCalls(clients.calls(), time);
    }

    /** What came of the check of one permission. */
    public enum Outcome {
        OK,
        MISSING,
        NOT_CHECKED
    }

    /**
     * One permission.
     *
     * @param permission as roles name it, such as {@code compute.instances.create}
     * @param why what Google said, or why it could not be checked; empty if it is there
     * @param neededFor what does not work without it, for people
     */
    public record Result(String permission, Outcome outcome, String why, String neededFor) {

        /** One sentence for people. */
        @Override
        public String toString() {
            String reason = why.isEmpty() ? "" : " (" + why + ")";
            return switch (outcome) {
                case OK -> permission + ": ok";
                case MISSING -> permission + ": missing, needed for " + neededFor + reason;
                case NOT_CHECKED ->
                        permission + ": could not be checked, needed for " + neededFor + reason;
            };
        }
    }

    /**
     * Checks all permissions that a source needs. A handful of calls; takes seconds. Credentials
     * that are wrong altogether, or a region that is none, are the only result.
     */
    public static List<Result> run(GcpClients clients, GcpSettings settings, InstantSource time) {
        ConnectionCheck check = new ConnectionCheck(clients, settings, time);
        if (check.readsRegion()) {
            check.project();
            check.images();
            check.catalog();
            check.account();
        }
        return List.copyOf(check.results);
    }

    private boolean readsRegion() {
        GcpSettings.Site site = settings.site();
        return tried(
                "compute.regions.get",
                "everything: zones and quotas",
                "regions.get",
                () -> clients.compute().regions().get(site.project(), site.region()));
    }

    /** Which permissions one has oneself, anybody may ask who reaches the API. */
    private void project() {
        Map<String, String> needed = needed();
        try {
            GenericJson told =
                    calls.once(
                            "projects.testIamPermissions",
                            () ->
                                    new TestCall(
                                            clients.resourceManager(),
                                            settings.site().project(),
                                            needed.keySet()));
            Object granted = told.get("permissions");
            Collection<?> all = granted instanceof Collection<?> some ? some : List.of();
            needed.forEach(
                    (permission, why) ->
                            add(
                                    permission,
                                    all.contains(permission) ? Outcome.OK : Outcome.MISSING,
                                    "",
                                    why));
        } catch (ProviderException e) {
            String why = "enable cloudresourcemanager.googleapis.com to see it: " + e.getMessage();
            needed.forEach((permission, use) -> add(permission, Outcome.NOT_CHECKED, why, use));
        }
    }

    private Map<String, String> needed() {
        Map<String, String> needed = new LinkedHashMap<>();
        needed.put("compute.machineTypes.list", "pools");
        needed.put("compute.instances.list", "everything");
        for (String launches :
                List.of(
                        "compute.instances.create",
                        "compute.disks.create",
                        "compute.subnetworks.use",
                        "compute.instances.setMetadata",
                        "compute.instances.setLabels",
                        "compute.disks.setLabels",
                        "compute.zoneOperations.get",
                        "compute.zoneOperations.list")) {
            needed.put(launches, "launches");
        }
        needed.put("compute.instances.delete", "ending instances");
        if (!settings.network().tags().isEmpty()) {
            needed.put("compute.instances.setTags", "network tags");
        }
        if (settings.network().hasPublicAddress()) {
            needed.put("compute.subnetworks.useExternalIp", "public addresses");
        }
        if (settings.ways().template().isPresent()) {
            needed.put("compute.instanceTemplates.useReadOnly", "the instance template");
        }
        if (settings.hardware().account().isPresent()) {
            needed.put("compute.instances.setServiceAccount", "the service account");
        }
        needed.put("compute.commitments.list", "using commitments first");
        needed.put("compute.reservations.list", "using reservations first");
        if (settings.ways().figures().advisedTypes() > 0) {
            needed.put("compute.advice.capacity", "obtainability");
            needed.put("compute.advice.capacityHistory", "preemption rates");
        }
        return needed;
    }

    private void images() {
        Compute.Images images = clients.compute().images();
        for (ImageChoice image : settings.images()) {
            tried(
                    image.isFamily() ? "compute.images.getFromFamily" : "compute.images.get",
                    "the image " + image,
                    image.isFamily() ? "images.getFromFamily" : "images.get",
                    () ->
                            image.isFamily()
                                    ? images.getFromFamily(image.project(), image.name())
                                    : images.get(image.project(), image.name()));
        }
    }

    private void catalog() {
        tried(
                "cloudbilling.googleapis.com",
                "prices: enable this API",
                "skus.list",
                () -> clients.billing().services().skus().list(CATALOG).setPageSize(1));
    }

    private void account() {
        settings.hardware()
                .account()
                .ifPresent(
                        account ->
                                add(
                                        "iam.serviceAccounts.actAs",
                                        Outcome.NOT_CHECKED,
                                        "only a launch tells",
                                        "launches as " + account.email()));
    }

    private <T> boolean tried(
            String permission, String neededFor, String method, GcpCalls.Making<T> making) {
        try {
            calls.once(method, making);
            add(permission, Outcome.OK, "", neededFor);
            return true;
        } catch (ProviderException e) {
            add(permission, Outcome.MISSING, String.valueOf(e.getMessage()), neededFor);
            return false;
        }
    }

    private void add(String permission, Outcome outcome, String why, String neededFor) {
        results.add(new Result(permission, outcome, why, neededFor));
    }

    /** Of a service of which we need no more than this. */
    private static final class TestCall extends ComputeRequest<GenericJson> {

        private TestCall(Compute manager, String project, Collection<String> permissions) {
            super(
                    manager,
                    "POST",
                    "projects/" + project + ":testIamPermissions",
                    Map.of("permissions", List.copyOf(permissions)),
                    GenericJson.class);
        }

        @Override
        public TestCall set(String field, Object value) {
            return (TestCall) super.set(field, value);
        }
    }
}
