package io.spotagents.provider.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.api.client.http.HttpTransport;
import com.google.api.services.cloudbilling.Cloudbilling;
import com.google.api.services.compute.Compute;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.TemplateKey;
import io.spotagents.provider.Instance;
import io.spotagents.provider.LaunchReply;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.Owner;
import io.spotagents.provider.cloud.TypeFilter;
import io.spotagents.testing.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every request, against what Google's own clients know of the API. */
class GcpRequestsTest {

    private static final UUID CONTROLLER = new UUID(1, 1);
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    /** Methods that the clients do not know. */
    private static final Set<String> UNKNOWN =
            Set.of("advice.capacity", "advice.capacityHistory", "projects.testIamPermissions");

    private static ClientMethods methods;

    private final VirtualTime time = new VirtualTime(NOON);
    private final FakeGce gce = FakeGce.start(time);
    private final GcpSource source = new GcpSource(gce.endpoint(), time);

    @BeforeAll
    static void readMethods() throws ReflectiveOperationException {
        HttpTransport none = GcpClients.transport(Optional.empty());
        methods =
                new ClientMethods(
                        new Compute.Builder(none, GcpClients.JSON, request -> {})
                                .setApplicationName("test")
                                .setSuppressPatternChecks(true)
                                .build(),
                        new Cloudbilling.Builder(none, GcpClients.JSON, request -> {})
                                .setApplicationName("test")
                                .setSuppressPatternChecks(true)
                                .build());
        assertThat(methods.size()).isGreaterThan(500);
    }

    @AfterEach
    void close() {
        source.close();
        gce.close();
    }

    @Test
    void eachIsOneThatTheClientsCouldHaveMade() throws Exception {
        GcpSettings settings = settings();
        GcpProvider provider = source.provider(settings);
        gce.commit();
        provider.offers();
        provider.signals();
        provider.paidFor();
        provider.quotas();
        launched(provider, GcpSource.pool("n2-standard-2", "europe-west3-a", Purchase.ON_DEMAND));
        gce.loseReplyOfNext("instances.bulkInsert");
        LaunchRequest lost = request(GcpSource.SPOT);
        provider.launch(lost);
        List<Instance> made = provider.launch(lost).instances();
        provider.list(CONTROLLER);
        provider.preemptedSince(NOON);
        provider.end(made.stream().map(Instance::id).collect(Collectors.toSet()));
        ConnectionCheck.run(source.clients, settings, time);

        Map<String, List<GceRequest>> byMethod =
                gce.requests().stream().collect(Collectors.groupingBy(GceRequest::method));
        assertThat(byMethod.keySet())
                .containsAll(UNKNOWN)
                .contains(
                        "regions.get",
                        "machineTypes.list",
                        "images.get",
                        "images.getFromFamily",
                        "instances.bulkInsert",
                        "instances.list",
                        "instances.aggregatedList",
                        "instances.delete",
                        "zoneOperations.wait",
                        "zoneOperations.list",
                        "regionCommitments.list",
                        "reservations.list",
                        "skus.list");
        for (GceRequest request : gce.requests()) {
            if (!UNKNOWN.contains(request.method())) {
                methods.check(request);
            }
        }
    }

    /** Of the check, on which the test above relies. */
    @Test
    void whatTheClientsDoNotKnowIsFound() throws Exception {
        launched(source.provider(settings()), GcpSource.SPOT);
        GceRequest sent = gce.requests("instances.bulkInsert").get(0);
        ObjectNode body = new JsonMapper().readTree(sent.body().toString()).deepCopy();
        ((ObjectNode) body.path("instanceProperties").path("scheduling")).put("preemtible", true);

        assertThatThrownBy(
                        () ->
                                methods.check(
                                        new GceRequest(
                                                sent.line(),
                                                sent.method(),
                                                sent.parts(),
                                                sent.query(),
                                                body)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("preemtible");
        assertThatThrownBy(
                        () ->
                                methods.check(
                                        new GceRequest(
                                                sent.line(),
                                                sent.method(),
                                                sent.parts(),
                                                Map.of("requestID", "1"),
                                                sent.body())))
                .isInstanceOf(AssertionError.class);
    }

    private static void launched(GcpProvider provider, Pool pool) {
        LaunchReply reply = provider.launch(request(pool));
        assertThat(reply.refusals()).isEmpty();
        assertThat(reply.instances()).hasSize(2);
    }

    private static LaunchRequest request(Pool pool) {
        Owner owner = new Owner(CONTROLLER, new TemplateKey("c", "t"), UUID.randomUUID());
        return new LaunchRequest(owner, pool, 2, Duration.ofMinutes(10));
    }

    /** With all that a launch can say. */
    private static GcpSettings settings() {
        return new GcpSettings(
                GcpSource.SITE,
                List.of(
                        ImageChoice.parse(FakeGceCatalog.X86_IMAGE),
                        ImageChoice.parse(FakeGceCatalog.ARM_FAMILY)),
                new GcpSettings.Network(
                        Optional.of("builds"), Optional.of("agents"), true, List.of("jenkins")),
                new GcpSettings.Hardware(
                        TypeFilter.ALL.of(GcpSource.PRICED),
                        Optional.of(
                                new GcpSettings.ServiceAccount(
                                        "agents@some-project.iam.gserviceaccount.com",
                                        List.of("https://www.googleapis.com/auth/cloud-platform"))),
                        Optional.of(new GcpSettings.Disk(50, Optional.of("pd-ssd"))),
                        true),
                new GcpSettings.Ways(
                        new TreeMap<>(Map.of("team", "build")),
                        new TreeMap<>(Map.of("enable-oslogin", "TRUE")),
                        Optional.of("global/instanceTemplates/agents"),
                        request -> "echo hello",
                        GcpSettings.Figures.USUAL));
    }
}
