package io.spotagents.batches;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How each test has fared so far, and what became of it. Not thread-safe. */
final class Standings {

    private final Chances chances;
    private final Map<String, Standing> tests = new LinkedHashMap<>();
    private int finished;
    private int reported;

    Standings(List<String> tests, Chances chances) {
        this.chances = chances;
        tests.forEach(test -> this.tests.put(test, new Standing()));
    }

    List<Assignment> assign(List<String> names) {
        return names.stream()
                .map(test -> new Assignment(test, tests.get(test).attempts + 1))
                .toList();
    }

    void handedOut(String test) {
        tests.get(test).attempts++;
    }

    /** Whether a report says something that is not known: of a test of the batch, and once. */
    boolean counts(Batch batch, Report report) {
        Standing standing = tests.get(report.test());
        return standing != null
                && standing.result == null
                && batch.find(report.test()).isPresent()
                && !standing.failedIn.contains(batch.number());
    }

    /** The result, unless the test failed and may be run again. */
    Optional<TestResult> report(Batch batch, Report report) {
        reported++;
        Standing standing = tests.get(report.test());
        if (report.outcome() == Outcome.FAILED) {
            standing.failedIn.add(batch.number());
            if (standing.failedIn.size() <= chances.failures()) {
                return Optional.empty();
            }
        }
        boolean isFlaky = report.outcome() == Outcome.PASSED && !standing.failedIn.isEmpty();
        Assignment assignment = batch.find(report.test()).orElseThrow();
        return Optional.of(
                finish(
                        new TestResult(
                                report.test(),
                                batch.attempt(assignment),
                                isFlaky ? Outcome.FLAKY : report.outcome(),
                                report.took())));
    }

    /** Blames whom there is to blame; answers those that have used up their chances. */
    List<TestResult> lost(Held lost, Loss loss) {
        List<TestResult> givenUp = new ArrayList<>();
        List<String> blamed =
                switch (loss) {
                    case RELEASED -> List.of();
                    case UNEXPLAINED -> lost.running().stream().toList();
                    case RECLAIMED -> lost.mayBeRunning();
                    case LEFT_OUT -> lost.left().stream().map(Assignment::test).toList();
                };
        for (String test : blamed) {
            if (isUsedUp(tests.get(test), loss)) {
                Attempt attempt = lost.batch().attempt(lost.batch().find(test).orElseThrow());
                givenUp.add(finish(new TestResult(test, attempt, Outcome.LOST, Duration.ZERO)));
            }
        }
        return givenUp;
    }

    private boolean isUsedUp(Standing standing, Loss loss) {
        return loss == Loss.RECLAIMED
                ? ++standing.reclaims > chances.reclaims()
                : ++standing.suspicions >= chances.suspicions();
    }

    private TestResult finish(TestResult result) {
        tests.get(result.test()).result = result;
        finished++;
        return result;
    }

    boolean hasToLast(String test) {
        Standing standing = tests.get(test);
        return !standing.excused && standing.reclaims >= chances.reclaimsBeforeLasting();
    }

    /** Any agent may have it from now on. */
    void excuse(String test) {
        tests.get(test).excused = true;
    }

    boolean isFinished(String test) {
        return tests.get(test).result != null;
    }

    boolean isFinished() {
        return finished == tests.size();
    }

    boolean nothingReported() {
        return reported == 0;
    }

    int tests() {
        return tests.size();
    }

    int finished() {
        return finished;
    }

    /** How often a test was handed out again. */
    int repeated() {
        return tests.values().stream().mapToInt(one -> Math.max(0, one.attempts - 1)).sum();
    }

    List<TestResult> results() {
        return tests.values().stream()
                .flatMap(one -> Optional.ofNullable(one.result).stream())
                .toList();
    }

    List<String> unfinished() {
        return tests.entrySet().stream()
                .filter(one -> one.getValue().result == null)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Of one test. */
    private static final class Standing {
        private int attempts;
        private int reclaims;
        private int suspicions;
        private boolean excused;
        private final Set<Integer> failedIn = new HashSet<>();
        private @Nullable TestResult result;
    }
}
