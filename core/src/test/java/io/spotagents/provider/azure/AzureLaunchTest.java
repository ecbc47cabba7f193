package io.spotagents.provider.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.TemplateKey;
import io.spotagents.provider.Instance;
import io.spotagents.provider.InstanceState;
import io.spotagents.provider.LaunchReply;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.LeaseEnd;
import io.spotagents.provider.Owner;
import io.spotagents.provider.Refusal;
import io.spotagents.provider.Refusal.Kind;
import io.spotagents.provider.Refusal.Scope;
import io.spotagents.provider.azure.ImageChoice.Architecture;
import io.spotagents.provider.azure.ImageChoice.Plan;
import io.spotagents.provider.azure.ImageChoice.Preparation;
import io.spotagents.provider.cloud.TypeFilter;
import io.spotagents.provider.cloud.UserData;
import io.spotagents.testing.VirtualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AzureLaunchTest {

    private static final UUID CONTROLLER = new UUID(1, 1);

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T12:00:00Z"));
    private final FakeAzure azure = FakeAzure.start(time);
    private final AzureSource source = new AzureSource(azure.endpoint(), time);
    private final AzureProvider provider = source.provider();

    @AfterEach
    void close() {
        azure.close();
    }

    @Test
    void oneRequestMakesAllInstancesOfAPool() {
        LaunchReply reply = provider.launch(request(AzureSource.SPOT, 500));

        assertThat(reply.refusals()).isEmpty();
        assertThat(reply.instances()).hasSize(500);
        assertThat(source.calls.of(FakeAzure.PUT)).isEqualTo(1);
        // Two looks that found it running, one that found it done.
        assertThat(source.calls.of("operations/get")).isEqualTo(3);
        assertThat(source.calls.of("virtualMachines/list")).isEqualTo(1);
    }

    @Test
    void aSpotInstanceIsDeletedWhenEvictedAndNeverForItsPrice() {
        provider.launch(request(AzureSource.SPOT, 1));

        JsonNode profile = sent().at("/properties/virtualMachineProfile");
        assertThat(profile.path("priority").asText()).isEqualTo("Spot");
        assertThat(profile.path("evictionPolicy").asText()).isEqualTo("Delete");
        assertThat(profile.at("/billingProfile/maxPrice").asInt()).isEqualTo(-1);
        assertThat(sent().path("zones")).hasSize(1);
        assertThat(sent().at("/sku/name").asText()).isEqualTo("Standard_D2s_v5");
    }

    @Test
    void anInstanceOnDemandOrOfACommitmentIsARegularOne() {
        for (Purchase purchase : List.of(Purchase.ON_DEMAND, Purchase.COMMITMENT)) {
            LaunchReply reply = provider.launch(request(AzureSource.SPOT.with(purchase), 1));

            assertThat(reply.refusals()).isEmpty();
            assertThat(sent().at("/properties/virtualMachineProfile/priority").asText())
                    .isEqualTo("Regular");
            assertThat(reply.instances().get(0).pool().purchase()).isEqualTo(purchase);
        }
    }

    @Test
    void aSizeWithoutZonesIsPlacedInTheRegion() throws Exception {
        Pool regional = AzureSource.pool("Standard_D2_v2", "regional", Purchase.SPOT);

        LaunchReply reply = provider.launch(request(regional, 1));

        assertThat(reply.refusals()).isEmpty();
        assertThat(sent().has("zones")).isFalse();
        assertThat(provider.list(CONTROLLER).instances())
                .extracting(Instance::pool)
                .containsExactly(regional);
    }

    @Test
    void theImageFitsTheProcessor() {
        provider.launch(request(AzureSource.pool("Standard_D2ps_v5", "1", Purchase.SPOT), 1));

        assertThat(image().path("id").asText()).isEqualTo(AzureSource.IMAGES + "arm");
    }

    @Test
    void imagesOfTheMarketplaceAndOfGalleriesAreNamedInTheirOwnWays() {
        launchWith(choice("canonical:ubuntu:server:latest", Preparation.GENERALIZED));
        assertThat(image().path("publisher").asText()).isEqualTo("canonical");
        assertThat(image().path("version").asText()).isEqualTo("latest");

        launchWith(choice("/CommunityGalleries/g/Images/i", Preparation.GENERALIZED));
        assertThat(image().path("communityGalleryImageId").asText()).endsWith("/i");

        launchWith(choice("/SharedGalleries/g/Images/i", Preparation.GENERALIZED));
        assertThat(image().path("sharedGalleryImageId").asText()).endsWith("/i");

        Plan plan = new Plan("publisher", "product", "plan");
        launchWith(choice("publisher:o:s:v", new Preparation(false, Optional.of(plan))));
        assertThat(sent().at("/plan/product").asText()).isEqualTo("product");
    }

    @Test
    void whatInstancesRunStandsInCustomDataOrForSpecializedImagesInUserData() {
        launchWith(choice(AzureSource.IMAGES + "x86", Preparation.GENERALIZED));
        JsonNode profile = sent().at("/properties/virtualMachineProfile");
        assertThat(decoded(profile.at("/osProfile/customData"))).isEqualTo("#cloud-config");
        assertThat(profile.has("userData")).isFalse();

        launchWith(choice(AzureSource.IMAGES + "x86", Preparation.SPECIALIZED));
        profile = sent().at("/properties/virtualMachineProfile");
        assertThat(profile.has("osProfile")).isFalse();
        assertThat(decoded(profile.path("userData"))).isEqualTo("#cloud-config");
    }

    @Test
    void windowsGetsAPasswordThatDiffersEachTime() {
        ImageChoice windows =
                ImageChoice.of(
                        "microsoft:windows:server:latest",
                        OperatingSystem.WINDOWS,
                        Architecture.X64);
        AzureProvider provider = source.provider(settings(windows, ways()));
        Pool pool =
                new Pool(
                        AzureSource.SPOT.place(),
                        "Standard_D2s_v5",
                        OperatingSystem.WINDOWS,
                        Purchase.SPOT);

        LaunchReply reply = provider.launch(request(pool, 1));
        String first =
                sent().at("/properties/virtualMachineProfile/osProfile/adminPassword").asText();
        provider.launch(request(pool, 1));
        String second =
                sent().at("/properties/virtualMachineProfile/osProfile/adminPassword").asText();

        assertThat(reply.instances().get(0).pool().os()).isEqualTo(OperatingSystem.WINDOWS);
        assertThat(first).hasSizeGreaterThan(20).isNotEqualTo(second);
    }

    @Test
    void networkDiskTagsAndIdentitiesAreAsConfigured() {
        String identity = "/subscriptions/s/resourceGroups/g/providers/x/identities/builds";
        String selfDelete = "/subscriptions/s/resourceGroups/g/providers/x/identities/delete";
        AzureSettings.Ways ways =
                new AzureSettings.Ways(
                        new TreeMap<>(Map.of("team", "ours")),
                        UserData.NONE,
                        new AzureSettings.Identities(List.of(identity), Optional.of(selfDelete)),
                        AzureSettings.Scores.NONE);
        AzureSettings.Network network =
                new AzureSettings.Network(
                        AzureSource.SUBNET, Optional.of("/subscriptions/s/nsg"), true);
        AzureSettings settings =
                new AzureSettings(
                        FakeRegion.NAME,
                        List.of(choice(AzureSource.IMAGES + "x86", Preparation.GENERALIZED)),
                        new AzureSettings.Home(FakeRegion.SUBSCRIPTION, "agents", network),
                        new AzureSettings.Hardware(
                                TypeFilter.ALL,
                                new TreeSet<>(),
                                Optional.of(new AzureSettings.Disk(64, "Premium_LRS")),
                                Optional.of(AzureSource.LOGIN)),
                        ways);

        AzureProvider configured = source.provider(settings);
        LaunchReply reply = configured.launch(request(AzureSource.SPOT, 1));

        assertThat(reply.refusals()).isEmpty();
        assertThat(configured.leaseEnd()).isEqualTo(LeaseEnd.DELETES_ITSELF);
        assertThat(sent().at("/tags/team").asText()).isEqualTo("ours");
        JsonNode assigned = sent().at("/identity/userAssignedIdentities");
        assertThat(assigned.has(identity) && assigned.has(selfDelete)).isTrue();
        JsonNode profile = sent().at("/properties/virtualMachineProfile");
        assertThat(profile.at("/storageProfile/osDisk/diskSizeGB").asInt()).isEqualTo(64);
        JsonNode card = profile.at("/networkProfile/networkInterfaceConfigurations/0/properties");
        assertThat(card.at("/networkSecurityGroup/id").asText()).isEqualTo("/subscriptions/s/nsg");
        assertThat(
                        card.at("/ipConfigurations/0/properties/publicIPAddressConfiguration/name")
                                .asText())
                .isEqualTo("public");
    }

    /** A shutdown from inside leaves the machine allocated. */
    @Test
    void withoutAnIdentityAnEndedLeaseGoesOnBilling() {
        assertThat(provider.leaseEnd()).isEqualTo(LeaseEnd.KEEPS_BILLING);
    }

    @Test
    void aLostReplyIsFoundByTheNameOfTheLaunch() throws Exception {
        azure.loseReplyOfNext(FakeAzure.PUT);
        LaunchRequest request = request(AzureSource.SPOT, 3);

        LaunchReply lost = provider.launch(request);
        LaunchReply again = provider.launch(request);

        assertThat(lost.refusals()).extracting(Refusal::kind).containsExactly(Kind.OUTCOME_UNKNOWN);
        assertThat(again.instances()).hasSize(3);
        assertThat(again.refusals()).isEmpty();
        assertThat(azure.machines()).hasSize(3);
    }

    @Test
    void aLaunchIsFoundAgainAfterARestart() {
        LaunchRequest request = request(AzureSource.SPOT, 3);
        LaunchReply first = provider.launch(request);

        LaunchReply second = source.provider().launch(request);

        assertThat(second.instances())
                .extracting(Instance::id)
                .containsExactlyElementsOf(first.instances().stream().map(Instance::id).toList());
        assertThat(azure.machines()).hasSize(3);
    }

    @Test
    void aLaunchOfWhichOneWasEvictedIsNotFilledUp() {
        LaunchRequest request = request(AzureSource.SPOT, 2);
        LaunchReply first = provider.launch(request);
        azure.evict(first.instances().get(0).id());

        LaunchReply second = source.provider().launch(request);

        assertThat(second.instances())
                .extracting(Instance::id)
                .containsExactly(first.instances().get(1).id());
        assertThat(second.refusals()).hasSize(1);
        assertThat(azure.machines()).hasSize(1);
    }

    @Test
    void whatFailedAfterwardsIsDeletedWithAllThatWasMadeForIt() {
        azure.stock("Standard_D2s_v5", "1", 2);

        LaunchReply reply = provider.launch(request(AzureSource.SPOT, 5));
        time.advance(Duration.ofSeconds(10));

        assertThat(reply.instances()).hasSize(2);
        assertThat(azure.machines()).hasSize(2).noneMatch(one -> one.hasFailed);
        assertThat(azure.leftovers()).isEmpty();
        assertThat(source.calls.of("virtualMachineScaleSets/delete/action")).isEqualTo(1);
    }

    @Test
    void aLaunchThatBroughtNothingLeavesNothing() {
        azure.stock("Standard_D2s_v5", "1", 0);

        provider.launch(request(AzureSource.SPOT, 5));
        time.advance(Duration.ofSeconds(10));

        assertThat(azure.machines()).isEmpty();
        assertThat(azure.scaleSets()).containsExactly("others");
        assertThat(azure.leftovers()).isEmpty();
    }

    @Test
    void whatAzureIsStillMakingIsToldAsFarAsItIsThere() {
        azure.operationsTake(1_000);
        Instant before = time.instant();

        LaunchReply all = provider.launch(request(AzureSource.SPOT, 3));

        assertThat(all.instances()).hasSize(3);
        assertThat(all.refusals()).isEmpty();
        assertThat(Duration.between(before, time.instant()))
                .isLessThanOrEqualTo(Duration.ofSeconds(45));

        azure.stock("Standard_E2s_v5", "2", 1);
        LaunchReply some = provider.launch(request(AzureSource.OTHER, 3));
        assertThat(some.instances()).hasSize(1);
        assertThat(some.refusals()).extracting(Refusal::kind).containsExactly(Kind.OUTCOME_UNKNOWN);
    }

    @Test
    void aLookThatFailsIsTakenAgain() {
        azure.failNext("operations/get", new ArmError(500, "InternalServerError", "Oops"));
        azure.failNext("operations/get", new ArmError(500, "InternalServerError", "Oops"));
        azure.failNext("operations/get", new ArmError(429, "TooManyRequests", "Slow", 2));

        LaunchReply reply = provider.launch(request(AzureSource.SPOT, 3));

        assertThat(reply.instances()).hasSize(3);
        assertThat(reply.refusals()).isEmpty();
    }

    @Test
    void theQuotaOfSpotStopsSpotAlone() {
        azure.spotQuota(4);

        LaunchReply spot = provider.launch(request(AzureSource.SPOT, 3));
        LaunchReply regular =
                provider.launch(request(AzureSource.SPOT.with(Purchase.ON_DEMAND), 3));

        assertThat(spot.refusals())
                .extracting(Refusal::kind, Refusal::scope)
                .containsExactly(tuple(Kind.QUOTA_REACHED, Scope.ACCOUNT));
        assertThat(regular.instances()).hasSize(3);
    }

    @Test
    void moreThanAScaleSetHoldsIsAskedForInParts() {
        LaunchReply reply = provider.launch(request(AzureSource.SPOT, 1_200));

        assertThat(reply.instances()).hasSize(1_000);
        assertThat(reply.refusals()).extracting(Refusal::kind).containsExactly(Kind.THROTTLED);
    }

    /** Its agent may work; if none comes, its boot deadline ends it. */
    @Test
    void anInstanceThatAzureCallsFailedLateIsListedAsRunning() throws Exception {
        azure.operationsTake(1_000);
        azure.stock("Standard_D2s_v5", "1", 1);
        provider.launch(request(AzureSource.SPOT, 2));
        time.advance(Duration.ofMinutes(8));

        List<Instance> listed = provider.list(CONTROLLER).instances();

        assertThat(listed)
                .extracting(Instance::state)
                .containsExactly(InstanceState.RUNNING, InstanceState.RUNNING);
    }

    private void launchWith(ImageChoice image) {
        LaunchReply reply =
                source.provider(settings(image, ways())).launch(request(AzureSource.SPOT, 1));
        assertThat(reply.refusals()).isEmpty();
    }

    private static AzureSettings.Ways ways() {
        return AzureSettings.Ways.with((UserData) request -> "#cloud-config");
    }

    private static ImageChoice choice(String name, Preparation preparation) {
        return new ImageChoice(name, OperatingSystem.LINUX, Architecture.X64, preparation);
    }

    private static AzureSettings settings(ImageChoice image, AzureSettings.Ways ways) {
        return new AzureSettings(
                FakeRegion.NAME,
                List.of(image),
                AzureSource.home(),
                AzureSettings.Hardware.of(TypeFilter.ALL, AzureSource.LOGIN),
                ways);
    }

    private JsonNode sent() {
        List<FakeAzure.Request> requests = azure.requests(FakeAzure.PUT);
        return requests.get(requests.size() - 1).sent().body();
    }

    private JsonNode image() {
        return sent().at("/properties/virtualMachineProfile/storageProfile/imageReference");
    }

    private static String decoded(JsonNode text) {
        return new String(Base64.getDecoder().decode(text.asText()), StandardCharsets.UTF_8);
    }

    static LaunchRequest request(Pool pool, int count) {
        Owner owner =
                new Owner(CONTROLLER, new TemplateKey("cloud", "template"), UUID.randomUUID());
        return new LaunchRequest(owner, pool, count, Duration.ofMinutes(5));
    }
}
