package io.spotagents.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.batches.Attempt;
import io.spotagents.batches.Outcome;
import io.spotagents.batches.TestResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {

    private static final TestResult PASSED = result("a", new Attempt(3, 2, "i-1"), Outcome.PASSED);

    @Test
    void writesALineForEachResultAtOnce(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("results.tsv");
        try (Results results = Results.writtenTo(file)) {
            results.add(PASSED);

            assertThat(Files.readAllLines(file))
                    .containsExactly(
                            "test\tbatch\tattempt\tinstance\toutcome", "a\t3\t2\ti-1\tPASSED");
        }
    }

    @Test
    void findsWhatIsLostAndWhatIsDuplicated() {
        Results results = Results.kept();
        results.add(PASSED);
        results.add(PASSED);
        results.add(result("b", new Attempt(1, 1, "i-1"), Outcome.FAILED));
        results.add(result("c", new Attempt(1, 1, "i-1"), Outcome.LOST));

        Results.Count count = results.count(List.of("a", "b", "c", "d"));

        assertThat(count.duplicated()).isEqualTo(1);
        assertThat(count.lost()).isEqualTo(2);
        assertThat(count.failed()).isEqualTo(1);
    }

    private static TestResult result(String test, Attempt attempt, Outcome outcome) {
        return new TestResult(test, attempt, outcome, Duration.ZERO);
    }
}
