package io.spotagents.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotagents.market.generated.MarketBehavior;
import io.spotagents.market.generated.MarketGenerator;
import io.spotagents.market.generated.MarketSettings;
import io.spotagents.market.generated.PoolSettings;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.Usd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayCommandTest {

    private static final List<String> POLICIES =
            List.of(
                    "spot-agents",
                    "on-demand",
                    "cheapest",
                    "cheapest-up",
                    "karpenter-like",
                    "even-spread",
                    "spothedge-like",
                    "random",
                    "clairvoyant");

    @TempDir private Path folder;
    private Path traces;

    @BeforeEach
    void record() throws IOException {
        List<PoolSettings> pools =
                Stream.of("us-east-1a", "us-east-1b", "us-west-2a")
                        .map(ReplayCommandTest::pool)
                        .map(pool -> PoolSettings.upOrDown(pool, Usd.of(1)))
                        .toList();
        traces = folder.resolve("traces");
        MarketGenerator.generate(
                        new MarketSettings(pools, Duration.ofDays(4), MarketBehavior.scarce()), 1)
                .traces(Duration.ofMinutes(5))
                .write(traces);
    }

    private static Pool pool(String zone) {
        String region = zone.substring(0, zone.length() - 1);
        Place place = new Place("aws", "main", region, zone);
        return new Pool(place, "p3", OperatingSystem.LINUX, Purchase.SPOT);
    }

    @Test
    void writesTheFiguresOfEveryPolicyAndPredictor() throws IOException {
        JsonNode report = replay("--policies", "all", "--starts", 1);

        assertThat(report.get("policies"))
                .extracting(row -> row.get("policy").asText())
                .containsExactlyElementsOf(POLICIES);
        for (JsonNode row : report.get("policies")) {
            assertThat(row.fieldNames())
                    .toIterable()
                    .containsExactly(
                            "policy",
                            "usdPerUsefulHour",
                            "timesLowerBound",
                            "workLostPct",
                            "makespanMeanHours",
                            "makespanP95Hours",
                            "neverFinishedPct",
                            "worstSimultaneousLossMeanPct",
                            "failedLaunchesPerOutage",
                            "onDemandSharePct",
                            "decisionP99Millis");
        }
        assertThat(report.get("predictors")).isNotEmpty();
        for (JsonNode row : report.get("predictors")) {
            assertThat(row.fieldNames())
                    .toIterable()
                    .contains("auc15", "auc60", "brier15", "calibrationError15");
        }
    }

    @Test
    void paysTheListedPriceOnDemandAndLosesNothingThere() throws IOException {
        Path prices =
                Files.writeString(
                        folder.resolve("prices.csv"),
                        "us-east-1a,0.1,0.5\nus-east-1b,0.1,0.5\nus-west-2a,0.1,0.5\n");

        JsonNode row = replay("--policies", "on-demand", "--prices", prices).get("policies").get(0);

        assertThat(row.get("usdPerUsefulHour").asDouble()).isBetween(0.5, 0.6);
        assertThat(row.get("workLostPct").asDouble()).isZero();
        assertThat(row.get("onDemandSharePct").asDouble()).isEqualTo(100);
        assertThat(row.get("neverFinishedPct").asDouble()).isZero();
    }

    @Test
    void repeatsItselfWithTheSameSeed() throws IOException {
        JsonNode one = replay("--policies", "spot-agents,random", "--seed", 5);
        JsonNode again = replay("--policies", "spot-agents,random", "--seed", 5);
        JsonNode other = replay("--policies", "spot-agents,random", "--seed", 6);

        assertThat(withoutTimes(again)).isEqualTo(withoutTimes(one));
        assertThat(withoutTimes(other).get("policies"))
                .isNotEqualTo(withoutTimes(one).get("policies"));
    }

    @Test
    void tellsWhatMissedADeadline() throws IOException {
        JsonNode report = replay("--policies", "spot-agents,on-demand", "--deadline", "1.15");

        assertThat(report.get("policies")).allMatch(row -> row.get("deadlineMissedPct").isNumber());
        assertThat(report.get("policies").get(1).get("deadlineMissedPct").asDouble()).isZero();
    }

    @Test
    void rulesForKeepingDeadlinesTakePartWhereThereAreDeadlines() throws IOException {
        String rules = "spot-agents-greedy,spot-agents-uniform,spot-agents-markov";

        JsonNode report = replay("--policies", rules, "--deadline", "1.5");
        Said without = run("--policies", rules);

        assertThat(report.get("policies"))
                .hasSize(3)
                .allMatch(row -> row.get("usdPerUsefulHour").asDouble() > 0);
        assertThat(without.code()).isEqualTo(2);
        assertThat(without.err()).contains("--policies has no \"spot-agents-greedy\"");
    }

    @Test
    void showsATableAndTellsHowFarItIs() {
        Said said = run("--policies", "cheapest-up");

        assertThat(said.code()).isZero();
        assertThat(said.out()).contains("policy", "$/useful h", "cheapest-up");
        assertThat(said.err()).contains("cheapest-up: 2 of 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--policies on-demand,fancy: --policies has no \"fancy\"; write all, or some of spot-agents",
                "--starts 0: --starts must be at least 1",
                "--agents 0: --agents must be at least 1",
                "--unit 0s: must be longer than nothing",
                "--unit ten: is not a duration",
                "--deadline 0.9: --deadline must be above 1",
                "--rebalance 0.5: is not precision,recall,lead: write 0.5,0.6,10m",
                "--rebalance 0,1,10m: precision must be above 0",
                "--rebalance 1,1,soon: is not a duration",
                "--longest 5d: give longer traces or a shorter run",
                "--prices none.csv: none.csv: cannot be read",
                "--traces nowhere: nowhere: is not a folder"
            })
    void refusesOptionsThatMakeNoSense(String optionAndRemedy) {
        String[] parts = optionAndRemedy.split(": ", 2);
        String[] option = parts[0].split(" ");

        Said said =
                option[0].equals("--traces")
                        ? Said.by("replay", "--traces", option[1])
                        : Said.by("replay", "--traces", traces, option[0], option[1]);

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains(parts[1]);
    }

    @Test
    void namesTheTraceThatIsWrong() throws IOException {
        Files.writeString(
                traces.resolve("us-east-1c.json"),
                "{\"metadata\":{\"gap_seconds\":300},\"data\":[1,-2]}");

        Said said = run("--policies", "cheapest");

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("us-east-1c.json", "data[1] must be a whole number");
    }

    private JsonNode replay(Object... options) throws IOException {
        Path file = folder.resolve("replay.json");
        Object[] all = Stream.concat(Stream.of(options), Stream.of("--json", file)).toArray();
        Said said = run(all);
        assertThat(said.code()).as(said.err()).isZero();
        return new ObjectMapper().readTree(file.toFile());
    }

    private Said run(Object... options) {
        Stream<Object> usual =
                Stream.of("replay", "--traces", traces, "--agents", 20, "--longest", "12h");
        boolean hasStarts = Stream.of(options).anyMatch("--starts"::equals);
        Stream<Object> starts = hasStarts ? Stream.of() : Stream.of("--starts", 2);
        return Said.by(
                Stream.of(usual, starts, Stream.of(options)).flatMap(each -> each).toArray());
    }

    private static JsonNode withoutTimes(JsonNode report) {
        JsonNode copy = report.deepCopy();
        copy.get("policies").forEach(row -> ((ObjectNode) row).remove("decisionP99Millis"));
        return copy;
    }
}
