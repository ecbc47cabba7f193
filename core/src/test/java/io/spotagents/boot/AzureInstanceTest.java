package io.spotagents.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spotagents.boot.BootSettings.Launch;
import io.spotagents.boot.BootSettings.Steps;
import io.spotagents.boot.FakeController.Answer;
import io.spotagents.enrolment.azure.AzureNonce;
import io.spotagents.model.OperatingSystem;
import io.spotagents.watch.AzureMetadata;
import io.spotagents.watch.AzureMetadataService;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the custom data of Linux instances of Azure, on this machine. */
class AzureInstanceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofSeconds(4);
    private static final String IDENTITY = "/subscriptions/s/userAssignedIdentities/ends";

    @TempDir private Path directory;
    private final List<String> nonces = new CopyOnWriteArrayList<>();
    private AzureMetadataService metadata;

    @BeforeEach
    void identify() throws Exception {
        metadata =
                new AzureMetadataService(
                        Map.of(
                                "name", "set_1",
                                "location", "westeurope",
                                "vmId", "0000-1",
                                "subscriptionId", "s-1",
                                "resourceId", "/subscriptions/s-1/virtualMachines/set_1"),
                        nonce -> {
                            nonces.add(nonce);
                            return "signed".getBytes(StandardCharsets.UTF_8);
                        });
    }

    @AfterEach
    void close() {
        metadata.close();
    }

    @Test
    void showsWhatAzureAttestsOfItsLaunch() throws Exception {
        UUID intent = UUID.randomUUID();
        try (FakeController controller = new FakeController(Answer.of(403));
                BootedInstance instance =
                        booted(controller.url(), Launch.within(PATIENCE).of(intent), "")) {
            await().atMost(PATIENCE).until(() -> !controller.requests().isEmpty());

            JsonNode request = new ObjectMapper().readTree(controller.requests().get(0));
            assertThat(request.get("provider").asText()).isEqualTo("azure");
            assertThat(request.get("intent").asText()).isEqualTo(intent.toString());
            assertThat(decoded(request, "signature")).isEqualTo("signed");
            assertThat(decoded(request, "document")).isEqualTo("{\"region\":\"westeurope\"}");
            assertThat(nonces).containsOnly(AzureNonce.of(intent));
            assertThat(instance.hasShutDown()).isFalse();
        }
    }

    @Test
    void deletesItselfWhenItsLeaseEndsIfAnIdentityLetsIt() throws Exception {
        try (FakeController controller = new FakeController(Answer.of(403));
                BootedInstance instance =
                        booted(controller.url(), Launch.within(SHORT), IDENTITY)) {
            Path deleted = directory.resolve("deleted");
            await().atMost(PATIENCE).until(() -> Files.exists(deleted));

            assertThat(Files.readString(deleted))
                    .contains(
                            "-X DELETE",
                            "https://management.example.com/subscriptions/s-1/virtualMachines/set_1"
                                    + "?api-version=2024-11-01&forceDeletion=true",
                            "Authorization: Bearer of-the-identity");
            assertThat(instance.hasShutDown()).isFalse();
            assertThat(instance.console()).contains("it deletes itself");
        }
    }

    @Test
    void shutsDownWithoutOneAndSaysThatItIsBilled() throws Exception {
        try (FakeController controller = new FakeController(Answer.of(403));
                BootedInstance instance = booted(controller.url(), Launch.within(SHORT), "")) {
            await().atMost(PATIENCE).until(instance::hasShutDown);

            assertThat(instance.console()).contains("Azure bills it until it is deleted");
        }
    }

    private static String decoded(JsonNode request, String field) {
        byte[] bytes = Base64.getDecoder().decode(request.get(field).asText());
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Where the identity's token and the deletion would go, another command stands in. */
    private BootedInstance booted(URI controller, Launch launch, String identity) throws Exception {
        Path folder = directory.resolve("instance");
        BootedInstance.command(
                BootedInstance.commands(folder),
                "curl",
                """
                case "$*" in
                  *identity/oauth2/token*) echo '{"access_token":"of-the-identity"}' ;;
                  *DELETE*) { echo "$*"; cat; } > '%s' ;;
                  *) exec /usr/bin/curl "$@" ;;
                esac"""
                        .formatted(directory.resolve("deleted")));
        TreeMap<String, String> more =
                new TreeMap<>(
                        Map.of(
                                "self_delete",
                                identity,
                                "management",
                                "https://management.example.com"));
        BootSettings settings =
                new BootSettings(
                        BootCloud.AZURE,
                        controller,
                        new UUID(1, 2),
                        launch.with(more),
                        new Steps("", "", "sh", ""));
        return BootedInstance.start(
                folder,
                BootScript.of(OperatingSystem.LINUX, settings),
                AzureMetadata.SERVICE_VARIABLE,
                metadata.address());
    }
}
