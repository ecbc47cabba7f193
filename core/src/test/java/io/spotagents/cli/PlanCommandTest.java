package io.spotagents.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanCommandTest {

    private static final String HEADER =
            "pool,cpus,memoryMib,usdPerHour,onDemandUsdPerHour,source,asOf\n";
    private static final String CALM = "aws/main/us-east-1/us-east-1a/m7g.large/linux/spot";
    private static final String DEAR = "aws/main/us-east-1/us-east-1b/m7g.large/linux/spot";
    private static final String FULL_PRICE =
            "aws/main/us-east-1/us-east-1a/m7g.large/linux/on-demand";

    @TempDir private Path folder;

    @Test
    void plansOnAMadeUpMarketAndSaysSo() {
        Said said = Said.by("plan", "--count", 10);

        assertThat(said.code()).isZero();
        assertThat(said.out())
                .contains("made-up market", "seed 7", "--offers FILE", "10 instances")
                .contains("reclaims/h", "$/finished h")
                .contains("/linux/spot by made-up");
    }

    @Test
    void answersTheSameToTheSame() {
        assertThat(Said.by("plan", "--seed", 3)).isEqualTo(Said.by("plan", "--seed", 3));
        assertThat(Said.by("explain", "--seed", 3)).isEqualTo(Said.by("explain", "--seed", 3));
        assertThat(Said.by("plan", "--seed", 3)).isNotEqualTo(Said.by("plan", "--seed", 4));
    }

    @Test
    void choosesTheCheaperOfTwoOffers() throws IOException {
        Path offers = offers(CALM + ",4,8192,0.04,0.1,,\n" + DEAR + ",4,8192,0.09,0.1,,\n");

        JsonNode plan = plan("--offers", offers, "--count", 5);

        assertThat(plan.get("market").asText()).startsWith("2 offers of ");
        assertThat(plan.get("unmet").asInt()).isZero();
        assertThat(plan.get("picks")).hasSize(1);
        JsonNode pick = plan.get("picks").get(0);
        assertThat(pick.get("pool").asText()).isEqualTo(CALM);
        assertThat(pick.get("count").asInt()).isEqualTo(5);
        assertThat(pick.get("usdPerHour").asDouble()).isEqualTo(0.04);
        assertThat(pick.get("reclaimsPerHour").asDouble()).isPositive();
        assertThat(pick.get("usdPerFinishedHour").asDouble()).isBetween(0.02, 0.08);
        JsonNode rejection = plan.get("rejections").get(0);
        assertThat(rejection.get("pool").asText()).isEqualTo(DEAR);
        assertThat(rejection.get("limit").asText()).isEqualTo("cost");
        assertThat(rejection.get("reason").asText()).contains("dearer than the cheapest pool");
    }

    @Test
    void namesTheFieldsOfItsFileAsDocumented() throws IOException {
        JsonNode plan = plan("--count", 5);

        assertThat(plan.fieldNames())
                .toIterable()
                .containsExactly(
                        "market",
                        "at",
                        "policy",
                        "count",
                        "cpus",
                        "memoryMib",
                        "os",
                        "purchases",
                        "unitMinutes",
                        "lasting",
                        "maxUsdPerHour",
                        "maxUsdPerHourTogether",
                        "picks",
                        "unmet",
                        "unmetBy",
                        "largeLossProbability",
                        "rejections",
                        "explained");
        assertThat(plan.get("picks").get(0).fieldNames())
                .toIterable()
                .containsExactly(
                        "source",
                        "pool",
                        "count",
                        "usdPerHour",
                        "reclaimsPerHour",
                        "usdPerFinishedHour",
                        "speed",
                        "batchMinutes",
                        "limit",
                        "reason");
    }

    @Test
    void buysOnDemandWhatMustLast() throws IOException {
        Path offers = offers(CALM + ",4,8192,0.04,0.1,,\n" + FULL_PRICE + ",4,8192,0.1,0.1,,\n");

        JsonNode plan = plan("--offers", offers, "--count", 5, "--lasting", 2);

        assertThat(plan.get("picks").findValuesAsText("pool"))
                .containsExactlyInAnyOrder(FULL_PRICE, CALM);
        assertThat(plan.get("lasting").asInt()).isEqualTo(2);
    }

    @Test
    void keepsToTheHighestPriceAndRate() throws IOException {
        Path offers = offers(CALM + ",4,8192,0.04,0.1,,\n");

        JsonNode dear = plan("--offers", offers, "--count", 5, "--max-price", 0.03);
        JsonNode many = plan("--offers", offers, "--count", 5, "--max-rate", 0.1);

        assertThat(dear.get("unmetBy").asText()).isEqualTo("maximum-price");
        assertThat(many.get("unmet").asInt()).isEqualTo(3);
        assertThat(many.get("unmetBy").asText()).isEqualTo("budget-rate");
    }

    @Test
    void addsWhatWorkSendsToItsPriceAndExplainsIt() throws IOException {
        Path offers = offers(CALM + ",4,8192,0.04,0.1,,\n");
        Object[] sending = {"--egress-gib-per-hour", 2, "--egress-usd-per-gib", "us-east-1=0.09"};

        JsonNode free = plan("--offers", offers).get("picks").get(0);
        JsonNode paid =
                plan("--offers", offers, sending[0], sending[1], sending[2], sending[3])
                        .get("picks")
                        .get(0);
        Said told =
                Said.by(
                        "explain",
                        "--offers",
                        offers,
                        sending[0],
                        sending[1],
                        sending[2],
                        sending[3]);

        assertThat(free.has("egressUsdPerHour")).isFalse();
        assertThat(paid.get("egressUsdPerHour").asDouble()).isEqualTo(0.18);
        assertThat(paid.get("usdPerFinishedHour").asDouble())
                .isCloseTo(free.get("usdPerFinishedHour").asDouble() + 0.18, within(1e-9));
        assertThat(told.out()).contains("$0.18 of it for egress");
    }

    @Test
    void egressNeedsAPriceAndARegionThatIsOffered() throws IOException {
        Path offers = offers(CALM + ",4,8192,0.04,0.1,,\n");

        Said unpriced = Said.by("plan", "--offers", offers, "--egress-gib-per-hour", 2);
        Said misspelt = Said.by("plan", "--offers", offers, "--egress-usd-per-gib", "us-eest-1=1");

        assertThat(unpriced.code()).isEqualTo(2);
        assertThat(unpriced.err()).contains("add --egress-usd-per-gib");
        assertThat(misspelt.code()).isEqualTo(2);
        assertThat(misspelt.err()).contains("us-eest-1", "write one of us-east-1");
    }

    @Test
    void staysInTheRegionsThatAreNamed() throws IOException {
        String abroad = CALM.replace("us-east-1", "eu-west-1");
        Path offers = offers(CALM + ",4,8192,0.04,0.1,,\n" + abroad + ",4,8192,0.06,0.1,,\n");

        JsonNode inEurope = plan("--offers", offers, "--within", "eu-*").get("picks");
        Said misspelt = Said.by("plan", "--offers", offers, "--within", "eu-wset-1");

        assertThat(inEurope.get(0).get("pool").asText()).isEqualTo(abroad);
        assertThat(inEurope).hasSize(1);
        assertThat(misspelt.code()).isEqualTo(2);
        assertThat(misspelt.err()).contains("eu-wset-1", "write one of eu-west-1, us-east-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--lasting -1", "--lasting 11", "--max-price 0", "--max-rate NaN"})
    void namesTheConditionThatIsWrongAndWhatToWrite(String option) {
        String[] parts = option.split(" ");

        Said said = Said.by("plan", "--count", 10, parts[0], parts[1]);

        assertThat(said.code()).isNotZero();
        assertThat(said.err()).contains(parts[0] + " must be", ";");
    }

    @Test
    void readsJsonAsItReadsCsv() throws IOException {
        Path csv = offers(CALM + ",4,8192,0.04,0.1,east,2026-08-20T12:00:00Z\n");
        Path json =
                file(
                        "offers.json",
                        "[{\"pool\":\""
                                + CALM
                                + "\",\"cpus\":4,\"memoryMib\":8192,\"usdPerHour\":0.04,"
                                + "\"onDemandUsdPerHour\":0.1,\"source\":\"east\","
                                + "\"asOf\":\"2026-08-20T12:00:00Z\"}]");

        JsonNode plan = plan("--offers", json);

        assertThat(plan.get("at").asText()).isEqualTo("2026-08-20T12:00:00Z");
        assertThat(plan.get("picks")).isEqualTo(plan("--offers", csv).get("picks"));
    }

    @Test
    void buysOnDemandWhereThatIsAllThereIs() throws IOException {
        Path offers = offers(FULL_PRICE + ",4,8192,0.1,0.1,,\n");

        JsonNode allowed = plan("--offers", offers, "--count", 3);
        JsonNode spotOnly = plan("--offers", offers, "--count", 3, "--purchases", "spot");

        assertThat(allowed.get("picks").get(0).get("pool").asText()).isEqualTo(FULL_PRICE);
        assertThat(allowed.get("picks").get(0).get("reclaimsPerHour").asDouble()).isZero();
        assertThat(spotOnly.get("unmet").asInt()).isEqualTo(3);
        assertThat(spotOnly.get("explained").asText()).contains("no offer is known of at least");
    }

    @Test
    void saysWhyOnDemandIsNotBoughtWhileSpotIsCheaper() throws IOException {
        Path offers = offers(CALM + ",4,8192,0.04,0.1,,\n" + FULL_PRICE + ",4,8192,0.1,0.1,,\n");

        Said said = Said.by("explain", "--offers", offers, "--count", 3);

        assertThat(said.out())
                .contains("3 of " + CALM)
                .contains("not " + FULL_PRICE)
                .contains("spot is expected to do the work for less");
    }

    @Test
    void countsAnUnknownPriceAsOnDemandAndSaysSo() throws IOException {
        Path offers = offers(CALM + ",4,8192,,0.1,,\n" + DEAR + ",4,8192,,,,\n");

        Said said = Said.by("explain", "--offers", offers, "--count", 3);

        assertThat(said.code()).isZero();
        assertThat(said.err())
                .contains("line 2, usdPerHour is not known: the pool counts as on demand")
                .contains("line 3, usdPerHour is not known: the pool is not asked");
        assertThat(said.out()).contains("3 of " + CALM, "$0.10 an hour", "not " + DEAR);
        assertThat(said.out()).contains("limit: no price is known");
    }

    @Test
    void explainsWithThePlansOwnWords() throws IOException {
        Said said = Said.by("explain", "--count", 10);

        assertThat(said.code()).isZero();
        assertThat(said.out()).contains(plan("--count", 10).get("explained").asText());
        assertThat(said.out())
                .contains(
                        " reclaims an hour, ", " for a finished hour", ", batches of ", "; limit: ")
                .contains("no pool that may be asked does the work for less");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cheapest", "on-demand", "spot-agents"})
    void plansByAnyPolicyItNames(String policy) {
        Said said = Said.by("plan", "--policy", policy);

        assertThat(said.code()).isZero();
        assertThat(said.out()).contains("policy " + policy);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--policy wrong: spot-agents, cheapest, on-demand",
                "--count 0: --count must be at least 1",
                "--cpus -1: --cpus must be at least 1",
                "--memory-mib 0: --memory-mib must be at least 1",
                "--os beos: linux, windows",
                "--purchases free: spot, spot-then-on-demand, on-demand",
                "--unit soon: is not a duration",
                "--unit 0m: --unit must be longer than nothing",
                "--at noon: is not a time",
                "--offers missing.csv: missing.csv: is not a file that is there",
                "--observations missing: missing: is not a file that is there",
                "--json missing/plan.json: its folder is not there"
            })
    void refusesOptionsThatMakeNoSense(String optionAndRemedy) {
        String[] parts = optionAndRemedy.split(": ", 2);

        Said said = Said.by((Object[]) ("plan " + parts[0]).split(" "));

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains(parts[1]);
        assertThat(said.err()).doesNotContain("Exception");
    }

    private JsonNode plan(Object... options) throws IOException {
        Path file = folder.resolve("plan.json");
        Object[] all = new Object[options.length + 3];
        all[0] = "plan";
        System.arraycopy(options, 0, all, 1, options.length);
        all[all.length - 2] = "--json";
        all[all.length - 1] = file;
        assertThat(Said.by(all)).returns(0, Said::code);
        return new ObjectMapper().readTree(file.toFile());
    }

    private Path offers(String lines) throws IOException {
        return file("offers.csv", HEADER + lines);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
