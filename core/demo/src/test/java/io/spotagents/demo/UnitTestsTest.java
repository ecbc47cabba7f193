package io.spotagents.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.batches.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitTestsTest {

    private final UnitTests unitTests = new UnitTests();

    @Test
    void takesATestMethodAsATestWhateverItsParameters() {
        assertThat(samples()).hasSize(5).doesNotHaveDuplicates().isSorted();
    }

    @ParameterizedTest
    @CsvSource({
        "passes, PASSED",
        "fails, FAILED",
        "doesNotApply, SKIPPED",
        "passesWithAll, PASSED",
        "failsWithOne, FAILED"
    })
    void tellsHowATestEnds(String method, Outcome outcome) {
        String test =
                samples().stream()
                        .filter(id -> id.contains(":" + method + "("))
                        .findFirst()
                        .orElse("");

        assertThat(unitTests.run(test)).isEqualTo(outcome);
    }

    @Test
    void countsAClassThatCannotBeLoadedAsATestThatFails() {
        List<String> tests = unitTests.discover("no.such.Class");

        assertThat(tests).containsExactly("unloadable:no.such.Class");
        assertThat(unitTests.run(tests.get(0))).isEqualTo(Outcome.FAILED);
    }

    @Test
    void failsATestThatIsNotThere() {
        String gone = samples().get(0).replace("EveryKind", "NoKind");

        assertThat(unitTests.run(gone)).isEqualTo(Outcome.FAILED);
        assertThat(unitTests.run("nonsense")).isEqualTo(Outcome.FAILED);
    }

    private List<String> samples() {
        return unitTests.discover(Samples.EveryKind.class.getName());
    }
}
