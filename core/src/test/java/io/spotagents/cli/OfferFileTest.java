package io.spotagents.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OfferFileTest {

    private static final String POOL = "aws/main/us-east-1/us-east-1a/m7g.large/linux/spot";

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    POOL,4,8192,NaN,      | line 2, usdPerHour must be dollars above 0
                    POOL,4,8192,-0.1,     | line 2, usdPerHour must be dollars above 0
                    POOL,4,8192,0,        | line 2, usdPerHour must be dollars above 0
                    POOL,4,8192,Infinity, | line 2, usdPerHour must be dollars above 0
                    POOL,4,8192,cheap,    | line 2, usdPerHour must be dollars above 0
                    POOL,4,8192,0.1,-1    | line 2, onDemandUsdPerHour must be dollars above 0
                    POOL,4,,0.1,          | line 2, memoryMib is missing
                    POOL,4,0,0.1,         | line 2, memoryMib must be a whole number of at least 1
                    POOL,4.5,8192,0.1,    | line 2, cpus must be a whole number of at least 1
                    aws/spot,4,8192,0.1,  | line 2, pool is not the id of a pool
                    a/b/c/d/e/linux/loan,4,8192,0.1, | unknown purchase: "loan"; write spot, on-demand
                    a/b/c/d/e/beos/spot,4,8192,0.1, | unknown operating system: "beos"; write linux
                    a/b//d/e/linux/spot,4,8192,0.1, | line 2, pool: region must not be empty
                    POOL,4,8192           | line 2 has 3 columns, but its header has 5
                    """)
    void namesTheLineAndTheFieldThatIsWrong(String line, String complaint) throws IOException {
        String text =
                "pool,cpus,memoryMib,usdPerHour,onDemandUsdPerHour\n"
                        + line.replace("POOL", POOL)
                        + "\n";

        assertThat(refused(text)).contains(complaint);
    }

    @Test
    void refusesAnOfferThatIsThereTwice() throws IOException {
        String line = POOL + ",4,8192\n";

        assertThat(refused("pool,cpus,memoryMib\n" + line + line))
                .contains("line 3, pool is there twice");
    }

    @Test
    void refusesColumnsItDoesNotKnowAndMissesThoseItNeeds() throws IOException {
        assertThat(refused("pool,cpus,memory\n")).contains("unknown field \"memory\"; known are");
        assertThat(refused("pool,cpus\n")).contains("memoryMib is missing");
        assertThat(refused("pool,cpus,cpus,memoryMib\n")).contains("names the column cpus twice");
    }

    @Test
    void refusesAFileWithoutOffers() throws IOException {
        assertThat(refused("")).contains("is empty; it needs a header line pool,cpus");
        assertThat(refused("pool,cpus,memoryMib\n")).contains("holds no offer");
        assertThat(refused("[]")).contains("holds no offer");
    }

    @Test
    void namesThePlaceInJsonThatIsWrong() throws IOException {
        String begin = "[\n{\"pool\":\"" + POOL + "\",\"cpus\":4,";

        assertThat(refused(begin + "\"memoryMib\":8192,\"usdPerHour\":NaN}]"))
                .contains("line 2, column", "not JSON");
        assertThat(refused(begin + "\"memoryMib\":8192,\"usdPerHour\":\"NaN\"}]"))
                .contains("offer 1, usdPerHour must be dollars above 0");
        assertThat(refused(begin + "\"memoryMib\":8192,\"usdPerHour\":1e999}]"))
                .contains("offer 1, usdPerHour must be dollars above 0");
        assertThat(refused(begin + "\"usdPerHour\":0.1}]"))
                .contains("offer 1, memoryMib is missing");
        assertThat(refused(begin + "\"memory\":8192}]")).contains("unknown field \"memory\"");
        assertThat(refused(begin + "\"memoryMib\":[1]}]"))
                .contains("memoryMib must be a text or a number");
        assertThat(refused("[7]")).contains("offer 1 must be an object, but is 7");
    }

    private String refused(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("offers"), text);

        Said said = Said.by("plan", "--offers", file);

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains(file.toString());
        return said.err();
    }
}
