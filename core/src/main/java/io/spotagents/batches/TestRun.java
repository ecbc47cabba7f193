package io.spotagents.batches;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The tests of one run on their way to their results. Every test ends with exactly one result, the
 * first that is reported, in whatever order batches are lost and reports come late or twice.
 *
 * <p>Not thread-safe: one owner calls it.
 */
public final class TestRun {

    private final Cutting cutting;
    private final int tests;
    private final Deque<String> waiting;
    private final Map<String, Integer> attempts = new HashMap<>();
    private final Map<String, Integer> suspicions = new HashMap<>();
    private final Set<String> finished = new HashSet<>();
    private final Map<Integer, Batch> batches = new HashMap<>();
    private final Map<Integer, Batch> open = new TreeMap<>();
    private int refused;

    /**
     * @param tests ids in the order in which they are handed out
     * @throws IllegalArgumentException if an id comes twice
     */
    public TestRun(List<String> tests, Cutting cutting) {
        this.cutting = cutting;
        this.tests = tests.size();
        this.waiting = new ArrayDeque<>(tests);
        if (new HashSet<>(tests).size() != tests.size()) {
            throw new IllegalArgumentException("a test is named twice");
        }
    }

    /**
     * Hands the next tests to an agent; empty if none waits, which may change when work is lost.
     */
    public Optional<Batch> next(String instanceId) {
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        List<Assignment> assignments = new ArrayList<>();
        for (int left = cutting.size(waiting.size()); left > 0; left--) {
            String test = waiting.removeFirst();
            assignments.add(new Assignment(test, attempts.merge(test, 1, Integer::sum)));
        }
        Batch batch = new Batch(batches.size() + 1, instanceId, assignments);
        batches.put(batch.number(), batch);
        open.put(batch.number(), batch);
        return Optional.of(batch);
    }

    /**
     * Takes in what an agent says of a test of one of its own batches. It counts also if the batch
     * was taken back meanwhile.
     *
     * @return the result, if it is the test's first; empty if the report does not count
     */
    public Optional<TestResult> report(
            String instanceId, int batchNumber, String test, Outcome outcome) {
        Batch batch = batches.get(batchNumber);
        Optional<Assignment> assignment =
                Optional.ofNullable(batch)
                        .filter(known -> known.instanceId().equals(instanceId))
                        .flatMap(known -> known.find(test));
        if (assignment.isEmpty() || !finished.add(test)) {
            refused++;
            return Optional.empty();
        }
        waiting.remove(test); // it is there if its batch was taken back
        open.values().removeIf(this::isFinished);
        return Optional.of(result(batch, assignment.get(), outcome));
    }

    /**
     * Puts the tests of a batch that have no result back to the front of the queue. A batch that is
     * finished, unknown or already taken back has nothing to give.
     */
    public Returned takeBack(int batchNumber, Loss loss) {
        Batch batch = open.remove(batchNumber);
        if (batch == null) {
            return Returned.NOTHING;
        }
        List<Assignment> back = new ArrayList<>(unfinished(batch));
        List<TestResult> givenUp = new ArrayList<>();
        if (loss == Loss.UNEXPLAINED && isGivenUp(back.get(0).test())) {
            Assignment suspect = back.remove(0);
            finished.add(suspect.test());
            givenUp.add(result(batch, suspect, Outcome.LOST));
        }
        for (int index = back.size() - 1; index >= 0; index--) {
            waiting.addFirst(back.get(index).test());
        }
        open.values().removeIf(this::isFinished);
        return new Returned(back, givenUp);
    }

    /** The batches an agent holds that are neither finished nor taken back, oldest first. */
    public List<Batch> heldBy(String instanceId) {
        return open.values().stream()
                .filter(batch -> batch.instanceId().equals(instanceId))
                .toList();
    }

    public boolean isFinished() {
        return finished.size() == tests;
    }

    public Progress progress() {
        Set<String> handedOut = new LinkedHashSet<>();
        open.values().forEach(batch -> unfinished(batch).forEach(one -> handedOut.add(one.test())));
        int handed = attempts.values().stream().mapToInt(Integer::intValue).sum();
        Progress.Extra extra = new Progress.Extra(handed - attempts.size(), refused);
        return new Progress(tests, finished.size(), handedOut.size(), waiting.size(), extra);
    }

    /** Agents run a batch in its order, so its first test without a result was the one running. */
    private boolean isGivenUp(String running) {
        return suspicions.merge(running, 1, Integer::sum) >= cutting.maxSuspicions();
    }

    private boolean isFinished(Batch batch) {
        return unfinished(batch).isEmpty();
    }

    private List<Assignment> unfinished(Batch batch) {
        return batch.assignments().stream().filter(one -> !finished.contains(one.test())).toList();
    }

    private static TestResult result(Batch batch, Assignment assignment, Outcome outcome) {
        return new TestResult(
                assignment.test(),
                batch.number(),
                assignment.attempt(),
                batch.instanceId(),
                outcome);
    }
}
