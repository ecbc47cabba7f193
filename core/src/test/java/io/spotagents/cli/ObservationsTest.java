package io.spotagents.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.market.Observation;
import io.spotagents.market.Observations;
import io.spotagents.store.ObservationLines;
import io.spotagents.store.Store;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObservationsTest {

    private static final Instant NOON = Observations.NOON;

    @TempDir private Path folder;

    @Test
    void exportsWhatAStoreKeptAndReadsItBack() throws IOException {
        Path store = store(Observations.ofEachKind(NOON));
        byte[] before = Files.readAllBytes(store);

        Said said = Said.by("observations", "export", "--store", store);

        assertThat(said.code()).isZero();
        assertThat(said.err()).contains("9 observations");
        assertThat(read(said.out())).isEqualTo(Observations.ofEachKind(NOON));
        assertThat(Files.readAllBytes(store)).isEqualTo(before);
    }

    @Test
    void exportsToAFileThatAPlanLearnsFrom() throws IOException {
        List<Observation> seen = new ArrayList<>();
        for (int hour = 0; hour < 20; hour++) {
            Instant at = NOON.plus(Duration.ofHours(hour));
            seen.add(new Observation.Granted(Observations.seen(at), 4));
            Instant end = at.plus(Duration.ofMinutes(20));
            seen.add(
                    new Observation.Lost(
                            Observations.seen(end), Duration.ofMinutes(20), Optional.empty()));
        }
        Path lines = folder.resolve("lines.jsonl");
        Said.by("observations", "export", "--store", store(seen), "--to", lines);

        Said naive = plan();
        Said taught = plan("--observations", lines);

        assertThat(naive.out()).contains("3 of fake/account/region/a/");
        assertThat(taught.out()).contains("3 of fake/account/region/b/");
        assertThat(taught.out()).contains("Wanted at " + NOON.plus(Duration.ofMinutes(1160)));
    }

    @Test
    void saysWhereTheClockWentBackAndGoesOn() throws IOException {
        Path store =
                store(
                        List.of(
                                Observations.lost(NOON),
                                Observations.lost(NOON.minus(Duration.ofMinutes(2)))));
        Path lines = folder.resolve("lines.jsonl");
        Said.by("observations", "export", "--store", store, "--to", lines);

        Said said = plan("--observations", lines);

        assertThat(said.code()).isZero();
        assertThat(said.err()).contains("line 2, seen.at: the clock went back by 120 s");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "kind":"LOST"    | "kind":"EATEN"   | line 1: EATEN is no Kind that is known
                    "kind":"LOST",   | ''               | line 1: kind is missing
                    "lived":"PT1H"   | "lived":"-PT1H"  | line 1: lived must not be negative
                    "lived":"PT1H"   | "lively":"PT1H"  | line 1: lived is missing
                    "SPOT"           | "GIFT"           | line 1: GIFT is no Purchase that is known
                    T12:00:00Z       | noon             | line 1: Text
                    ,"zone":"a"       | ''               | line 1: seen.pool.place.zone is missing
                    {"kind"          | "kind"           | line 1
                    """)
    void namesTheLineThatIsWrong(String part, String instead, String complaint) throws IOException {
        Path lines = folder.resolve("lines.jsonl");
        Said.by(
                "observations",
                "export",
                "--store",
                store(List.of(Observations.lost(NOON))),
                "--to",
                lines);
        String text = Files.readString(lines);
        assertThat(text).contains(part);
        Files.writeString(lines, text.replace(part, instead));

        Said said = plan("--observations", lines);

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains(lines.toString(), complaint);
    }

    @Test
    void refusesAFileWithoutObservations() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty"));

        assertThat(plan("--observations", empty))
                .returns(2, Said::code)
                .extracting(Said::err)
                .asString()
                .contains("holds no observation");
    }

    @Test
    void refusesWhatIsNoStoreAndLeavesItAlone() throws IOException {
        Path text = Files.writeString(folder.resolve("notes"), "not a store");
        Path empty = Files.createFile(folder.resolve("empty"));
        Path nowhere = folder.resolve("nowhere");

        assertThat(export(empty)).contains("is empty, so it is no store yet");
        assertThat(export(nowhere)).contains("is not a file that is there");
        assertThat(nowhere).doesNotExist();
        assertThat(export(text)).contains("nothing in it can be read");
        assertThat(text).hasContent("not a store");
    }

    private static String export(Path store) {
        Said said = Said.by("observations", "export", "--store", store);
        assertThat(said.code()).isEqualTo(2);
        return said.err();
    }

    /** Two pools that differ in nothing but their price, and little in that. */
    private Said plan(Object... options) throws IOException {
        String end = "/small/linux/spot,4,8192,";
        String begin = "fake/account/region/";
        Path offers =
                Files.writeString(
                        folder.resolve("offers.csv"),
                        "source,pool,cpus,memoryMib,usdPerHour\n"
                                + ("cloud/fake," + begin + "a" + end + "0.1\n")
                                + ("cloud/fake," + begin + "b" + end + "0.103\n"));
        List<Object> all = new ArrayList<>(List.of("explain", "--offers", offers, "--count", 3));
        all.addAll(List.of(options));
        return Said.by(all.toArray());
    }

    private Path store(List<Observation> seen) {
        Path file = folder.resolve("store.mv");
        try (Store store = Store.open(file, UUID::randomUUID)) {
            store.observe(seen);
        }
        return file;
    }

    private static List<Observation> read(String lines) throws IOException {
        return ObservationLines.read(new BufferedReader(new StringReader(lines))).stream()
                .map(recorded -> recorded.observation())
                .toList();
    }
}
