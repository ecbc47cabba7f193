package io.spotagents.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folders as people have them: each works, or is told what is wrong with it and what to do. */
class ReplayFoldersTest {

    /** Two days of five minutes. */
    private static final int SAMPLES = 576;

    @TempDir private Path folder;
    private Path traces;

    @BeforeEach
    void makeFolder() throws IOException {
        traces = Files.createDirectory(folder.resolve("traces"));
    }

    @Test
    void gapsAndLengthsMayDiffer() throws IOException {
        write("us-east-1a_r5.json", 300, coming(SAMPLES, 1, 40));
        write("us-east-1b_r5.json", 60, coming(3 * SAMPLES, 1, 90));
        write("us-east-1c_r5.json", 3600, coming(30, 1, 7));

        assertThatAllIsWell(replay());
    }

    @Test
    void countsMayHaveDifferentMaxima() throws IOException {
        write("us-east-1a_r5.json", 300, coming(SAMPLES, 16, 40));
        write("us-east-1b_r5.json", 300, coming(SAMPLES, 4, 30));
        write("us-east-1c_r5.json", 300, coming(SAMPLES, 1, 50));

        assertThatAllIsWell(replay());
    }

    @Test
    void aPoolMayBeAlwaysUpAndAnotherNever() throws IOException {
        write("us-east-1a_r5.json", 300, IntStream.generate(() -> 1).limit(SAMPLES));
        write("us-east-1b_r5.json", 300, IntStream.generate(() -> 0).limit(SAMPLES));

        assertThatAllIsWell(replay());
    }

    @Test
    void whereNothingIsEverLostFiguresOfLossesAreNullOrZero() throws IOException {
        write("us-east-1a_r5.json", 300, IntStream.generate(() -> 1).limit(SAMPLES));

        JsonNode report = replay();

        assertThatAllIsWell(report);
        assertThat(report.get("predictors").get(0).get("auc15").isNull()).isTrue();
        assertThat(report.get("predictors").get(0).get("auc60").isNull()).isTrue();
        assertThat(report.get("comparison").get("workLost").get("value").isNull()).isTrue();
        for (JsonNode row : report.get("policies")) {
            assertThat(row.get("workLostPct").asDouble()).isZero();
        }
    }

    @Test
    void whereNothingIsEverUpAllGoesOnDemandButThoseThatInsist() throws IOException {
        write("us-east-1a_r5.json", 300, IntStream.generate(() -> 0).limit(SAMPLES));

        JsonNode report = replay();

        assertThatAllIsWell(report);
        for (JsonNode row : report.get("policies")) {
            boolean insists =
                    List.of("cheapest", "spothedge-like").contains(row.get("policy").asText());
            assertThat(row.get("neverFinishedPct").asDouble()).isEqualTo(insists ? 100 : 0);
            assertThat(row.get("usdPerUsefulHour").isNull()).isEqualTo(insists);
        }
    }

    @Test
    void cloudsMayBeMixedAndOtherFilesMayLieAround() throws IOException {
        write("us-east-1a_r5.json", 300, coming(SAMPLES, 1, 40));
        write("us-central1-a_c3-standard-4.json", 300, coming(SAMPLES, 1, 50));
        write("eastus-1_D4s.json", 300, coming(SAMPLES, 1, 60));
        write("some pool.json", 300, coming(SAMPLES, 1, 30));
        Files.writeString(traces.resolve(".us-east-1a_r5.json"), "left by an editor");
        Files.writeString(traces.resolve("README.md"), "about these files");
        Files.createDirectory(traces.resolve("older.json"));

        assertThatAllIsWell(replay());
    }

    @Test
    void tracesOfAnHourAreEnough() throws IOException {
        write("us-east-1a_r5.json", 300, coming(12, 1, 4));

        assertThatAllIsWell(replay());
    }

    @Test
    void aZoneThatIsNotListedCostsAboutWhatOthersDo() throws IOException {
        write("us-east-1a_r5.json", 300, IntStream.generate(() -> 0).limit(SAMPLES));
        write("us-east-1b_r5.json", 300, IntStream.generate(() -> 1).limit(SAMPLES));
        Path prices = Files.writeString(folder.resolve("prices.csv"), "us-east-1a,9.18,30.60\n");

        JsonNode report = replay("--prices", prices);

        assertThatAllIsWell(report);
        assertThat(row(report, "on-demand").get("usdPerUsefulHour").asDouble())
                .isBetween(30.0, 33.0);
        assertThat(row(report, "cheapest-up").get("usdPerUsefulHour").asDouble())
                .isBetween(4.0, 20.0);
    }

    @Test
    void pricesOfOtherZonesAreNoHelp() throws IOException {
        write("us-east-1a_r5.json", 300, coming(SAMPLES, 1, 40));
        Path prices = Files.writeString(folder.resolve("prices.csv"), "eu-west-1a,1\n");

        Said said = Said.by("replay", "--traces", traces, "--prices", prices);

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err())
                .contains("the prices are of eu-west-1a")
                .contains("they are of us-east-1a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"metadata\":{\"gap_seconds\":300},\"data\":[]} | data must be a list of at least one",
                "{\"metadata\":{\"gap_seconds\":300},\"data\":[1,-1]} | data[1] must be a whole number",
                "{\"data\":[1]} | metadata.gap_seconds is missing: write the seconds between",
                "{\"prices\":[1]} | metadata.gap_seconds is missing",
                "[1,2] | if it is no trace, move it out of the folder",
                "{ | not JSON"
            })
    void aFileThatIsWrongIsNamedWithWhatToDo(String content, String why) throws IOException {
        write("us-east-1a_r5.json", 300, coming(SAMPLES, 1, 40));
        Files.writeString(traces.resolve("us-east-1b_r5.json"), content);

        Said said = Said.by("replay", "--traces", traces);

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("us-east-1b_r5.json: ").contains(why);
    }

    /** Every figure is a number or null, and the report is whole. */
    private static void assertThatAllIsWell(JsonNode report) {
        assertThat(report.get("policies")).hasSize(9);
        for (String list : List.of("policies", "predictors")) {
            for (JsonNode row : report.get(list)) {
                assertThat(row.properties())
                        .filteredOn(
                                field -> !List.of("policy", "predictor").contains(field.getKey()))
                        .allMatch(field -> isFigure(field.getValue()));
            }
        }
        assertThat(report.findValuesAsText("value")).doesNotContain("NaN");
    }

    private static boolean isFigure(JsonNode value) {
        return value.isNumber()
                || value.isNull()
                || value.isArray() && value.valueStream().allMatch(ReplayFoldersTest::isFigure);
    }

    private static JsonNode row(JsonNode report, String policy) {
        return report.get("policies")
                .valueStream()
                .filter(row -> row.get("policy").asText().equals(policy))
                .findFirst()
                .orElseThrow();
    }

    /** Up for some samples, down for as many. */
    private static IntStream coming(int samples, int count, int spell) {
        return IntStream.range(0, samples).map(sample -> sample / spell % 2 == 0 ? count : 0);
    }

    private void write(String file, int gapSeconds, IntStream counts) throws IOException {
        String data = counts.mapToObj(Integer::toString).collect(Collectors.joining(","));
        Files.writeString(
                traces.resolve(file),
                "{\"metadata\":{\"gap_seconds\":" + gapSeconds + "},\"data\":[" + data + "]}");
    }

    private JsonNode replay(Object... options) throws IOException {
        Path file = folder.resolve("replay.json");
        Stream<Object> usual =
                Stream.of("replay", "--traces", traces, "--json", file, "--agents", 5);
        Stream<Object> starts = Stream.of("--starts", 2);
        Said said =
                Said.by(
                        Stream.of(usual, starts, Stream.of(options))
                                .flatMap(each -> each)
                                .toArray());
        assertThat(said.code()).as(said.err()).isZero();
        return new ObjectMapper().readTree(file.toFile());
    }
}
