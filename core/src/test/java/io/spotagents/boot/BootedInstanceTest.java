package io.spotagents.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spotagents.boot.BootSettings.Launch;
import io.spotagents.boot.BootSettings.Steps;
import io.spotagents.boot.FakeController.Answer;
import io.spotagents.model.OperatingSystem;
import io.spotagents.watch.AwsMetadata;
import io.spotagents.watch.LocalMetadata;
import io.spotagents.watch.MetadataService;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the user data of Linux instances, on this machine. */
class BootedInstanceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofSeconds(4);
    private static final Answer ACCEPTED = Answer.accepted("linux-0a1b", "5ec2e7");
    private static final String DOCUMENT =
            "{\n  \"accountId\" : \"123456789012\",\n  \"instanceId\" : \"i-0abc\",\n"
                    + "  \"region\" : \"eu-west-1\"\n}";

    @TempDir Path directory;
    private MetadataService metadata;

    @BeforeEach
    void identify() throws IOException {
        metadata = new MetadataService();
        metadata.identify(DOCUMENT, "c2ln\nbmVk");
    }

    @AfterEach
    void closeMetadata() {
        metadata.close();
    }

    @Test
    void enrollsWithItsDocumentAndRunsTheAgent() throws Exception {
        try (FakeController controller = new FakeController(ACCEPTED);
                BootedInstance instance = booted(controller.url(), LONG, steps(""))) {
            Path started = agentStarted(instance);

            JsonNode request = new ObjectMapper().readTree(controller.requests().get(0));
            assertThat(request.get("provider").asText()).isEqualTo("aws");
            assertThat(request.get("controller").asText()).isEqualTo(new UUID(1, 2).toString());
            assertThat(request.get("signature").asText()).isEqualTo("c2lnbmVk");
            assertThat(Base64.getDecoder().decode(request.get("document").asText()))
                    .isEqualTo(DOCUMENT.getBytes(StandardCharsets.UTF_8));
            assertThat(Files.readString(started))
                    .contains(
                            "-Xmx64m -Da=b -jar agent.jar -url "
                                    + controller.url()
                                    + " -name linux-0a1b -secret @secret -webSocket -workDir work")
                    .contains("directory=" + instance.disk())
                    .contains("metadata=" + metadata.address())
                    .doesNotContain("5ec2e7");
            Path secret = instance.disk().resolve("secret");
            assertThat(secret).hasContent("5ec2e7");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                    .isEqualTo("rw-------");
            assertThat(instance.disk().resolve("agent.jar")).hasContent("the agent");
            assertThat(instance.console()).doesNotContain("5ec2e7");
        }
    }

    @Test
    void comesAgainUntilItIsAccepted() throws Exception {
        try (FakeController controller =
                        new FakeController(
                                Answer.of(502),
                                Answer.comeAgainAfter(1),
                                Answer.comeAgainAfter(1),
                                ACCEPTED);
                BootedInstance instance = booted(controller.url(), LONG, steps(""))) {
            agentStarted(instance);

            assertThat(controller.requests()).hasSize(4);
            assertThat(instance.console()).contains("answered 502; asking again");
        }
    }

    @Test
    void showsTheSecretOfItsLaunchWhereItHasOne() throws Exception {
        UUID intent = new UUID(3, 4);
        Launch launch = Launch.within(LONG).of(intent).with("s3cret");
        try (FakeController controller = new FakeController(ACCEPTED);
                BootedInstance instance = booted(settings(controller.url(), launch, steps("")))) {
            agentStarted(instance);

            assertThat(controller.requests())
                    .containsExactly(
                            "{\"provider\":\"aws\",\"controller\":\"%s\",\"intent\":\"%s\","
                                            .formatted(new UUID(1, 2), intent)
                                    + "\"account\":\"123456789012\",\"region\":\"eu-west-1\","
                                    + "\"instance\":\"i-0abc\",\"secret\":\"s3cret\"}");
        }
    }

    @Test
    void shutsDownAtItsBootDeadlineIfNobodyLetsItIn() throws Exception {
        try (FakeController controller = new FakeController(Answer.of(403));
                BootedInstance instance = booted(controller.url(), SHORT, steps(""))) {
            await().atMost(PATIENCE).until(instance::hasShutDown);

            assertThat(instance.console())
                    .contains("answered 403; asking again", "the controller's log says why")
                    .contains("the lease of this instance has ended");
        }
    }

    @Test
    void shutsDownAtItsBootDeadlineWhileItsStartScriptHangs() throws Exception {
        try (FakeController controller = new FakeController(ACCEPTED);
                BootedInstance instance = booted(controller.url(), SHORT, steps("sleep 600"))) {
            await().atMost(PATIENCE).until(instance::hasShutDown);

            assertThat(controller.requests()).isEmpty();
        }
    }

    @Test
    void livesAsLongAsItsLeaseIsRenewed() throws Exception {
        try (FakeController controller = new FakeController(ACCEPTED);
                BootedInstance instance =
                        booted(controller.url(), Duration.ofSeconds(20), steps(""))) {
            LocalMetadata agent = new LocalMetadata(agentStarted(instance).getParent());
            agent.renewLease(Duration.ofMinutes(5));
            await().pollDelay(Duration.ofSeconds(27))
                    .atMost(PATIENCE)
                    .until(() -> !instance.hasShutDown());

            agent.renewLease(Duration.ofSeconds(1));

            await().atMost(PATIENCE).until(instance::hasShutDown);
        }
    }

    @Test
    void takesNoWordForALeaseThatIsNone() throws Exception {
        try (FakeController controller = new FakeController(ACCEPTED);
                BootedInstance instance =
                        booted(controller.url(), Duration.ofSeconds(8), steps(""))) {
            Files.writeString(instance.disk().resolve("lease"), "for$(id)ever 0x7f\n");

            await().atMost(PATIENCE).until(instance::hasShutDown);
        }
    }

    @Test
    void runsItsStartScriptFirst() throws Exception {
        String script = "echo \"it's $(basename \"$0\")\" > begun\nsed -n 1p begun > 'a b'\n";
        try (FakeController controller = new FakeController(ACCEPTED);
                BootedInstance instance = booted(controller.url(), LONG, steps(script))) {
            agentStarted(instance);

            assertThat(instance.disk().resolve("a b")).hasContent("it's start-script");
        }
    }

    @Test
    void givesUpIfItsStartScriptFails() throws Exception {
        try (FakeController controller = new FakeController(ACCEPTED);
                BootedInstance instance = booted(controller.url(), SHORT, steps("exit 7"))) {
            await().atMost(PATIENCE).until(instance::hasShutDown);

            assertThat(instance.console())
                    .contains("the start script of its source failed with status 7");
            assertThat(controller.requests()).isEmpty();
        }
    }

    @Test
    void saysThatThereIsNoJava() throws Exception {
        Steps steps = new Steps("", "", "/no/java", "");
        try (FakeController controller = new FakeController(ACCEPTED);
                BootedInstance instance = booted(controller.url(), SHORT, steps)) {
            await().atMost(PATIENCE).until(instance::hasShutDown);

            assertThat(instance.console())
                    .contains("there is no /no/java on this image: add Java 17 or 21");
            assertThat(controller.requests()).isEmpty();
        }
    }

    /** Of the double, on which other tests rely. */
    @Test
    void leavesNoProcessBehind() throws Exception {
        try (FakeController controller = new FakeController(ACCEPTED)) {
            BootedInstance instance = booted(controller.url(), LONG, steps(""));
            String started = Files.readString(agentStarted(instance));
            long agent = Long.parseLong(started.lines().findFirst().orElseThrow());
            assertThat(ProcessHandle.of(agent)).get().matches(ProcessHandle::isAlive);

            instance.close();

            await().atMost(PATIENCE)
                    .until(() -> ProcessHandle.of(agent).filter(ProcessHandle::isAlive).isEmpty());
        }
    }

    private static Steps steps(String startScript) {
        return new Steps(startScript, "", "java", "-Xmx64m -Da=b");
    }

    private BootedInstance booted(URI controller, Duration bootDeadline, Steps steps)
            throws IOException {
        return booted(settings(controller, Launch.within(bootDeadline), steps));
    }

    /** Its Java writes down how it was started, and waits. */
    private BootedInstance booted(BootSettings settings) throws IOException {
        Path folder = directory.resolve("instance");
        BootedInstance.command(
                BootedInstance.commands(folder),
                "java",
                """
                { echo "$$"; echo "$*"; echo "directory=$SPOT_AGENTS_INSTANCE_DIR"
                  echo "metadata=$SPOT_AGENTS_AWS_METADATA"; } > started.draft
                mv started.draft started
                sleep 600""");
        return BootedInstance.start(
                folder,
                BootScript.of(OperatingSystem.LINUX, settings),
                AwsMetadata.SERVICE_VARIABLE,
                metadata.address());
    }

    private static BootSettings settings(URI controller, Launch launch, Steps steps) {
        return new BootSettings(BootCloud.AWS, controller, new UUID(1, 2), launch, steps);
    }

    private static Path agentStarted(BootedInstance instance) {
        Path started = instance.disk().resolve("started");
        await().atMost(PATIENCE).until(() -> Files.exists(started));
        return started;
    }
}
