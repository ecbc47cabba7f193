package io.spotagents.provider.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.TemplateKey;
import io.spotagents.provider.Instance;
import io.spotagents.provider.LaunchReply;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.Owner;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.Refusal;
import io.spotagents.provider.Refusal.Kind;
import io.spotagents.provider.Refusal.Scope;
import io.spotagents.provider.cloud.TypeFilter;
import io.spotagents.provider.cloud.UserData;
import io.spotagents.testing.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GcpLaunchTest {

    private static final UUID CONTROLLER = new UUID(1, 1);

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T12:00:00Z"));
    private final FakeGce gce = FakeGce.start(time);
    private final GcpSource source = new GcpSource(gce.endpoint(), time);
    private final GcpProvider gcp = source.provider();

    @AfterEach
    void close() {
        source.close();
        gce.close();
    }

    @Test
    void asksOnePoolForAllWithOneCallAndItsToken() {
        LaunchRequest request = request(GcpSource.SPOT, 500);

        LaunchReply reply = gcp.launch(request);

        assertThat(reply.instances()).hasSize(500);
        assertThat(reply.refusals()).isEmpty();
        assertThat(gce.requests("instances.bulkInsert")).hasSize(1);
        GceRequest sent = gce.requests("instances.bulkInsert").get(0);
        assertThat(sent.query("requestId")).isEqualTo(request.owner().intent().toString());
        assertThat(sent.body().get("count").asText()).isEqualTo("500");
        assertThat(sent.body().get("minCount").asText()).isEqualTo("1");
        assertThat(sent.body().get("namePattern").asText())
                .contains(request.owner().intent().toString().replace("-", ""));
        JsonNode scheduling = sent.body().at("/instanceProperties/scheduling");
        assertThat(scheduling.get("provisioningModel").asText()).isEqualTo("SPOT");
        assertThat(scheduling.get("instanceTerminationAction").asText()).isEqualTo("DELETE");
        assertThat(scheduling.at("/maxRunDuration/seconds").asText()).isEqualTo("86400");
    }

    @Test
    void onDemandIsAskedForAsSuch() throws Exception {
        gcp.launch(request(GcpSource.SPOT.with(Purchase.ON_DEMAND), 1));
        gcp.launch(request(GcpSource.SPOT.with(Purchase.COMMITMENT), 1));

        assertThat(gce.requests("instances.bulkInsert"))
                .extracting(
                        it ->
                                it.body()
                                        .at("/instanceProperties/scheduling/provisioningModel")
                                        .asText())
                .containsExactly("STANDARD", "STANDARD");
        assertThat(gcp.list(CONTROLLER).instances())
                .extracting(it -> it.pool().purchase())
                .containsExactly(Purchase.ON_DEMAND, Purchase.COMMITMENT);
    }

    @Test
    void aMachineTypeIsLaunchedWithTheImageAndDiskThatItTakes() {
        gcp.launch(request(GcpSource.SPOT, 1));
        gcp.launch(request(GcpSource.pool("c4a-standard-4", "europe-west3-a", Purchase.SPOT), 1));

        assertThat(gce.requests("instances.bulkInsert"))
                .extracting(it -> disk(it).get("sourceImage").asText())
                .containsExactly(
                        FakeGceCatalog.X86_IMAGE, "projects/images-project/global/images/arm-v1");
        assertThat(gce.requests("instances.bulkInsert"))
                .extracting(it -> disk(it).get("diskType").asText())
                .containsExactly("pd-balanced", "hyperdisk-balanced");
    }

    @Test
    void theRequestHoldsAllThatWasConfigured() {
        GcpSettings.Hardware hardware =
                new GcpSettings.Hardware(
                        TypeFilter.ALL,
                        Optional.of(
                                new GcpSettings.ServiceAccount(
                                        "builds@some-project.iam.gserviceaccount.com",
                                        List.of(
                                                "https://www.googleapis.com/auth/devstorage.read_only"))),
                        Optional.of(new GcpSettings.Disk(50, Optional.of("pd-ssd"))),
                        true);
        GcpSettings.Network network =
                new GcpSettings.Network(
                        Optional.of("builds"), Optional.of("inner"), true, List.of("agents"));
        GcpSettings.Ways ways =
                new GcpSettings.Ways(
                        new TreeMap<>(Map.of("team", "ci")),
                        new TreeMap<>(Map.of("user-data", "#cloud-config")),
                        Optional.of("global/instanceTemplates/base"),
                        request -> "#!/bin/sh",
                        GcpSettings.Figures.USUAL);
        GcpSettings plain = GcpSource.settings(ways);
        GcpSettings settings =
                new GcpSettings(plain.site(), plain.images(), network, hardware, ways);

        LaunchReply reply = source.provider(settings).launch(request(GcpSource.SPOT, 1));

        assertThat(reply.refusals()).isEmpty();
        JsonNode body = gce.requests("instances.bulkInsert").get(0).body();
        JsonNode properties = body.get("instanceProperties");
        assertThat(body.get("sourceInstanceTemplate").asText())
                .isEqualTo("global/instanceTemplates/base");
        assertThat(properties.at("/serviceAccounts/0/email").asText()).startsWith("builds@");
        assertThat(properties.at("/disks/0/initializeParams/diskSizeGb").asText()).isEqualTo("50");
        assertThat(properties.at("/disks/0/initializeParams/diskType").asText())
                .isEqualTo("pd-ssd");
        assertThat(properties.at("/disks/0/initializeParams/labels/team").asText()).isEqualTo("ci");
        assertThat(properties.at("/disks/0/autoDelete").asBoolean()).isTrue();
        assertThat(properties.at("/networkInterfaces/0/network").asText())
                .isEqualTo("global/networks/builds");
        assertThat(properties.at("/networkInterfaces/0/subnetwork").asText())
                .isEqualTo("regions/europe-west3/subnetworks/inner");
        assertThat(properties.at("/networkInterfaces/0/accessConfigs/0/type").asText())
                .isEqualTo("ONE_TO_ONE_NAT");
        assertThat(properties.at("/shieldedInstanceConfig/enableSecureBoot").asBoolean()).isTrue();
        assertThat(properties.at("/tags/items/0").asText()).isEqualTo("agents");
        assertThat(properties.at("/labels/team").asText()).isEqualTo("ci");
        assertThat(properties.at("/metadata/items").toString())
                .contains("\"user-data\"", "\"startup-script\"", "#!/bin/sh");
    }

    @Test
    void windowsHasAnotherKeyForItsScript() {
        GcpSettings plain = GcpSource.settings(GcpSettings.Ways.with(request -> "Start-Agent"));
        GcpSettings settings =
                new GcpSettings(
                        plain.site(),
                        List.of(ImageChoice.parse(FakeGceCatalog.WINDOWS_IMAGE)),
                        plain.network(),
                        plain.hardware(),
                        plain.ways());
        Pool pool =
                new Pool(
                        GcpSource.SPOT.place(),
                        GcpSource.SPOT.machineType(),
                        OperatingSystem.WINDOWS,
                        Purchase.SPOT);

        LaunchReply reply = source.provider(settings).launch(request(pool, 1));

        assertThat(reply.instances()).extracting(Instance::pool).containsExactly(pool);
        assertThat(
                        gce.requests("instances.bulkInsert")
                                .get(0)
                                .body()
                                .at("/instanceProperties/metadata/items/0/key")
                                .asText())
                .isEqualTo("windows-startup-script-ps1");
    }

    @Test
    void anOperationThatTakesAWhileIsWaitedFor() {
        gce.polls(5);

        LaunchReply reply = gcp.launch(request(GcpSource.SPOT, 3));

        assertThat(reply.instances()).hasSize(3);
        assertThat(gce.count("zoneOperations.wait")).isEqualTo(6);
    }

    @Test
    void anOperationThatTakesTooLongIsFollowedWhenItIsAskedForAgain() {
        LaunchRequest request = request(GcpSource.SPOT, 3);
        gce.polls(25);

        LaunchReply first = gcp.launch(request);
        LaunchReply second = gcp.launch(request);

        assertThat(first.refusals())
                .extracting(Refusal::kind)
                .containsExactly(Kind.OUTCOME_UNKNOWN);
        assertThat(second.instances()).hasSize(3);
        assertThat(gce.count("instances.bulkInsert")).isEqualTo(1);
    }

    @Test
    void theErrorOfAnOperationIsKept() {
        gce.quota(4);

        LaunchReply reply = gcp.launch(request(GcpSource.SPOT, 10));

        assertThat(reply.instances()).hasSize(2);
        assertThat(reply.refusals())
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.kind()).isEqualTo(Kind.QUOTA_REACHED);
                            assertThat(it.scope()).isEqualTo(Scope.ACCOUNT);
                            assertThat(it.message()).contains("PREEMPTIBLE_CPUS", "IAM & Admin");
                        });
    }

    @Test
    void aLostReplyLeavesTheOutcomeOpenAndARepeatFindsWhatWasMade() {
        LaunchRequest request = request(GcpSource.SPOT, 4);
        gce.loseReplyOfNext("instances.bulkInsert");

        LaunchReply lost = gcp.launch(request);
        LaunchReply again = gcp.launch(request);

        assertThat(lost.refusals()).extracting(Refusal::kind).containsExactly(Kind.OUTCOME_UNKNOWN);
        assertThat(again.instances()).hasSize(4);
        assertThat(gce.alive()).hasSize(4);
        assertThat(gce.count("instances.bulkInsert")).isEqualTo(1);
    }

    /** Its instances come one by one, so those that are there already are not all. */
    @Test
    void anOperationWhoseNameWasLostIsWaitedForAllTheSame() {
        LaunchRequest request = request(GcpSource.SPOT, 4);
        gce.polls(3);
        gce.loseReplyOfNext("instances.bulkInsert");
        gcp.launch(request);

        LaunchReply again = gcp.launch(request);

        assertThat(again.instances()).hasSize(4);
        assertThat(gce.count("zoneOperations.wait")).isEqualTo(4);
        assertThat(gce.count("instances.bulkInsert")).isEqualTo(1);
    }

    @Test
    void whatFailsBeforeALaunchIsRepeatedLeavesItOpen() {
        LaunchRequest request = request(GcpSource.SPOT, 4);
        gce.loseReplyOfNext("instances.bulkInsert");
        gcp.launch(request);
        gce.failNext("zoneOperations.list", new GceError(403, "rateLimitExceeded", "Too many"));

        LaunchReply open = gcp.launch(request);

        assertThat(open.refusals()).extracting(Refusal::kind).containsExactly(Kind.OUTCOME_UNKNOWN);
        assertThat(gcp.launch(request).instances()).hasSize(4);
    }

    /** Another provider object, as after a crash: only Google knows the token. */
    @Test
    void aRepeatAfterACrashMakesNoMore() {
        LaunchRequest request = request(GcpSource.SPOT, 4);
        gce.loseReplyOfNext("instances.bulkInsert");
        gcp.launch(request);

        LaunchReply again = source.provider().launch(request);

        assertThat(again.instances()).hasSize(4);
        assertThat(gce.alive()).hasSize(4);
    }

    @Test
    void aRepeatMakesNoMoreAlthoughGoogleForgotItsToken() {
        LaunchRequest request = request(GcpSource.SPOT, 4);
        gcp.launch(request);
        gce.forgetRequests();

        LaunchReply again = gcp.launch(request);

        assertThat(again.instances()).hasSize(4);
        assertThat(gce.alive()).hasSize(4);
    }

    @Test
    void whatFailsBeforeTheLaunchLeavesItsOutcomeKnown() {
        for (int attempt = 0; attempt < 3; attempt++) {
            gce.failNext("images.get", new GceError(500, "internalError", "Sorry"));
        }

        LaunchReply reply = gcp.launch(request(GcpSource.SPOT, 1));

        assertThat(reply.refusals()).extracting(Refusal::kind).containsExactly(Kind.THROTTLED);
        assertThat(gce.count("images.get")).isEqualTo(3);
        assertThat(gce.alive()).isEmpty();
    }

    @Test
    void askingForMoreThanGoogleMakesAtOnceIsRefusedForTheRest() {
        LaunchReply reply = gcp.launch(request(GcpSource.SPOT, 1200));

        assertThat(reply.instances()).hasSize(1000);
        assertThat(reply.refusals())
                .extracting(Refusal::kind, Refusal::scope)
                .containsExactly(tuple(Kind.THROTTLED, Scope.POOL));
    }

    /** Each lost outcome may still be under way; an eleventh would be refused by Google. */
    @Test
    void noMoreThanTenOperationsAreUnderWay() {
        for (int launch = 0; launch < 10; launch++) {
            gce.loseReplyOfNext("instances.bulkInsert");
            gcp.launch(request(GcpSource.SPOT, 1));
        }

        LaunchReply refused = gcp.launch(request(GcpSource.SPOT, 1));
        time.advance(Duration.ofMinutes(10));
        LaunchReply later = gcp.launch(request(GcpSource.SPOT, 1));

        assertThat(refused.refusals()).extracting(Refusal::kind).containsExactly(Kind.THROTTLED);
        assertThat(gce.count("instances.bulkInsert")).isEqualTo(11);
        assertThat(later.instances()).hasSize(1);
    }

    private static JsonNode disk(GceRequest request) {
        return request.body().at("/instanceProperties/disks/0/initializeParams");
    }

    @Test
    void asksForNothingThatWouldBootInVainAndKeepsItsPlacesFree() {
        Refusal refusal = Refusal.of(Kind.NOT_ALLOWED, Scope.ACCOUNT, "no address to call");
        UserData none =
                request -> {
                    throw new ProviderException(refusal);
                };
        GcpProvider refusing = source.provider(GcpSource.settings(GcpSettings.Ways.with(none)));

        for (int i = 0; i <= BulkSlots.MOST; i++) {
            LaunchReply reply = refusing.launch(request(GcpSource.SPOT, 5));
            assertThat(reply).isEqualTo(LaunchReply.refused(refusal));
        }

        assertThat(gce.requests("instances.bulkInsert")).isEmpty();
    }

    private static LaunchRequest request(Pool pool, int count) {
        Owner owner =
                new Owner(CONTROLLER, new TemplateKey("cloud", "template"), UUID.randomUUID());
        return new LaunchRequest(owner, pool, count, Duration.ofMinutes(5));
    }
}
