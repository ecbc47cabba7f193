package io.spotagents.market.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceFolderTest {

    @TempDir private Path folder;

    @Test
    void readsEveryTraceInTheOrderOfTheNames() throws Exception {
        write("us-west-2c_v100_1.json", "{\"metadata\":{\"gap_seconds\":300},\"data\":[16,2,0]}");
        write("us-east-2a_v100_1.json", "{\"metadata\":{\"gap_seconds\":195},\"data\":[0,1]}");
        write("notes.txt", "not a trace");

        TraceFolder read = TraceFolder.read(folder);

        assertThat(read.traces())
                .containsExactly(
                        trace("us-east-2a_v100_1", 195, 0, 1),
                        trace("us-west-2c_v100_1", 300, 16, 2, 0));
        assertThat(read.traces().get(1).depth()).isEqualTo(16);
        assertThat(read.length()).isEqualTo(Duration.ofSeconds(390));
    }

    @Test
    void readsBackWhatItWrote() throws Exception {
        TraceFolder traces =
                new TraceFolder(
                        List.of(
                                trace("us-east-2a_v100_1", 195, 0, 1, 1),
                                new Trace(TraceName.parse("odd"), Duration.ofMillis(1500), 7)));
        Path inside = folder.resolve("new/one");

        traces.write(inside);

        assertThat(TraceFolder.read(inside)).isEqualTo(traces);
        assertThat(inside.resolve("us-east-2a_v100_1.json"))
                .hasContent("{\"metadata\":{\"gap_seconds\":195},\"data\":[0,1,1]}");
    }

    @Test
    void ignoresWhatElseMetadataSays() throws Exception {
        write(
                "a.json",
                "{\"metadata\":{\"gap_seconds\":1.0,\"by\":[1]},\"data\":[1.0,0],\"more\":null}");

        assertThat(TraceFolder.read(folder).traces()).containsExactly(trace("a", 1, 1, 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nonsense | not JSON (line 1, column",
                "{\"metadata\":{\"gap_seconds\":1},\"data\":[1]} {} | not JSON (line 1, column",
                "[1] | must be an object with metadata and data",
                "`` | must be an object with metadata and data",
                "{\"data\":[1]} | metadata.gap_seconds is missing",
                "{\"metadata\":{},\"data\":[1]} | metadata.gap_seconds is missing",
                "{\"metadata\":{\"gap_seconds\":0},\"data\":[1]} | must be a number above 0, not 0",
                "{\"metadata\":{\"gap_seconds\":-5},\"data\":[1]} | above 0, not -5",
                "{\"metadata\":{\"gap_seconds\":NaN},\"data\":[1]} | must be a number above 0",
                "{\"metadata\":{\"gap_seconds\":\"5\"},\"data\":[1]} | must be a number above 0",
                "{\"metadata\":{\"gap_seconds\":5}} | data must be a list of at least one number",
                "{\"metadata\":{\"gap_seconds\":5},\"data\":[]} | data must be a list",
                "{\"metadata\":{\"gap_seconds\":5},\"data\":[1,-1]} | data[1] must be a whole",
                "{\"metadata\":{\"gap_seconds\":5},\"data\":[NaN]} | data[0] must be a whole",
                "{\"metadata\":{\"gap_seconds\":5},\"data\":[0.5]} | at least 0, not 0.5",
                "{\"metadata\":{\"gap_seconds\":5},\"data\":[1,null]} | data[1] must be a whole",
                "{\"metadata\":{\"gap_seconds\":5},\"data\":[9999999999]} | data[0] must be a whole"
            })
    void saysWhichFileIsWrongAndWhy(String content, String why) throws Exception {
        write("us-east-2a_v100_1.json", content);

        assertThatThrownBy(() -> TraceFolder.read(folder))
                .isInstanceOf(TraceException.class)
                .hasMessageStartingWith(folder.resolve("us-east-2a_v100_1.json") + ": ")
                .hasMessageContaining(why);
    }

    @Test
    void namesTwoFilesOfOnePool() throws Exception {
        write("us-east-2a_p3.json", "{\"metadata\":{\"gap_seconds\":5},\"data\":[1]}");
        write("p3_us-east-2a.json", "{\"metadata\":{\"gap_seconds\":5},\"data\":[1]}");

        assertThatThrownBy(() -> TraceFolder.read(folder))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("p3_us-east-2a.json and us-east-2a_p3.json are both of zone")
                .hasMessageContaining("leave one of them out");
    }

    @Test
    void saysThatThereIsNothingToRead() {
        assertThatThrownBy(() -> TraceFolder.read(folder))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("holds no trace");
        assertThatThrownBy(() -> TraceFolder.read(folder.resolve("missing")))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("is not a folder");
    }

    @ParameterizedTest
    @CsvSource({
        "us-east-2a_v100_1, us-east-2a, us-east-2, v100_1",
        "us-east-2a, us-east-2a, us-east-2, any",
        "ap-southeast-1b_r5.large, ap-southeast-1b, ap-southeast-1, r5.large",
        "us-gov-west-1a_x, us-gov-west-1a, us-gov-west-1, x",
        "us-central1-a_c3-standard-4, us-central1-a, us-central1, c3-standard-4",
        "northamerica-northeast1-b_, northamerica-northeast1-b, northamerica-northeast1, any",
        "eastus-1_D4s, eastus-1, eastus, D4s",
        "westus2-3_D4s, westus2-3, westus2, D4s",
        "us-west-2, us-west-2, us-west-2, any",
        "p3.2xlarge_us-east-2a, us-east-2a, us-east-2, p3.2xlarge",
        "us-east-2a-r5.large, us-east-2a, us-east-2, r5.large",
        "gcp_us-central1-a_c3-standard-4, us-central1-a, us-central1, gcp_c3-standard-4",
        "n1-highcpu-8_europe-west4-b, europe-west4-b, europe-west4, n1-highcpu-8",
        "my_pool, my_pool, my_pool, any",
        "A100 node, A100 node, A100 node, any"
    })
    void aNameTellsZoneRegionAndType(String name, String zone, String region, String type) {
        assertThat(TraceName.parse(name)).isEqualTo(new TraceName(name, zone, region, type));
        assertThat(TraceName.parse(name).pool().place().zone()).isEqualTo(zone);
    }

    @Test
    void aSampleHoldsUntilTheNext() {
        Trace trace = trace("a", 10, 3, 4);

        assertThat(trace.countAt(Duration.ofMillis(9_999))).isEqualTo(3);
        assertThat(trace.countAt(Duration.ofSeconds(10))).isEqualTo(4);
        assertThatThrownBy(() -> trace.countAt(Duration.ofSeconds(20)))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> trace.countAt(Duration.ofSeconds(-1)))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    private void write(String file, String content) throws IOException {
        Files.writeString(folder.resolve(file), content);
    }

    private static Trace trace(String name, int gapSeconds, int... counts) {
        return new Trace(TraceName.parse(name), Duration.ofSeconds(gapSeconds), counts);
    }
}
