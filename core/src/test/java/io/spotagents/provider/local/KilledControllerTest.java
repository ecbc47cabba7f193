package io.spotagents.provider.local;

import static io.spotagents.provider.local.LocalSource.listed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spotagents.provider.Instance;
import io.spotagents.provider.InstanceState;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.Owner;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instances outlive the process that launched them, and are found again by the next. */
class KilledControllerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private Path home;

    @AfterEach
    void close() throws Exception {
        new LocalSource(home).close();
    }

    @Test
    void theNextControllerListsAndEndsTheInstancesOfOneThatWasKilled() throws Exception {
        UUID controller = UUID.randomUUID();
        LocalProvider next = new LocalSource(home).provider();
        Process killed = start(controller);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(next.list(controller).instances())
                                        .extracting(Instance::state)
                                        .containsExactly(
                                                InstanceState.RUNNING, InstanceState.RUNNING));

        killed.destroyForcibly().waitFor();

        assertThat(next.list(controller).instances())
                .extracting(Instance::state)
                .containsExactly(InstanceState.RUNNING, InstanceState.RUNNING);
        next.end(Set.copyOf(next.list(controller).instances().stream().map(Instance::id).toList()));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(next.list(controller).instances()).isEmpty());
        assertThat(listed(next)).isEmpty();
    }

    private Process start(UUID controller) throws Exception {
        File log = home.resolve("controller.log").toFile();
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Controller.class.getName(),
                        home.toString(),
                        controller.toString())
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
    }

    /** A controller that launches two instances and waits to be killed. */
    static final class Controller {

        private Controller() {}

        public static void main(String[] arguments) throws Exception {
            LaunchRequest any = LocalSource.request(2);
            Owner owner =
                    new Owner(
                            UUID.fromString(arguments[1]),
                            any.owner().template(),
                            any.owner().intent());
            LaunchRequest request =
                    new LaunchRequest(owner, any.pool(), any.count(), any.bootDeadline());
            new LocalSource(Path.of(arguments[0])).provider().launch(request);
            Thread.currentThread().join();
        }
    }
}
