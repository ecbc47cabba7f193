package io.spotagents.store;

import static io.spotagents.cost.Entries.NOON;
import static io.spotagents.cost.Entries.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spotagents.cost.LedgerEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StoreDamageTest {

    private static final UUID OLD_ID = new UUID(1, 2);
    private static final UUID NEW_ID = new UUID(3, 4);

    /** A sound file with so many entries, for the tests that damage it in many ways. */
    private static byte[] twoHundred;

    @TempDir Path directory;
    private Path file;

    @BeforeAll
    static void fillAFile(@TempDir Path elsewhere) throws IOException {
        Path sound = elsewhere.resolve("sound.mv");
        fill(sound, 200);
        twoHundred = Files.readAllBytes(sound);
    }

    @BeforeEach
    void chooseAFile() {
        file = directory.resolve("store.mv");
    }

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    private Store reopen() {
        return Store.open(file, () -> NEW_ID);
    }

    private void fill(int entries) {
        fill(file, entries);
    }

    private static void fill(Path file, int entries) {
        List<LedgerEntry> many =
                IntStream.range(0, entries).mapToObj(i -> running("i-" + i, NOON)).toList();
        try (Store store = Store.open(file, () -> OLD_ID)) {
            store.putAll(many);
        }
    }

    @Test
    void putsAsideWhatIsNoStoreAtAllAndBeginsAnew() throws IOException {
        byte[] garbage = "x".repeat(20_000).getBytes(StandardCharsets.US_ASCII);
        Files.write(file, garbage);

        try (Store store = reopen()) {
            assertThat(store.controllerId()).isEqualTo(NEW_ID);
            assertThat(store.recovered()).get().asString().contains("store.mv.corrupt-1", "is new");
            store.put(running("i-1", NOON));
        }

        assertThat(directory.resolve("store.mv.corrupt-1")).hasBinaryContent(garbage);
        try (Store again = reopen()) {
            assertThat(again.recovered()).isEmpty();
            assertThat(again.all()).hasSize(1);
        }
    }

    @Test
    void putsASecondDamagedFileBesideTheFirst() throws IOException {
        Files.writeString(file, "first");
        reopen().close();
        Files.writeString(file, "second");

        reopen().close();

        assertThat(directory.resolve("store.mv.corrupt-1")).hasContent("first");
        assertThat(directory.resolve("store.mv.corrupt-2")).hasContent("second");
    }

    @Test
    void keepsTheControllersIdIfNothingElseCanBeRead() throws IOException {
        fill(10);
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, 0, 2 * 4096, (byte) 0);
        Files.write(file, bytes);

        try (Store store = reopen()) {
            assertThat(store.recovered()).get().asString().contains("the same as before");
            assertThat(store.controllerId()).isEqualTo(OLD_ID);
        }
    }

    @Test
    void salvagesEntriesOnBothSidesOfADamagedPage() throws IOException {
        fill(2_000);
        overwriteTheMiddleOfTheEntries();

        try (Store store = reopen()) {
            assertThat(store.recovered()).get().asString().contains("table ledger");
            assertThat(store.controllerId()).isEqualTo(OLD_ID);
            assertThat(store.find("i-0")).isPresent();
            assertThat(store.find("i-999")).isPresent();
            assertThat(store.all()).hasSizeBetween(1_500, 1_999);
        }
    }

    private void overwriteTheMiddleOfTheEntries() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int middle = text.indexOf("{\"id\":\"i-500\"");
        Arrays.fill(bytes, middle - 20_000, middle + 20_000, (byte) 0xEE);
        Files.write(file, bytes);
    }

    /** Any damage: the store opens, and either all was read or the damaged file is still there. */
    @ParameterizedTest
    @MethodSource("seeds")
    void opensWhateverIsDamaged(long seed) throws IOException {
        Random random = new Random(seed);
        byte[] bytes = twoHundred.clone();
        int from = random.nextInt(bytes.length);
        int length = Math.min(1 << random.nextInt(16), bytes.length - from);
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, bytes, from, length);
        Files.write(file, bytes);

        try (Store store = reopen()) {
            if (store.recovered().isPresent()) {
                assertThat(directory.resolve("store.mv.corrupt-1")).hasBinaryContent(bytes);
            } else {
                assertThat(store.controllerId()).isEqualTo(OLD_ID);
            }
            store.put(running("i-new", NOON));
        }
        try (Store again = reopen()) {
            assertThat(again.find("i-new")).isPresent();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void opensAFileThatWasCutOff(long seed) throws IOException {
        int length = new Random(seed).nextInt(twoHundred.length);
        Files.write(file, Arrays.copyOf(twoHundred, length));

        try (Store store = reopen()) {
            store.put(running("i-new", NOON));
        }
        try (Store again = reopen()) {
            assertThat(again.find("i-new")).isPresent();
        }
    }

    @Test
    void beginsAnewAfterACrashBeforeTheFirstCommit() {
        MVStore crashed = MVStore.open(file.toString());
        crashed.closeImmediately();
        assertThat(file).exists();

        try (Store store = reopen()) {
            assertThat(store.recovered()).isEmpty();
            assertThat(store.controllerId()).isEqualTo(NEW_ID);
        }
    }

    @Test
    void finishesARecoveryThatACrashCutShort() throws IOException {
        fill(3);
        Files.move(file, directory.resolve("store.mv.salvaged"));

        try (Store store = reopen()) {
            assertThat(store.controllerId()).isEqualTo(OLD_ID);
            assertThat(store.all()).hasSize(3);
        }
    }

    @Test
    void leavesSomebodyElsesFileAsItIs() throws IOException {
        try (MVStore foreign = MVStore.open(file.toString())) {
            foreign.openMap("theirs").put("key", "value");
        }
        byte[] before = Files.readAllBytes(file);

        assertThatThrownBy(this::reopen)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("not a store of Spot Agents");
        assertThat(file).hasBinaryContent(before);
    }
}
