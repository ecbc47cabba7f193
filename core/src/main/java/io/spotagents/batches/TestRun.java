package io.spotagents.batches;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The tests of one run on their way to their results. Every test ends with exactly one result, the
 * first that counts, in whatever order batches are lost and reports come late or twice; in a run
 * that is stopped, with at most one. Longest tests go first. An agent that asks when nothing waits
 * takes what another has not begun, or does once more what takes another too long.
 *
 * <p>The same calls give the same answers. Not thread-safe: one owner calls it.
 */
public final class TestRun {

    /** Batches that end one after another, without one result in the whole run, before it stops. */
    static final int BARREN_BATCHES = 3;

    private final Terms terms;
    private final Estimates estimates;
    private final Standings standings;
    private final Waiting ordinary;
    private final Waiting lasting;
    private final Map<Integer, Batch> batches = new TreeMap<>();
    private final Map<Integer, Held> held = new TreeMap<>();
    private final Consumer<RunEvent> journal;
    private Optional<Stop> stopped = Optional.empty();
    private int refused;
    private int barren;

    /**
     * What a run goes by.
     *
     * @param known how long tests took in earlier runs
     * @param agents how many are meant to work at once, at least 1
     */
    public record Terms(Map<String, Duration> known, Cutting cutting, Chances chances, int agents) {
        public Terms {
            known = Map.copyOf(known);
            if (agents < 1) {
                throw new IllegalArgumentException("agents must be at least 1, not " + agents);
            }
        }
    }

    /**
     * A run whose events nobody keeps.
     *
     * @throws IllegalArgumentException if a test is named twice
     */
    public TestRun(List<String> tests, Terms terms) {
        this(tests, terms, event -> {});
    }

    /**
     * A run whose every change is told.
     *
     * @param tests in the order in which those of the same length are handed out
     * @param journal is told of each change once it has happened, on the caller's thread
     * @throws IllegalArgumentException if a test is named twice
     */
    public TestRun(List<String> tests, Terms terms, Consumer<RunEvent> journal) {
        if (new HashSet<>(tests).size() != tests.size()) {
            throw new IllegalArgumentException("a test is named twice");
        }
        this.terms = terms;
        this.journal = journal;
        this.estimates = new Estimates(terms.known());
        this.standings = new Standings(tests, terms.chances());
        List<String> ranked = new ArrayList<>(tests);
        ranked.sort(Comparator.comparing(estimates::of).reversed());
        this.ordinary = new Waiting(ranked, estimates);
        this.lasting = new Waiting(ranked, estimates);
        tests.forEach(ordinary::add);
    }

    /** Makes what happened earlier happen again; nothing of it is told. */
    public void replay(List<RunEvent> events) {
        events.forEach(event -> event.happen(this));
    }

    /**
     * Hands the next tests to an agent; empty if there is nothing for it, which may change when
     * work is lost or takes too long.
     */
    public Optional<Batch> next(Asker asker, Instant now) {
        if (isOver()) {
            return Optional.empty();
        }
        Optional<Choice> choice =
                waitingFor(asker)
                        .or(() -> tail(asker, now).stolen())
                        .or(() -> tail(asker, now).copied());
        return choice.map(
                chosen -> {
                    Batch batch =
                            new Batch(
                                    batches.size() + 1,
                                    asker.instanceId(),
                                    chosen.kind(),
                                    standings.assign(chosen.tests()));
                    handOut(batch, now);
                    journal.accept(new RunEvent.HandedOut(batch, now));
                    return batch;
                });
    }

    /** What only agents that last may have goes to them first, and what else waits on top. */
    private Optional<Choice> waitingFor(Asker asker) {
        boolean both = asker.lasts() && lasting.size() > 0;
        Waiting first = both ? lasting : ordinary;
        Duration expected =
                both ? lasting.expected().plus(ordinary.expected()) : ordinary.expected();
        int waiting = ordinary.size() + (both ? lasting.size() : 0);
        int share = (waiting + 2 * terms.agents() - 1) / (2 * terms.agents());
        int most = Math.min(terms.cutting().mostTests(), limit(share));
        Duration length = terms.cutting().length(asker.reclaimsPerHour(), expected, terms.agents());
        List<String> tests = new ArrayList<>(first.first(length, most));
        for (String test : tests) {
            length = length.minus(estimates.of(test));
        }
        if (both && tests.size() < most && !length.isNegative()) {
            tests.addAll(ordinary.first(length, most - tests.size()));
        }
        return tests.isEmpty()
                ? Optional.empty()
                : Optional.of(new Choice(Batch.Kind.FRESH, tests));
    }

    /** While nothing is known of tests, no agent gets more of them than its share. */
    private int limit(int share) {
        return terms.known().isEmpty() ? Math.max(1, share) : Integer.MAX_VALUE;
    }

    private Tail tail(Asker asker, Instant now) {
        return new Tail(
                held.values(),
                estimates,
                terms.cutting(),
                new Tail.For(asker, now, test -> asker.lasts() || !standings.hasToLast(test)));
    }

    void handOut(Batch batch, Instant at) {
        batches.put(batch.number(), batch);
        for (Assignment one : batch.assignments()) {
            standings.handedOut(one.test());
            remove(one.test());
            if (batch.kind() == Batch.Kind.STOLEN) {
                held.values().forEach(other -> other.drop(one.test()));
            }
        }
        held.put(batch.number(), new Held(batch, estimates, at));
        forgetDone();
    }

    /**
     * Takes in what an agent says of a test of one of its own batches. It counts also if the batch
     * was taken back meanwhile.
     *
     * @return the result, if this is it; empty if the report does not count, or the test failed and
     *     is run again
     */
    public Optional<TestResult> report(
            String instanceId, int batchNumber, Report report, Instant now) {
        Batch batch = batches.get(batchNumber);
        boolean isOwn = batch != null && batch.instanceId().equals(instanceId);
        if (!isOwn || !standings.counts(batch, report)) {
            refused++;
            return Optional.empty();
        }
        Optional<TestResult> result = count(batchNumber, report, now);
        journal.accept(new RunEvent.Reported(batchNumber, report, now));
        return result;
    }

    Optional<TestResult> count(int batchNumber, Report report, Instant at) {
        Batch batch = batches.get(batchNumber);
        if (batch == null || !standings.counts(batch, report)) {
            return Optional.empty(); // of a batch whose event could not be read any more
        }
        String test = report.test();
        estimates.saw(test, report.took());
        Held holder = held.get(batchNumber);
        if (holder != null) {
            holder.reported(at);
            holder.drop(test);
        }
        Optional<TestResult> result = standings.report(batch, report);
        if (result.isPresent()) {
            remove(test);
            held.values().forEach(other -> other.drop(test));
        } else {
            putBack(test);
        }
        forgetDone();
        return result;
    }

    /**
     * Puts the tests of a batch that have no result back among those that wait. A batch that is
     * done, unknown or already taken back has nothing to give.
     */
    public Returned takeBack(int batchNumber, Loss loss) {
        if (!held.containsKey(batchNumber)) {
            return Returned.NOTHING;
        }
        Returned returned = putBack(batchNumber, loss);
        journal.accept(new RunEvent.TakenBack(batchNumber, loss));
        if (barren >= BARREN_BATCHES && standings.nothingReported()) {
            stop(Stop.NO_RESULTS);
        }
        return returned;
    }

    Returned putBack(int batchNumber, Loss loss) {
        Held lost = held.remove(batchNumber);
        if (lost == null) {
            return Returned.NOTHING;
        }
        barren += loss == Loss.LEFT_OUT ? 1 : 0;
        List<TestResult> givenUp = standings.lost(lost, loss);
        List<Assignment> back = new ArrayList<>();
        for (Assignment one : lost.left()) {
            if (!standings.isFinished(one.test())) {
                putBack(one.test());
                back.add(one);
            }
        }
        givenUp.forEach(result -> held.values().forEach(other -> other.drop(result.test())));
        forgetDone();
        return new Returned(back, givenUp);
    }

    /** Unless somebody else holds it still. */
    private void putBack(String test) {
        if (held.values().stream().noneMatch(other -> other.holds(test))) {
            (standings.hasToLast(test) ? lasting : ordinary).add(test);
        }
    }

    private void remove(String test) {
        ordinary.remove(test);
        lasting.remove(test);
    }

    private void forgetDone() {
        held.values().removeIf(Held::isDone);
    }

    /** Hands out nothing more. Reports of what runs still count. Only the first reason stays. */
    public void stop(Stop why) {
        if (!isOver()) {
            end(why);
            journal.accept(new RunEvent.Stopped(why));
        }
    }

    void end(Stop why) {
        stopped = stopped.or(() -> Optional.of(why));
    }

    /** Why the run was stopped; empty if it was not. */
    public Optional<Stop> stopped() {
        return stopped;
    }

    /** The batches an agent holds that are neither done nor taken back, oldest first. */
    public List<Batch> heldBy(String instanceId) {
        return held.values().stream()
                .map(Held::batch)
                .filter(batch -> batch.instanceId().equals(instanceId))
                .toList();
    }

    /** Whether an agent still has something to do for a batch; if not, it may end its command. */
    public boolean isHeld(int batchNumber) {
        return held.containsKey(batchNumber);
    }

    /** Tests of a batch that have no result and were not given to others; empty if it is done. */
    public List<String> leftOf(int batchNumber) {
        Held holder = held.get(batchNumber);
        return holder == null ? List.of() : holder.left().stream().map(Assignment::test).toList();
    }

    /** Whether an agent more could do at once what takes another one too long. */
    public boolean isAnyOverdue(Instant now) {
        return !isOver() && tail(Asker.of(""), now).copied().isPresent();
    }

    /** Every batch that is in an agent's hands, oldest first. */
    public List<Batch> held() {
        return held.values().stream().map(Held::batch).toList();
    }

    /** Whether every test has its result. */
    public boolean isFinished() {
        return standings.isFinished();
    }

    /** Whether nothing will be handed out any more. */
    public boolean isOver() {
        return isFinished() || stopped.isPresent();
    }

    /** The results so far, in the order in which the tests were named. */
    public List<TestResult> results() {
        return standings.results();
    }

    /** Tests without a result, in the order in which they were named. */
    public List<String> unfinished() {
        return standings.unfinished();
    }

    /** What waits that only an agent that lasts may have. */
    public WorkLeft leftForLasting() {
        return new WorkLeft(lasting.expected(), lasting.size(), 0);
    }

    /** Lets any agent have what waits for one that lasts; answers how many tests that are. */
    int excuseFromLasting() {
        List<String> tests = lasting.all();
        for (String test : tests) {
            standings.excuse(test);
            lasting.remove(test);
            ordinary.add(test);
        }
        return tests.size();
    }

    /** What is left to do, for who decides how many agents that needs. */
    public WorkLeft left(Instant now) {
        Duration begun =
                held.values().stream()
                        .map(one -> one.rest(now))
                        .reduce(Duration.ZERO, Duration::plus);
        Duration waiting = ordinary.expected().plus(lasting.expected());
        int busy =
                (int)
                        held.values().stream()
                                .map(one -> one.batch().instanceId())
                                .distinct()
                                .count();
        return new WorkLeft(waiting.plus(begun), ordinary.size() + lasting.size(), busy);
    }

    public Progress progress() {
        int waiting = ordinary.size() + lasting.size();
        int finished = standings.finished();
        return new Progress(
                standings.tests(),
                finished,
                standings.tests() - finished - waiting,
                waiting,
                new Progress.Extra(standings.repeated(), refused));
    }

    /** Tests to hand out, and where they are. */
    record Choice(Batch.Kind kind, List<String> tests) {}
}
