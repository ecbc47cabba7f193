package io.spotagents.store;

import static io.spotagents.cost.Entries.LINUX;
import static io.spotagents.cost.Entries.NOON;
import static io.spotagents.cost.Entries.POOL;
import static io.spotagents.cost.Entries.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spotagents.cost.CostReport;
import io.spotagents.cost.Entries;
import io.spotagents.cost.LedgerEntry;
import io.spotagents.fleet.LaunchIntent;
import io.spotagents.market.KeptObservations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StoreTest {

    private static final UUID ID = new UUID(1, 2);
    private static final Instant LATER = NOON.plus(Duration.ofDays(2));

    @TempDir Path directory;
    private Path file;

    @BeforeEach
    void chooseAFileInADirectoryThatIsNotThereYet() {
        file = directory.resolve("spot-agents").resolve("store.mv");
    }

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    private Store open() {
        return Store.open(file, () -> ID);
    }

    private Store open(int maxEnded) {
        return Store.open(
                file, () -> ID, new Store.Limits(maxEnded, KeptObservations.Limits.DEFAULT));
    }

    private static LaunchIntent intent(Instant at) {
        return new LaunchIntent(
                UUID.randomUUID(), LINUX, new LaunchIntent.Ask("source", POOL, 3), at);
    }

    @Test
    void givesTheControllerAnIdOnceAndForever() {
        try (Store store = open()) {
            assertThat(store.controllerId()).isEqualTo(ID);
            assertThat(store.recovered()).isEmpty();
        }

        try (Store again = Store.open(file, UUID::randomUUID)) {
            assertThat(again.controllerId()).isEqualTo(ID);
        }
    }

    @Test
    void keepsOpenIntentsOldestFirstOverARestart() {
        LaunchIntent late = intent(LATER);
        LaunchIntent done = intent(NOON.plusSeconds(1));
        LaunchIntent early = intent(NOON);
        try (Store store = open()) {
            store.opened(late);
            store.opened(done);
            store.opened(early);
            store.closed(done.token());
            assertThat(store.open()).containsExactly(early, late);
        }

        try (Store again = open()) {
            assertThat(again.open()).containsExactly(early, late);
        }
    }

    @Test
    void closesAnUnknownIntentWithoutAnError() {
        try (Store store = open()) {
            store.closed(UUID.randomUUID());

            assertThat(store.open()).isEmpty();
        }
    }

    @Test
    void keepsEntriesOldestFirstOverARestart() {
        LedgerEntry late = running("i-1", LATER).withLost(Duration.ofMinutes(7));
        LedgerEntry early = running("i-2", NOON).endedAt(LATER.plusNanos(1));
        try (Store store = open()) {
            store.putAll(List.of(late, early));
            assertThat(store.all()).containsExactly(early, late);
        }

        try (Store again = open()) {
            assertThat(again.all()).containsExactly(early, late);
            assertThat(again.find("i-1")).contains(late);
            assertThat(again.find("i-3")).isEmpty();
        }
    }

    @Test
    void putsAnInstanceInThePlaceOfWhatWasWrittenOfItBefore() {
        LedgerEntry ended = running("i-1", NOON).endedAt(LATER);
        try (Store store = open()) {
            store.put(running("i-1", NOON));
            store.put(ended);
            assertThat(store.all()).containsExactly(ended);
        }

        try (Store again = open()) {
            assertThat(again.all()).containsExactly(ended);
        }
    }

    @Test
    void refusesAFileThatIsOpenElsewhere() {
        try (Store store = open()) {
            store.put(running("i-1", NOON));

            assertThatThrownBy(this::open)
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void refusesANewerFormatAndChangesNothing() throws IOException {
        open().close();
        try (Tables tables = Tables.open(file)) {
            tables.put(Table.ABOUT, "format", "2");
            tables.commit();
        }
        byte[] before = Files.readAllBytes(file);

        assertThatThrownBy(this::open)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("has format 2")
                .hasMessageContaining("up to 1")
                .hasMessageContaining("install the newer version");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(directory.resolve("spot-agents")).isDirectoryContaining(file::equals);
    }

    @Test
    void readsTheOthersIfOneTextIsUnreadableAndLeavesItAsItIs() {
        LedgerEntry readable = running("i-1", NOON);
        try (Store store = open()) {
            store.put(readable);
        }
        putText(Table.LEDGER, "i-0", "{\"id\":\"i-0\"");
        putText(Table.INTENTS, "token", "[]");

        try (Store again = open()) {
            assertThat(again.recovered()).isEmpty();
            assertThat(again.all()).containsExactly(readable);
            assertThat(again.open()).isEmpty();
        }
        assertThat(text(Table.LEDGER, "i-0")).isEqualTo("{\"id\":\"i-0\"");
        assertThat(text(Table.INTENTS, "token")).isEqualTo("[]");
    }

    @Test
    void dropsWhatEndedFirstButNotWhatItCost() {
        LedgerEntry old = running("i-running", NOON.minusSeconds(9));
        List<LedgerEntry> ended =
                IntStream.range(0, 5)
                        .mapToObj(i -> running("i-" + i, NOON).endedAt(LATER.minusSeconds(i)))
                        .toList();
        try (Store store = open(3)) {
            store.put(old);
            ended.forEach(store::put);

            assertThat(store.all()).containsExactly(old, ended.get(0), ended.get(1), ended.get(4));
        }

        try (Store again = open(3)) {
            assertThat(again.all()).hasSize(4);
            assertThat(again.report(LATER).total().instances().ended()).isEqualTo(5);
        }
    }

    /** What a book costs does not depend on how much of it is kept, nor on restarts. */
    @ParameterizedTest
    @MethodSource("seeds")
    void sumsStayRightHoweverLittleIsKept(long seed) {
        Random random = new Random(seed);
        Map<String, LedgerEntry> everything = new HashMap<>();
        for (int restart = 0; restart < 2; restart++) {
            try (Store store = open(4)) {
                for (int batch = 0; batch < 4; batch++) {
                    List<LedgerEntry> entries = new ArrayList<>();
                    for (int i = 0; i < random.nextInt(6); i++) {
                        String id = "i-" + restart + "-" + batch + "-" + i;
                        entries.add(Entries.random(random, id));
                    }
                    store.putAll(entries);
                    entries.forEach(entry -> everything.put(entry.instanceId(), entry));
                }
                assertThat(store.report(LATER))
                        .isEqualTo(CostReport.of(List.copyOf(everything.values()), LATER));
            }
        }
    }

    @Test
    void doesNotReplaceATotalThatItCannotRead() {
        String key = "{\"cloud\":\"cloud\",\"template\":\"linux\"}";
        open().close();
        putText(Table.TOTALS, key, "unreadable");

        try (Store store = open(1)) {
            store.put(running("i-1", NOON).endedAt(LATER));
            store.put(running("i-2", NOON).endedAt(LATER));
        }

        assertThat(text(Table.TOTALS, "unreadable " + key)).isEqualTo("unreadable");
        assertThat(text(Table.TOTALS, key)).contains("\"ended\":1");
    }

    @Test
    void writesForAThreadThatIsInterrupted() {
        try (Store store = open()) {
            Thread.currentThread().interrupt();
            store.put(running("i-1", NOON));
            boolean stillInterrupted = Thread.interrupted();
            store.put(running("i-2", NOON));

            assertThat(stillInterrupted).isTrue();
            assertThat(store.all()).hasSize(2);
        }
    }

    @Test
    void writesFromManyThreads() {
        try (Store store = open()) {
            CompletableFuture<?>[] writers =
                    IntStream.range(0, 8)
                            .mapToObj(
                                    writer ->
                                            CompletableFuture.runAsync(
                                                    () -> putTwenty(store, "i-" + writer)))
                            .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(writers).join();
        }

        try (Store again = open()) {
            assertThat(again.all()).hasSize(160);
        }
    }

    private static void putTwenty(Store store, String prefix) {
        for (int i = 0; i < 20; i++) {
            store.put(running(prefix + "-" + i, NOON));
            store.all();
        }
    }

    @Test
    void answersButDoesNotWriteOnceClosed() {
        Store store = open();
        store.put(running("i-1", NOON));
        store.close();
        store.close();

        assertThat(store.all()).hasSize(1);
        assertThatThrownBy(() -> store.put(running("i-2", NOON)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("closed");
    }

    /**
     * Half a million writes are a busy month; what counts is that the file follows its contents.
     */
    @Test
    void theFileDoesNotGrowWithTheNumberOfWrites() throws IOException {
        int entries = 50;
        try (Store store = open()) {
            for (int i = 0; i < 600; i++) {
                store.put(running("i-" + i % entries, NOON.plusSeconds(i)));
            }
        }

        assertThat(Files.size(file)).isLessThan(1_000_000);
    }

    private void putText(Table table, String key, String text) {
        try (Tables tables = Tables.open(file)) {
            tables.put(table, key, text);
            tables.commit();
        }
    }

    private String text(Table table, String key) {
        try (Tables tables = Tables.open(file)) {
            return String.valueOf(tables.get(table, key));
        }
    }
}
