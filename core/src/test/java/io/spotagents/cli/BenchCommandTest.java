package io.spotagents.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchCommandTest {

    @TempDir private Path folder;

    @Test
    void timesEverySizeAndTellsHowTimeGrows() throws IOException {
        Path file = folder.resolve("bench.json");

        Said said =
                Said.by(
                        "bench",
                        "--pools",
                        "100,200",
                        "--agents",
                        50,
                        "--decisions",
                        20,
                        "--json",
                        file);

        assertThat(said.code()).isZero();
        assertThat(said.out()).contains("pools", "p50", "p99", "max", "p50 ratio");
        assertThat(said.err()).contains("sizes: 2 of 2");
        JsonNode catalogs = new ObjectMapper().readTree(file.toFile()).get("catalogs");
        assertThat(catalogs).hasSize(2);
        JsonNode larger = catalogs.get(1);
        assertThat(larger.get("pools").asInt()).isEqualTo(200);
        assertThat(larger.get("unmet").asInt()).isZero();
        assertThat(larger.get("firstMillis").asDouble()).isPositive();
        assertThat(larger.get("p50Ratio").asDouble()).isPositive();
        assertThat(larger.get("p99Millis").asDouble())
                .isBetween(larger.get("p50Millis").asDouble(), larger.get("maxMillis").asDouble());
    }

    @Test
    void ranksTimesWithoutMakingAnyUp() {
        DecisionTimes times = DecisionTimes.of(10, 0, 9, new double[] {4, 1, 3, 2});

        assertThat(times.warm()).isEqualTo(new DecisionTimes.Warm(2, 4, 4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--pools 0", "--agents 0", "--decisions 0", "--pools many"})
    void refusesSizesThatMakeNoSense(String option) {
        Said said = Said.by((Object[]) ("bench " + option).split(" "));

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains(option.split(" ")[0]);
    }
}
