package io.jenkins.plugins.spotagents.tests;

import hudson.EnvVars;
import hudson.model.Run;
import io.spotagents.batches.Batch;
import io.spotagents.batches.Chances;
import io.spotagents.batches.Crew;
import io.spotagents.batches.Cutting;
import io.spotagents.batches.Hiring;
import io.spotagents.batches.Loss;
import io.spotagents.batches.Outcome;
import io.spotagents.batches.Report;
import io.spotagents.batches.RunBook;
import io.spotagents.batches.RunEvent;
import io.spotagents.batches.Stop;
import io.spotagents.batches.TestResult;
import io.spotagents.batches.TestRun;
import io.spotagents.batches.WaitForLasting;
import io.spotagents.batches.WorkLeft;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A test run under way: who works on it, what they report, and when it is over. Everything that
 * changes it goes through its lock; what changed is on disk before anybody is told.
 */
final class LiveRun {

    private static final Logger LOGGER = Logger.getLogger(LiveRun.class.getName());

    /** Of a batch: a shell, a tool that starts, the last look at its reports. */
    private static final Duration OVERHEAD = Duration.ofSeconds(10);

    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int MOST_TESTS = 10_000;
    private static final int SUSPICIONS = 2;

    /** After so many a test is kept from what is reclaimed. */
    static final int RECLAIMS_BEFORE_LASTING = 2;

    /** If somebody leaves it to us how many. */
    static final int MOST_AGENTS = 500;

    /** Until its first test: boot, connect, prepare. */
    private static final Duration START = Duration.ofMinutes(3);

    private static final int MOST_UNPREPARED = 3;

    private final Setup setup;
    private final RunBook book;
    private final ResultFiles files;
    private final TestRun run;
    private final Money money;
    private final Tell tell;
    private final List<RunEvent> unwritten = new ArrayList<>();
    private final AskedAgents asked = new AskedAgents(this);
    private final WhyNoAgent whyNoAgent = new WhyNoAgent();
    private final WaitForLasting waitForLasting = new WaitForLasting();
    private final Hiring hiring;

    /** Whether each stays; one whose reclaim was announced may report until it dies. */
    private final Map<AgentWork, Boolean> working = new LinkedHashMap<>();

    private final CountDownLatch over = new CountDownLatch(1);
    private boolean othersWait;
    private int unprepared;
    private int prepared;

    /**
     * What a run is about.
     *
     * @param id the same after a restart
     */
    record Setup(
            String id, Run<?, ?> build, SpotTestsStep step, List<String> tests, Instant began) {
        Optional<Instant> deadline() {
            return step.getDeadline() == 0
                    ? Optional.empty()
                    : Optional.of(began.plus(Duration.ofMinutes(step.getDeadline())));
        }
    }

    LiveRun(Setup setup, RunBook book, Tell tell) throws IOException {
        this.setup = setup;
        this.book = book;
        this.tell = tell;
        this.files = new ResultFiles(setup.build().getRootDir().toPath(), setup.id());
        this.money = new Money(setup.step().getBudget());
        int agents = setup.step().getAgents();
        this.hiring = new Hiring(agents, new Crew(setup.step().mostAgents(), START));
        this.run = new TestRun(setup.tests(), terms(), unwritten::add);
        run.replay(book.events(setup.id()));
        run.held().forEach(batch -> run.takeBack(batch.number(), Loss.RELEASED));
        written();
    }

    private TestRun.Terms terms() {
        SpotTestsStep step = setup.step();
        TestRun.Terms alone =
                new TestRun.Terms(
                        book.durations(setup.build().getParent().getFullName()),
                        new Cutting(OVERHEAD, LONGEST, MOST_TESTS),
                        new Chances(
                                step.getReclaims(),
                                step.getFailures(),
                                SUSPICIONS,
                                RECLAIMS_BEFORE_LASTING),
                        1);
        Instant now = Instant.now();
        WorkLeft all = new TestRun(setup.tests(), alone).left(now);
        int agents =
                Math.max(
                        1,
                        hiring.wanted(
                                all, setup.deadline().map(one -> Duration.between(now, one))));
        return new TestRun.Terms(alone.known(), alone.cutting(), alone.chances(), agents);
    }

    String id() {
        return setup.id();
    }

    SpotTestsStep step() {
        return setup.step();
    }

    Setup setup() {
        return setup;
    }

    /** Of the build; an agent's own comes on top. */
    EnvVars environment() {
        return tell.environment();
    }

    synchronized void came(AgentWork work) {
        asked.came(work.task());
        working.put(work, Boolean.TRUE);
        money.came(work);
    }

    synchronized void left(AgentWork work) {
        run.heldBy(work.id()).forEach(batch -> takeBack(batch, Loss.RELEASED));
        working.remove(work);
        money.left(work);
        written();
    }

    /** The next batch for an agent; empty if there is none for it now. */
    synchronized Optional<Batch> next(AgentWork work) {
        prepared++;
        money.check(work).ifPresent(why -> stop(Stop.BUDGET, why));
        Optional<Batch> batch =
                work.isLeaving() ? Optional.empty() : run.next(work.asker(), Instant.now());
        written();
        return batch;
    }

    synchronized void reported(AgentWork work, Batch batch, PickedUp picked) {
        picked.unknown().stream().findFirst().ifPresent(name -> tell.unknown(name));
        for (PickedUp.Picked one : picked.tests()) {
            Outcome outcome = Outcome.valueOf(one.outcome());
            Report report = new Report(one.test(), outcome, Duration.ofMillis(one.millis()));
            Optional<TestResult> result =
                    run.report(work.id(), batch.number(), report, Instant.now());
            result.ifPresent(counts -> files.write(counts, one.cases()));
        }
        if (!picked.tests().isEmpty()) {
            written();
        }
    }

    /** It has ended; what it left out goes elsewhere, or is given up. */
    synchronized void ended(AgentWork work, Batch batch, RunningBatch.Ended ended) {
        if (!work.isConnected() || work.isLeaving() || !run.isHeld(batch.number())) {
            return;
        }
        List<String> leftOut = run.leftOf(batch.number());
        tell.leftOut(work.where(), leftOut, ended);
        takeBack(batch, Loss.LEFT_OUT);
        if (run.stopped().filter(Stop.NO_RESULTS::equals).isPresent()) {
            tell.stopped(Messages.LiveRun_NoResults(setup.step().getReports(), ended.how()));
        }
        written();
    }

    synchronized void notPrepared(AgentWork work, int exitCode, String lastLines) {
        tell.notPrepared(work.where(), exitCode, lastLines);
        if (++unprepared >= MOST_UNPREPARED && prepared == 0) {
            stop(Stop.NOT_PREPARED, Messages.LiveRun_NotPrepared(unprepared, exitCode));
            written();
        }
    }

    /** Its instance is taken, or is about to be. */
    synchronized void reclaimed(AgentWork work, String why) {
        if (working.replace(work, Boolean.TRUE, Boolean.FALSE)) {
            List<String> back = new ArrayList<>();
            for (Batch batch : run.heldBy(work.id())) {
                back.addAll(run.leftOf(batch.number()));
                takeBack(batch, Loss.RECLAIMED);
            }
            tell.reclaimed(work.where(), why, back.size());
            written();
        }
    }

    /** Something broke that is not a test: most likely the agent is gone. */
    synchronized void lost(AgentWork work, String why) {
        if (isOver() || work.isLeaving()) {
            return;
        }
        if (!work.isConnected()) {
            reclaimed(work, Messages.LiveRun_ConnectionLost());
            return;
        }
        boolean held = !run.heldBy(work.id()).isEmpty();
        run.heldBy(work.id()).forEach(batch -> takeBack(batch, Loss.UNEXPLAINED));
        tell.broken(work.where(), why);
        if (!held && ++unprepared >= MOST_UNPREPARED && prepared == 0) {
            stop(Stop.NOT_PREPARED, Messages.LiveRun_Broken(unprepared, why));
        }
        written();
    }

    private void takeBack(Batch batch, Loss loss) {
        run.takeBack(batch.number(), loss)
                .givenUp()
                .forEach(result -> files.write(result, ResultFiles.lost(result)));
    }

    synchronized boolean isHeld(Batch batch) {
        return run.isHeld(batch.number());
    }

    /**
     * Whether an agent that has had nothing to do for so long is no longer needed. If others wait
     * for it, it goes at once.
     */
    synchronized boolean isOneTooMany(Duration idle, Duration most) {
        return run.isOver()
                || (othersWait || idle.compareTo(most) > 0)
                        && hiring.isOneTooMany(run, Instant.now(), setup.deadline(), agents());
    }

    synchronized boolean isOver() {
        return run.isOver();
    }

    /** Waits until it is over, at most so long. */
    boolean isOverWithin(Duration most) throws InterruptedException {
        return over.await(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    synchronized void stop(Stop why, String message) {
        if (!run.isOver()) {
            run.stop(why);
            tell.stopped(message);
            written();
        }
    }

    /** Asks for agents or for fewer, looks at the limits. To be called each second or so. */
    synchronized void look() {
        Instant now = Instant.now();
        setup.deadline()
                .filter(deadline -> !deadline.isAfter(now))
                .ifPresent(
                        deadline ->
                                stop(
                                        Stop.DEADLINE,
                                        Messages.LiveRun_Deadline(setup.step().getDeadline())));
        money.look(now).ifPresent(why -> stop(Stop.BUDGET, why));
        asked.forgetGone();
        othersWait = asked.doOthersWait();
        if (run.isOver()) {
            asked.withdrawAll();
        } else {
            int excused = waitForLasting.look(run, agents(), now);
            if (excused > 0) {
                tell.noneLasts(excused, asked.whyNone());
            }
            asked.ask(hiring.more(run, now, setup.deadline(), agents()));
            boolean isWaiting = working.isEmpty() && asked.count() > 0;
            whyNoAgent.look(now, isWaiting, asked::whyNone).ifPresent(tell::noAgent);
        }
        tell.progress(standing());
    }

    private Hiring.Now agents() {
        long lasting = working.keySet().stream().filter(AgentWork::lastsAndStays).count();
        return new Hiring.Now(staying(), (int) lasting, asked.count(), asked.countLasting());
    }

    private int staying() {
        return (int) working.values().stream().filter(stays -> stays).count();
    }

    /** Where it stands, for people. */
    synchronized Standing standing() {
        return Standing.of(run, List.copyOf(working.keySet()), money.spent(Instant.now()));
    }

    /** Whether it is over and every agent has left. */
    synchronized boolean isDone() {
        return run.isOver() && working.isEmpty();
    }

    /** The results; complete unless it was stopped. */
    synchronized TestRun results() {
        return run;
    }

    int reclaims() {
        return tell.reclaims();
    }

    ResultFiles files() {
        return files;
    }

    /** Nothing of it need be kept. */
    synchronized void forget() {
        Map<String, Duration> took = new LinkedHashMap<>();
        for (TestResult result : run.results()) {
            if (!result.took().isZero()) {
                took.put(result.test(), result.took());
            }
        }
        book.took(setup.build().getParent().getFullName(), took, Instant.now());
        book.ended(setup.id());
        try {
            files.forgetParts();
        } catch (IOException e) {
            LOGGER.log(Level.FINE, e, () -> "They stay in the build's folder: " + files.folder());
        }
    }

    private void written() {
        book.append(setup.id(), unwritten);
        unwritten.clear();
        if (run.isOver()) {
            over.countDown();
        }
    }
}
