package io.spotagents.store;

import static io.spotagents.cost.Entries.running;
import static io.spotagents.market.Observations.NOON;
import static io.spotagents.market.Observations.lost;
import static io.spotagents.market.Observations.ofEachKind;
import static io.spotagents.market.Observations.worked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spotagents.market.KeptObservations;
import io.spotagents.market.Observation;
import io.spotagents.market.ObservationBook;
import io.spotagents.market.ObservationBookContract;
import io.spotagents.market.RecordedObservation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreObservationsTest extends ObservationBookContract {

    private static final UUID ID = new UUID(1, 2);

    @TempDir Path directory;
    private Path file;
    private final List<Store> opened = new ArrayList<>();

    @BeforeEach
    void chooseAFile() {
        file = directory.resolve("store.mv");
    }

    @AfterEach
    void close() {
        opened.forEach(Store::close);
    }

    @Override
    protected ObservationBook book(KeptObservations.Limits limits) {
        return keep(Store.open(file, () -> ID, new Store.Limits(10, limits)));
    }

    private Store open() {
        return keep(Store.open(file, () -> ID));
    }

    private Store reopen() {
        close();
        return open();
    }

    private Store keep(Store store) {
        opened.add(store);
        return store;
    }

    private static List<Observation> observed(Store store) {
        return store.observations().stream().map(RecordedObservation::observation).toList();
    }

    @Test
    void keepsEachKindOverARestartAndCountsOn() {
        Store store = open();
        store.observe(ofEachKind(NOON));
        store.observe(List.of(lost(NOON.minusSeconds(1))));
        List<RecordedObservation> before = store.observations();

        Store again = reopen();

        assertThat(again.observations()).isEqualTo(before);
        again.observe(List.of(lost(NOON.minusSeconds(2))));
        assertThat(again.observations()).startsWith(before.toArray(RecordedObservation[]::new));
        RecordedObservation last = again.observations().get(before.size());
        assertThat(last.number()).isEqualTo(before.size() + 1);
        assertThat(last.clockWentBack()).isTrue();
    }

    @Test
    void takesWhatIsDroppedFromTheFileAsWell() {
        KeptObservations.Limits two = new KeptObservations.Limits(2, KeptObservations.MAX_AGE);
        ObservationBook book = book(two);
        IntStream.range(0, 5).forEach(i -> book.observe(List.of(worked("w" + i, NOON))));

        assertThat(observed(reopen())).containsExactly(worked("w3", NOON), worked("w4", NOON));
    }

    @Test
    void aFileOfBeforeThereWereObservationsGainsThem() {
        open().put(running("i-1", NOON));
        close();
        try (MVStore before = MVStore.open(file.toString())) {
            before.removeMap(Table.OBSERVATIONS.nameOnDisk());
        }

        Store store = open();

        assertThat(store.recovered()).isEmpty();
        assertThat(store.observations()).isEmpty();
        store.observe(List.of(lost(NOON)));
        assertThat(observed(reopen())).containsExactly(lost(NOON));
        assertThat(reopen().find("i-1")).isPresent();
    }

    @Test
    void leavesWhatItCannotReadWhereItIsAndGivesItsNumberToNobody() {
        open().observe(List.of(lost(NOON), worked("kept", NOON)));
        close();
        String future = "{\"kind\":\"HIBERNATED\",\"seen\":{}}";
        putText(ObservationTable.key(1), "{\"kind\":\"LO");
        putText(ObservationTable.key(7), future);
        putText("no number", "{}");
        putText("9223372036854775807", "{}");

        Store store = open();
        store.observe(List.of(lost(NOON)));

        assertThat(store.recovered()).isEmpty();
        assertThat(store.observations())
                .extracting(RecordedObservation::number)
                .containsExactly(2L, 8L);
        close();
        assertThat(text(ObservationTable.key(1))).isEqualTo("{\"kind\":\"LO");
        assertThat(text(ObservationTable.key(7))).isEqualTo(future);
        assertThat(text("no number")).isEqualTo("{}");
        assertThat(text("9223372036854775807")).isEqualTo("{}");
        assertThat(observed(reopen())).containsExactly(worked("kept", NOON), lost(NOON));
    }

    @Test
    void neverTakesAMissingFigureForZero() {
        open().observe(List.of(lost(NOON)));
        close();
        putText(
                ObservationTable.key(1),
                text(ObservationTable.key(1)).replace("\"lived\":\"PT1H\"", ""));

        assertThat(open().observations()).isEmpty();
    }

    @Test
    void salvagesObservationsOnBothSidesOfADamagedPage() throws IOException {
        open().observe(IntStream.range(0, 2_000).mapToObj(i -> worked("w-" + i, NOON)).toList());
        close();
        byte[] bytes = Files.readAllBytes(file);
        int middle = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\"key\":\"w-1000\"");
        Arrays.fill(bytes, middle - 20_000, middle + 20_000, (byte) 0xEE);
        Files.write(file, bytes);

        Store store = open();

        assertThat(store.recovered()).get().asString().contains("table observations");
        assertThat(directory.resolve("store.mv.corrupt-1")).hasBinaryContent(bytes);
        assertThat(observed(store)).hasSizeBetween(1_000, 1_999);
        assertThat(observed(store)).contains(worked("w-0", NOON), worked("w-1999", NOON));
    }

    @Test
    void recordsNothingOnceClosed() {
        Store store = open();
        store.observe(List.of(lost(NOON)));
        store.close();

        assertThatThrownBy(() -> store.observe(List.of(lost(NOON))))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("closed");
        assertThat(store.observations()).hasSize(1);
    }

    private void putText(String key, String text) {
        try (Tables tables = Tables.open(file)) {
            tables.put(Table.OBSERVATIONS, key, text);
            tables.commit();
        }
    }

    private String text(String key) {
        try (Tables tables = Tables.open(file)) {
            return String.valueOf(tables.get(Table.OBSERVATIONS, key));
        }
    }
}
