package io.spotagents.demo;

import io.spotagents.batches.Outcome;
import io.spotagents.batches.TestResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The results as they are counted, one line each in a file with tabs if there is one. Keeps its own
 * count, so that lost and duplicated results are found and not assumed.
 */
final class Results implements AutoCloseable {

    static final List<String> COLUMNS = List.of("test", "batch", "attempt", "instance", "outcome");

    private final Optional<Writer> file;
    private final Map<String, Integer> counted = new HashMap<>();
    private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);

    private Results(Optional<Writer> file) {
        this.file = file;
        file.ifPresent(writer -> write(writer, COLUMNS));
    }

    static Results kept() {
        return new Results(Optional.empty());
    }

    static Results writtenTo(Path path) throws IOException {
        return new Results(Optional.of(Files.newBufferedWriter(path)));
    }

    void add(TestResult result) {
        counted.merge(result.test(), 1, Integer::sum);
        outcomes.merge(result.outcome(), 1, Integer::sum);
        List<String> columns =
                List.of(
                        result.test(),
                        Integer.toString(result.attempt().batch()),
                        Integer.toString(result.attempt().number()),
                        result.attempt().instanceId(),
                        result.outcome().name());
        file.ifPresent(writer -> write(writer, columns));
    }

    /** What the results say of these tests. */
    Count count(List<String> tests) {
        int unknown = (int) tests.stream().filter(test -> !counted.containsKey(test)).count();
        int duplicated = (int) counted.values().stream().filter(times -> times > 1).count();
        return new Count(
                of(Outcome.PASSED),
                of(Outcome.FAILED),
                of(Outcome.SKIPPED),
                of(Outcome.LOST) + unknown,
                duplicated);
    }

    @Override
    public void close() throws IOException {
        if (file.isPresent()) {
            file.get().close();
        }
    }

    private int of(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0);
    }

    private static void write(Writer writer, List<String> columns) {
        try {
            writer.write(String.join("\t", columns) + "\n");
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Results by their outcome.
     *
     * @param lost tests without a result, or that were given up
     * @param duplicated tests with more than one result
     */
    record Count(int passed, int failed, int skipped, int lost, int duplicated) {}
}
