package io.spotagents.store;

import static io.spotagents.cost.Entries.NOON;
import static io.spotagents.cost.Entries.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spotagents.batches.RunEvent;
import io.spotagents.cost.LedgerEntry;
import io.spotagents.market.Observation;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCrashTest {

    private static final int CRASHES = 4;
    private static final long SEED = 1;

    @TempDir Path directory;

    /** Killed as by {@code kill -9}, again and again, each time upon what the last crash left. */
    @Test
    void losesNothingThatWasAcknowledgedBeforeACrash() throws Exception {
        Path file = directory.resolve("store.mv");
        Random random = new Random(SEED);
        List<String> acknowledged = new ArrayList<>();
        for (int crash = 0; crash < CRASHES; crash++) {
            Process writer = start(file, "run" + crash);
            acknowledged.addAll(killAfter(writer, 20 + random.nextInt(300)));

            try (Store store = Store.open(file, UUID::randomUUID)) {
                assertThat(store.recovered()).isEmpty();
                assertThat(store.all())
                        .extracting(LedgerEntry::instanceId)
                        .containsAll(acknowledged);
                assertThat(store.observations())
                        .extracting(seen -> ((Observation.Worked) seen.observation()).work())
                        .containsSubsequence(acknowledged)
                        .doesNotHaveDuplicates();
                assertThat(store.runs().events("run"))
                        .extracting(event -> ((RunEvent.Reported) event).report().test())
                        .containsSubsequence(acknowledged)
                        .doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void refusesAFileThatAnotherProcessHasOpen() throws Exception {
        Path file = directory.resolve("store.mv");
        Process writer = start(file, "other");
        try {
            assertThat(writer.inputReader().readLine()).isEqualTo("other-0");

            assertThatThrownBy(() -> Store.open(file, UUID::randomUUID))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("in use");
        } finally {
            writer.destroyForcibly().waitFor();
        }
        try (Store store = Store.open(file, UUID::randomUUID)) {
            store.put(running("i-1", NOON));
        }
    }

    private static Process start(Path file, String prefix) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        WritesUntilKilled.class.getName(),
                        file.toString(),
                        prefix)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The ids of all entries that were acknowledged. */
    private static List<String> killAfter(Process writer, int entries) throws Exception {
        List<String> ids = new ArrayList<>();
        try (BufferedReader lines = writer.inputReader()) {
            String id = lines.readLine();
            while (id != null) {
                ids.add(id);
                if (ids.size() == entries) {
                    writer.toHandle().destroyForcibly(); // unlike the process, leaves its output
                }
                id = lines.readLine();
            }
        } finally {
            writer.destroyForcibly().waitFor();
        }
        assertThat(ids).hasSizeGreaterThanOrEqualTo(entries);
        return ids;
    }
}
