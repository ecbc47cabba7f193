package io.spotagents.market.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spotagents.market.traces.ZonePrices.Price;
import io.spotagents.model.Usd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZonePricesTest {

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "us-east-2a,0.5,3.06\nus-west-2a,0.25\n",
                "zone,usdPerHour,onDemandUsdPerHour\nus-east-2a,0.5,3.06\nus-west-2a,0.25,\n",
                "\uFEFFZone, usdPerHour\r\n\r\n# east\r\n\"us-east-2a\", 0.5, 3.06\r\nus-west-2a,.25"
            })
    void readsPricesWithAndWithoutHeader(String content) throws Exception {
        ZonePrices prices = ZonePrices.read(file(content));

        assertThat(prices.of(TraceName.parse("us-east-2a_v100_1")))
                .contains(new Price(Usd.of(0.5), Optional.of(Usd.of(3.06))));
        assertThat(prices.of(TraceName.parse("us-west-2a_v100_1")))
                .contains(new Price(Usd.of(0.25), Optional.empty()));
        assertThat(prices.of(TraceName.parse("us-west-2b_v100_1"))).isEmpty();
    }

    @Test
    void aPriceForTheWholeNameComesFirst() throws Exception {
        ZonePrices prices = ZonePrices.read(file("us-east-2a,1\nus-east-2a_k80_1,2\n"));

        assertThat(prices.of(TraceName.parse("us-east-2a_k80_1")).orElseThrow().hourlyPrice())
                .isEqualTo(Usd.of(2));
        assertThat(prices.of(TraceName.parse("us-east-2a_v100_1")).orElseThrow().hourlyPrice())
                .isEqualTo(Usd.of(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,1;b,x | line 2, column 2 (usdPerHour): is not a number: \"x\"",
                "a,1;b | line 2, column 2 (usdPerHour): is missing",
                "a,1;b, | line 2, column 2 (usdPerHour): is not a number",
                "a,-1 | line 1, column 2 (usdPerHour): must be dollars above 0, not \"-1\"",
                "a,0 | line 1, column 2 (usdPerHour): must be dollars above 0",
                "a,NaN | line 1, column 2 (usdPerHour): must be dollars above 0, not \"NaN\"",
                "a,Infinity | line 1, column 2 (usdPerHour): must be dollars above 0",
                "a,1,-2 | line 1, column 3 (onDemandUsdPerHour): must be dollars above 0",
                "zone,usd;,1 | line 2, column 1 (zone): is empty",
                "a,1;a,2 | line 2, column 1 (zone): is there twice: a",
                "a,1,2,3 | line 1: has 4 columns",
                "zone,usd | holds no price"
            })
    void namesLineAndColumnOfWhatIsWrong(String content, String why) throws Exception {
        Path file = file(content.replace(';', '\n'));

        assertThatThrownBy(() -> ZonePrices.read(file))
                .isInstanceOf(TraceException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(why);
    }

    @Test
    void saysThatThereIsNoFile() {
        assertThatThrownBy(() -> ZonePrices.read(folder.resolve("missing.csv")))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("cannot be read");
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("prices.csv"), content);
    }
}
