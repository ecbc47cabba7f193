package io.spotagents.provider.local;

import static io.spotagents.provider.local.LocalSource.listed;
import static io.spotagents.provider.local.LocalSource.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.spotagents.provider.Instance;
import io.spotagents.provider.LaunchReply;
import io.spotagents.provider.local.BootCommand.Command;
import io.spotagents.watch.AnnouncedReclaim;
import io.spotagents.watch.LocalMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life and end of instances that are really there. */
class LocalInstanceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private Path home;
    private LocalSource source;

    @BeforeEach
    void open() {
        source = new LocalSource(home);
    }

    @AfterEach
    void close() throws Exception {
        source.close();
    }

    @Test
    void endsProcessesThatLeftTheirParentAndTheirSession() throws Exception {
        LocalProvider provider = source.provider(shell("setsid nohup sleep 901 & sleep 902"));
        String id = launchOne(provider);
        eventually(() -> assertThat(source.processesOf(id)).hasSizeGreaterThanOrEqualTo(3));

        provider.end(Set.of(id));

        eventually(() -> assertThat(listed(provider)).isEmpty());
        assertThat(source.processesOf(id)).isEmpty();
        assertThat(source.text(id, InstanceFiles.ENDED)).isEqualTo("end");
    }

    @Test
    void endsProcessesThatForgotTheirEnvironment() throws Exception {
        LocalProvider provider =
                source.provider(shell("env -i sleep 903 & echo $! > ../forgetful; sleep 904"));
        String id = launchOne(provider);
        eventually(() -> assertThat(source.text(id, "forgetful")).isNotEmpty());
        long forgetful = Long.parseLong(source.text(id, "forgetful"));
        eventually(() -> assertThat(source.processesOf(id)).doesNotContain(forgetful));

        provider.end(Set.of(id));

        eventually(() -> assertThat(listed(provider)).isEmpty());
        eventually(() -> assertThat(source.processes.identity(forgetful)).isEmpty());
    }

    @Test
    void aNewProviderOverTheSameHomeTakesUpWhereTheOldOneStopped() throws Exception {
        LaunchReply launched = source.provider().launch(request(2));

        LocalProvider restarted = source.provider();

        assertThat(restarted.list(LocalSource.CONTROLLER).instances())
                .extracting(Instance::id, Instance::owner, Instance::launchedAt)
                .containsExactlyInAnyOrderElementsOf(
                        launched.instances().stream()
                                .map(one -> tuple(one.id(), one.owner(), one.launchedAt()))
                                .toList());
        restarted.end(listed(restarted));
        eventually(() -> assertThat(listed(restarted)).isEmpty());
    }

    @Test
    void anInstanceWhoseSupervisorWasKilledIsFoundOutAndEnded() throws Exception {
        LocalProvider provider = source.provider();
        String id = launchOne(provider);
        eventually(() -> assertThat(source.processesOf(id)).isNotEmpty());

        kill(source.supervisorsOf(id));

        eventually(() -> assertThat(listed(provider)).isEmpty());
        assertThat(source.processesOf(id)).isEmpty();
        assertThat(source.text(id, InstanceFiles.ENDED)).isEqualTo("lost");
    }

    @Test
    void aSupervisorThatIsToldToStopTakesItsInstanceAlong() throws Exception {
        LocalProvider provider = source.provider();
        String id = launchOne(provider);
        eventually(() -> assertThat(source.processesOf(id)).isNotEmpty());

        long supervisor = source.supervisorsOf(id).get(0);
        ProcessHandle.of(supervisor).orElseThrow().destroy();

        eventually(() -> assertThat(source.text(id, InstanceFiles.ENDED)).isEqualTo("lost"));
        assertThat(source.processesOf(id)).isEmpty();
    }

    @Test
    void aPoolEventIsAnnouncedToAllItsInstancesAndTakesThemAtOnce() throws Exception {
        Duration soon = source.sinceStart().plusSeconds(3);
        source.script.reclaim(soon, soon.plusSeconds(2));
        LocalProvider provider = source.provider();
        LaunchReply taken = provider.launch(request(3));
        String spared = provider.launch(request(LocalSource.OTHER, 1)).instances().get(0).id();

        eventually(() -> assertThat(listed(provider)).containsExactly(spared));

        for (Instance instance : taken.instances()) {
            Path directory = home.resolve(instance.id());
            Instant deadline =
                    new LocalMetadata(directory)
                            .announced()
                            .map(AnnouncedReclaim::deadline)
                            .orElseThrow();
            assertThat(Files.readString(directory.resolve(InstanceFiles.ENDED)))
                    .isEqualTo("reclaim");
            assertThat(writtenAt(directory.resolve(InstanceFiles.NOTICE))).isBefore(deadline);
            assertThat(writtenAt(directory.resolve(InstanceFiles.ENDED)))
                    .isBetween(deadline.minusMillis(100), deadline.plus(PATIENCE));
        }
    }

    @Test
    void anInstanceCanBeReclaimedByHand() throws Exception {
        LocalProvider provider = source.provider();
        String id = launchOne(provider);
        LocalMetadata metadata = new LocalMetadata(home.resolve(id));

        provider.reclaim(id, Duration.ofSeconds(1));

        eventually(() -> assertThat(listed(provider)).isEmpty());
        assertThat(metadata.announced()).isPresent();
        assertThat(source.text(id, InstanceFiles.ENDED)).isEqualTo("reclaim");
    }

    @Test
    void anInstanceEndsWithItsAgent() throws Exception {
        LocalProvider provider = source.provider(shell("echo bye"));

        String id = launchOne(provider);

        eventually(() -> assertThat(listed(provider)).isEmpty());
        assertThat(source.text(id, InstanceFiles.ENDED)).isEqualTo("exit");
        assertThat(source.text(id, InstanceFiles.AGENT_LOG)).isEqualTo("bye");
        eventually(
                () -> assertThat(source.directory(id).resolve(InstanceFiles.DISK)).doesNotExist());
    }

    @Test
    void theAgentKnowsItsInstanceAndNothingOfTheControllersEnvironment() throws Exception {
        Command command =
                new Command(List.of("sh", "-c", "env; sleep 905"), Map.of("GREETING", "hello"));
        LocalProvider provider = source.provider(command);
        String id = launchOne(provider);

        eventually(
                () ->
                        assertThat(source.text(id, InstanceFiles.AGENT_LOG).lines())
                                .contains(
                                        "SPOT_AGENTS_INSTANCE=" + id,
                                        "SPOT_AGENTS_INSTANCE_DIR=" + home.resolve(id),
                                        "GREETING=hello"));
        Set<String> known =
                Set.of(
                        "PATH",
                        "HOME",
                        "USER",
                        "LANG",
                        "LC_ALL",
                        "TZ",
                        "TMPDIR",
                        "JAVA_HOME",
                        "GREETING",
                        "SPOT_AGENTS_INSTANCE",
                        "SPOT_AGENTS_INSTANCE_DIR",
                        "PWD",
                        "SHLVL",
                        "OLDPWD",
                        "_");
        assertThat(source.text(id, InstanceFiles.AGENT_LOG).lines().map(line -> line.split("=")[0]))
                .isSubsetOf(known);
    }

    @Test
    void buildsThatSpoilTheControlFilesSpoilOnlyTheirOwnInstance() throws Exception {
        LocalProvider provider = source.provider();
        String id = launchOne(provider);
        String sound = launchOne(provider);
        eventually(() -> assertThat(source.processesOf(id)).isNotEmpty());

        for (String file : List.of("supervisor", "lease", "reclaim", "end", "notice")) {
            Files.writeString(home.resolve(id).resolve(file), "nonsense");
        }

        eventually(() -> assertThat(listed(provider)).containsExactly(sound));
        eventually(() -> assertThat(source.processesOf(id)).isEmpty());
    }

    private static Command shell(String script) {
        return Command.of("sh", "-c", script);
    }

    private static String launchOne(LocalProvider provider) {
        return provider.launch(request(1)).instances().get(0).id();
    }

    private static Instant writtenAt(Path file) throws IOException {
        return Files.getLastModifiedTime(file).toInstant();
    }

    private static void kill(List<Long> pids) throws IOException {
        assertThat(pids).hasSize(1);
        pids.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(assertion);
    }
}
