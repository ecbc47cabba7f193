package io.spotagents.provider.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.TemplateKey;
import io.spotagents.provider.Instance;
import io.spotagents.provider.LaunchReply;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.Owner;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.azure.FakeAzure.Request;
import io.spotagents.provider.azure.FakeAzure.Sent;
import io.spotagents.provider.azure.ImageChoice.Architecture;
import io.spotagents.provider.cloud.TypeFilter;
import io.spotagents.testing.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Every request, against what Azure's own SDK knows of the API. The endpoint checks those of all
 * other tests, too; here are all kinds of them, and what the check itself finds.
 */
class AzureRequestsTest {

    private static final UUID CONTROLLER = new UUID(1, 1);
    private static final String IDENTITY =
            "/subscriptions/"
                    + FakeRegion.SUBSCRIPTION
                    + "/resourceGroups/agents/providers"
                    + "/Microsoft.ManagedIdentity/userAssignedIdentities/";
    private static final String GROUP =
            "/subscriptions/"
                    + FakeRegion.SUBSCRIPTION
                    + "/resourceGroups/net/providers/Microsoft.Network/networkSecurityGroups/g";

    private static final List<String> PUTS = List.of(FakeAzure.PUT, "resourceGraph/resources");
    private static final List<String> ENDS =
            List.of("virtualMachineScaleSets/delete", "virtualMachineScaleSets/delete/action");
    private static final List<String> READS =
            List.of(
                    "virtualMachines/list",
                    "virtualMachineScaleSets/list",
                    "virtualMachines/listAll",
                    "virtualMachineScaleSets/listAll",
                    "skus/list",
                    "usages/list",
                    "permissions/list");

    private static final String CARD = "/networkProfile/networkInterfaceConfigurations/0";

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T12:00:00Z"));

    @Test
    void eachIsOneThatTheSdkCouldHaveMade() throws Exception {
        try (FakeAzure azure = FakeAzure.start(time)) {
            AzureSource source = new AzureSource(azure.endpoint(), time);
            AzureProvider provider = source.provider(settings());
            azure.purchases().reserve("Standard_D2s_v5", 1);
            provider.offers();
            provider.signals();
            provider.paidFor();
            provider.quotas();
            launched(provider, AzureSource.SPOT);
            launched(provider, AzureSource.pool("Standard_D2s_v5", "1", Purchase.ON_DEMAND));
            Instance one = launched(provider, AzureSource.OTHER).instances().get(0);
            provider.list(CONTROLLER);
            provider.end(Set.of(one.id()));
            provider.end(ids(provider));
            ConnectionCheck.run(source.access, settings().home());

            assertThat(List.of(PUTS, ENDS, READS))
                    .allSatisfy(
                            actions ->
                                    assertThat(actions)
                                            .allMatch(action -> azure.count(action) > 0));
            assertThat(SdkMethods.UNKNOWN.keySet()).allMatch(action -> azure.count(action) > 0);
        }
    }

    @Test
    void whatTheSdkDoesNotKnowIsFound() {
        Request sent = sent();
        SdkMethods.check(sent);

        assertThatThrownBy(() -> SdkMethods.check(with(sent, body -> body.put("locaton", "a"))))
                .hasMessageContaining(".locaton is \"a\"");
        assertThatThrownBy(
                        () ->
                                SdkMethods.check(
                                        with(sent, body -> profile(body).put("priority", "Spott"))))
                .hasMessageContaining("priority is Spott");
        assertThatThrownBy(
                        () ->
                                SdkMethods.check(
                                        with(sent, body -> profile(body).put("osProfile", "x"))))
                .isInstanceOf(ArmError.class);
        assertThatThrownBy(
                        () ->
                                SdkMethods.check(
                                        with(
                                                sent,
                                                body ->
                                                        ((ObjectNode) profile(body).at(CARD))
                                                                .remove("name"))))
                .hasMessageContaining("required property name");
        assertThatThrownBy(
                        () ->
                                SdkMethods.check(
                                        with(
                                                sent,
                                                body ->
                                                        ((ObjectNode) body.path("properties"))
                                                                .put("uniqueId", "mine"))))
                .hasMessageContaining("uniqueId");
    }

    @Test
    void anotherPathOrParameterIsFound() {
        Request sent = sent();

        assertThatThrownBy(() -> SdkMethods.check(at(sent, "/subscriptions/a/x", sent.query())))
                .hasMessageContaining("no method of the API");
        assertThatThrownBy(
                        () ->
                                SdkMethods.check(
                                        at(sent, sent.path(), Map.of("forceDelete", "true"))))
                .hasMessageContaining("forceDelete");
    }

    @Test
    void aTestThatSendsSuchARequestFails() {
        FakeAzure azure = FakeAzure.start(time);
        Arm arm = Arm.management(new AzureSource(azure.endpoint(), time).access);

        assertThatThrownBy(() -> arm.ask(Arm.Ask.get("x", "/subscriptions/a/x")))
                .isInstanceOf(ProviderException.class);

        assertThatThrownBy(azure::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("GET /subscriptions/a/x is no method of the API");
    }

    private static ObjectNode profile(ObjectNode body) {
        return (ObjectNode) body.at("/properties/virtualMachineProfile");
    }

    private Request sent() {
        try (FakeAzure azure = FakeAzure.start(time)) {
            launched(
                    new AzureSource(azure.endpoint(), time).provider(settings()), AzureSource.SPOT);
            return azure.requests(FakeAzure.PUT).get(0);
        }
    }

    private static Request with(Request sent, Consumer<ObjectNode> change) {
        JsonNode body = sent.sent().body().deepCopy();
        change.accept((ObjectNode) body);
        return new Request(
                sent.action(),
                sent.method(),
                sent.path(),
                sent.query(),
                new Sent(body, sent.sent().headers()));
    }

    private static Request at(Request sent, String path, Map<String, String> query) {
        return new Request(sent.action(), sent.method(), path, query, sent.sent());
    }

    private Set<String> ids(AzureProvider provider) throws Exception {
        Set<String> ids = new TreeSet<>();
        provider.list(CONTROLLER).instances().forEach(one -> ids.add(one.id()));
        return ids;
    }

    private static LaunchReply launched(AzureProvider provider, Pool pool) {
        Owner owner = new Owner(CONTROLLER, new TemplateKey("c", "t"), UUID.randomUUID());
        LaunchReply reply =
                provider.launch(new LaunchRequest(owner, pool, 2, Duration.ofMinutes(10)));
        assertThat(reply.refusals()).isEmpty();
        assertThat(reply.instances()).hasSize(2);
        return reply;
    }

    /** With all that a launch can say. */
    private static AzureSettings settings() {
        return new AzureSettings(
                FakeRegion.NAME,
                List.of(
                        ImageChoice.of(
                                AzureSource.IMAGES + "x86",
                                OperatingSystem.LINUX,
                                Architecture.X64)),
                new AzureSettings.Home(
                        FakeRegion.SUBSCRIPTION,
                        "agents",
                        new AzureSettings.Network(AzureSource.SUBNET, Optional.of(GROUP), true)),
                new AzureSettings.Hardware(
                        TypeFilter.ALL,
                        new TreeSet<>(),
                        Optional.of(new AzureSettings.Disk(64, "StandardSSD_LRS")),
                        Optional.of(AzureSource.LOGIN)),
                new AzureSettings.Ways(
                        new TreeMap<>(Map.of("team", "build")),
                        request -> "echo hello",
                        new AzureSettings.Identities(
                                List.of(IDENTITY + "builds"), Optional.of(IDENTITY + "ends")),
                        AzureSettings.Scores.USUAL));
    }
}
