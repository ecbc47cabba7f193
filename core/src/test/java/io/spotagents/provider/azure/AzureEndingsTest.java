package io.spotagents.provider.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotagents.provider.Instance;
import io.spotagents.provider.InstanceState;
import io.spotagents.provider.LaunchReply;
import io.spotagents.provider.ProviderException;
import io.spotagents.testing.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AzureEndingsTest {

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
    void aWholeLaunchEndsWithOneCallAndLeavesNothing() throws Exception {
        Set<String> ids = ids(launch(300));

        provider.end(ids);
        time.advance(Duration.ofSeconds(5));

        assertThat(source.calls.of("virtualMachineScaleSets/delete")).isEqualTo(1);
        assertThat(source.calls.of("virtualMachineScaleSets/delete/action")).isZero();
        assertThat(azure.machines()).isEmpty();
        assertThat(azure.scaleSets()).containsExactly("others");
        assertThat(azure.leftovers()).isEmpty();
    }

    @Test
    void someOfALaunchEndWithOneCallForEachTwoHundred() throws Exception {
        List<Instance> instances = launch(300).instances();
        Set<String> most =
                instances.stream().limit(299).map(Instance::id).collect(Collectors.toSet());

        provider.end(most);
        time.advance(Duration.ofSeconds(5));

        assertThat(source.calls.of("virtualMachineScaleSets/delete/action")).isEqualTo(2);
        assertThat(azure.machines())
                .extracting(one -> one.id)
                .containsExactly(instances.get(299).id());
        assertThat(azure.leftovers()).isEmpty();
    }

    @Test
    void whatOthersHaveIsNeverTouched() throws Exception {
        Set<String> ids = ids(launch(1));
        String theirs = theirId();

        Set<String> all = new HashSet<>(ids);
        all.add(theirs);
        provider.end(all);
        provider.end(Set.of(theirs));
        time.advance(Duration.ofSeconds(5));

        assertThat(theirId()).isEqualTo(theirs);
        assertThat(azure.scaleSets()).containsExactly("others");
        assertThat(provider.list(CONTROLLER).instances()).isEmpty();
    }

    @Test
    void aScaleSetThatEvictionsEmptiedGoesAfterAWhile() throws Exception {
        azure.evict(launch(1).instances().get(0).id());
        time.advance(Duration.ofMinutes(5));
        provider.list(CONTROLLER);
        assertThat(azure.scaleSets()).hasSize(2);

        time.advance(Duration.ofMinutes(6));
        provider.list(CONTROLLER);

        assertThat(azure.scaleSets()).containsExactly("others");
    }

    @Test
    void aListingThatLacksMachinesDoesNotCostThem() throws Exception {
        String id = launch(1).instances().get(0).id();
        azure.hide(id);
        time.advance(Duration.ofMinutes(11));

        assertThat(provider.list(CONTROLLER).instances()).isEmpty();
        time.advance(Duration.ofSeconds(5));

        assertThat(azure.machines()).extracting(one -> one.id).containsExactly(id);
    }

    @Test
    void leftoversOfAnotherControllerAreItsOwn() throws Exception {
        azure.evict(launch(1).instances().get(0).id());
        time.advance(Duration.ofMinutes(11));

        provider.list(new UUID(3, 3));

        assertThat(azure.scaleSets()).hasSize(2);
    }

    @Test
    void whatFailedWhileNobodyLookedIsDeletedByTheListing() throws Exception {
        azure.stock("Standard_D2s_v5", "1", 2);
        azure.loseReplyOfNext(FakeAzure.PUT);
        launch(5);
        time.advance(Duration.ofMinutes(2));
        azure.failNext(
                "virtualMachineScaleSets/delete/action",
                new ArmError(409, "AnotherOperationInProgress", "Busy"));

        List<Instance> listed = provider.list(CONTROLLER).instances();
        assertThat(listed)
                .extracting(Instance::state)
                .containsExactlyInAnyOrder(
                        InstanceState.RUNNING,
                        InstanceState.RUNNING,
                        InstanceState.ENDING,
                        InstanceState.ENDING,
                        InstanceState.ENDING);
        provider.list(CONTROLLER);
        assertThat(source.calls.of("virtualMachineScaleSets/delete/action")).isEqualTo(1);

        time.advance(Duration.ofSeconds(30));
        provider.list(CONTROLLER);
        time.advance(Duration.ofSeconds(5));

        assertThat(provider.list(CONTROLLER).instances()).hasSize(2);
        assertThat(azure.machines()).hasSize(2);
        assertThat(azure.leftovers()).isEmpty();
    }

    @Test
    void aScaleSetThatIsStillBeingMadeKeepsItsNameUntilItIsDone() throws Exception {
        azure.operationsTake(1_000);
        Set<String> ids = ids(launch(2));

        provider.end(ids);
        time.advance(Duration.ofSeconds(5));

        assertThat(azure.machines()).isEmpty();
        assertThat(azure.scaleSets()).hasSize(2);
    }

    @Test
    void aFailureIsToldWhenTheOthersAreEnded() throws Exception {
        Set<String> ids = new HashSet<>(ids(launch(1)));
        ids.addAll(ids(launch(1)));
        azure.failNext(
                "virtualMachineScaleSets/delete",
                new ArmError(409, "AnotherOperationInProgress", "Busy"));

        assertThatThrownBy(() -> provider.end(ids))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("AnotherOperationInProgress");
        time.advance(Duration.ofSeconds(5));

        assertThat(azure.machines()).hasSize(1);
        provider.end(ids);
        time.advance(Duration.ofSeconds(5));
        assertThat(azure.machines()).isEmpty();
    }

    @Test
    void aScaleSetThatWentMeanwhileIsEnded() throws Exception {
        Set<String> ids = ids(launch(1));
        azure.failNext(
                "virtualMachineScaleSets/delete", new ArmError(404, "ResourceNotFound", "Gone"));

        provider.end(ids);

        assertThat(source.calls.of("virtualMachineScaleSets/delete")).isEqualTo(1);
    }

    @Test
    void listsInPagesWithTwoKindsOfCall() throws Exception {
        launch(25);
        azure.pageAtMost(10);
        long before = source.calls.of("virtualMachines/list");

        assertThat(provider.list(CONTROLLER).instances()).hasSize(25);

        // With that of others there are 26.
        assertThat(source.calls.of("virtualMachines/list") - before).isEqualTo(3);
        assertThat(source.calls.of("virtualMachineScaleSets/list")).isEqualTo(1);
    }

    private LaunchReply launch(int count) {
        return provider.launch(AzureLaunchTest.request(AzureSource.SPOT, count));
    }

    private static Set<String> ids(LaunchReply reply) {
        return reply.instances().stream().map(Instance::id).collect(Collectors.toSet());
    }

    private String theirId() throws ProviderException {
        return Arm.management(source.access).list("virtualMachines/list", all()).stream()
                .filter(vm -> vm.path("name").asText().startsWith("others"))
                .map(AzureEndingsTest::vmId)
                .findFirst()
                .orElseThrow();
    }

    private static String all() {
        return "/subscriptions/%s/resourceGroups/agents/providers/Microsoft.Compute/virtualMachines?%s"
                .formatted(FakeRegion.SUBSCRIPTION, Query.of(ApiVersions.COMPUTE));
    }

    private static String vmId(JsonNode vm) {
        return vm.at("/properties/vmId").asText();
    }
}
