package io.spotagents.batches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TestRunTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Cutting TWO_AT_ONCE = cutting(60, 2);
    private static final Chances CHANCES = new Chances(3, 0, 2, 2);

    private final List<RunEvent> events = new ArrayList<>();
    private final TestRun run = run(Map.of(), TWO_AT_ONCE, CHANCES);

    @Test
    void handsOutInTheGivenOrderWhatTakesEquallyLong() {
        Batch first = next("i-1");
        Batch second = next("i-2");

        assertThat(first.tests()).containsExactly("a", "b");
        assertThat(second.tests()).startsWith("c");
        assertThat(second.number()).isEqualTo(2);
    }

    @Test
    void handsOutTheLongestFirstAndTakesTheUnknownForTheMedian() {
        Map<String, Duration> known = Map.of("e", seconds(9), "d", seconds(5), "a", seconds(1));
        TestRun longest = run(known, cutting(0, 1), CHANCES);

        List<String> order =
                IntStream.range(0, 5)
                        .mapToObj(i -> longest.next(Asker.of("i-" + i), NOON).orElseThrow())
                        .flatMap(batch -> batch.tests().stream())
                        .toList();

        assertThat(order).containsExactly("e", "b", "c", "d", "a");
    }

    @Test
    void cutsSmallerBatchesTowardsTheEnd() {
        List<String> tests = IntStream.range(0, 100).mapToObj(i -> "t" + i).toList();
        TestRun run100 =
                new TestRun(tests, new TestRun.Terms(Map.of(), cutting(0, 10), CHANCES, 4));

        List<Integer> sizes = new ArrayList<>();
        while (run100.progress().waiting() > 0) {
            sizes.add(run100.next(Asker.of("i"), NOON).orElseThrow().assignments().size());
        }

        assertThat(sizes).isSortedAccordingTo((a, b) -> b - a).startsWith(10, 10).endsWith(1, 1);
        assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(100);
    }

    @Test
    void putsWhatWasNotReportedBack() {
        Batch lost = next("i-1");
        report(lost, "a", Outcome.PASSED);

        Returned returned = run.takeBack(lost.number(), Loss.RECLAIMED);

        assertThat(returned.waiting()).containsExactly(new Assignment("b", 1));
        assertThat(next("i-2").assignments()).startsWith(new Assignment("b", 2));
    }

    @Test
    void itsEventsTellHowOftenAgentsWithTestsWereReclaimed() {
        Batch reclaimed = next("i-1");
        report(reclaimed, "a", Outcome.PASSED);
        run.takeBack(reclaimed.number(), Loss.RECLAIMED);
        run.takeBack(next("i-2").number(), Loss.RELEASED);

        assertThat(Past.of(events)).isEqualTo(new Past(1, 1));
    }

    @Test
    void takesABatchBackOnlyOnce() {
        Batch lost = next("i-1");
        run.takeBack(lost.number(), Loss.RECLAIMED);

        assertThat(run.takeBack(lost.number(), Loss.RECLAIMED).isEmpty()).isTrue();
        assertThat(run.progress().waiting()).isEqualTo(5);
    }

    @Test
    void countsALateReportAndHandsItsTestOutNoMore() {
        Batch lost = next("i-1");
        run.takeBack(lost.number(), Loss.RECLAIMED);

        Optional<TestResult> late = report(lost, "a", Outcome.FAILED);

        assertThat(late)
                .contains(
                        new TestResult(
                                "a", new Attempt(1, 1, "i-1"), Outcome.FAILED, Duration.ZERO));
        assertThat(next("i-2").tests()).doesNotContain("a");
    }

    @Test
    void countsTheFirstOfTwoReports() {
        Batch batch = next("i-1");
        report(batch, "a", Outcome.PASSED);

        assertThat(report(batch, "a", Outcome.FAILED)).isEmpty();
        assertThat(run.progress().extra().refused()).isEqualTo(1);
    }

    @Test
    void refusesAReportOfATestThatIsNotInTheBatchOrNotInTheRun() {
        Batch batch = next("i-1");

        assertThat(report(batch, "e", Outcome.PASSED)).isEmpty();
        assertThat(report(batch, "unheard of", Outcome.PASSED)).isEmpty();
        assertThat(run.report("i-1", 99, Report.of("a", Outcome.PASSED), NOON)).isEmpty();
        assertThat(run.report("i-2", 1, Report.of("a", Outcome.PASSED), NOON)).isEmpty();
        assertThat(run.progress().extra().refused()).isEqualTo(4);
    }

    @Test
    void runsAFailedTestAgainAndCallsItFlakyIfItPassesThen() {
        TestRun patient = run(Map.of(), cutting(60, 5), new Chances(3, 1, 2, 2));
        Batch first = patient.next(Asker.of("i-1"), NOON).orElseThrow();
        Optional<TestResult> failed =
                patient.report("i-1", 1, Report.of("a", Outcome.FAILED), NOON);

        Batch again = patient.next(Asker.of("i-2"), NOON).orElseThrow();
        Optional<TestResult> passed =
                patient.report("i-2", 2, Report.of("a", Outcome.PASSED), NOON);

        assertThat(first.tests()).contains("a");
        assertThat(failed).isEmpty();
        assertThat(again.assignments()).contains(new Assignment("a", 2));
        assertThat(passed.map(TestResult::outcome)).contains(Outcome.FLAKY);
    }

    @Test
    void failsATestThatFailsOnceTooOften() {
        TestRun patient = run(Map.of(), cutting(60, 5), new Chances(3, 1, 2, 2));
        patient.next(Asker.of("i-1"), NOON);
        patient.report("i-1", 1, Report.of("a", Outcome.FAILED), NOON);
        patient.next(Asker.of("i-2"), NOON);

        Optional<TestResult> second =
                patient.report("i-2", 2, Report.of("a", Outcome.FAILED), NOON);

        assertThat(second.map(TestResult::outcome)).contains(Outcome.FAILED);
    }

    @Test
    void givesUpATestThatRanAtEveryUnexplainedLoss() {
        run.takeBack(next("i-1").number(), Loss.UNEXPLAINED);

        Returned returned = run.takeBack(next("i-2").number(), Loss.UNEXPLAINED);

        assertThat(returned.givenUp())
                .extracting(TestResult::test, TestResult::outcome)
                .containsExactly(tuple("a", Outcome.LOST));
        assertThat(returned.waiting()).containsExactly(new Assignment("b", 2));
    }

    @Test
    void releasingABatchCountsForNothing() {
        for (int i = 0; i < 50; i++) {
            Batch batch = next("i-" + i);
            assertThat(run.takeBack(batch.number(), Loss.RELEASED).givenUp()).isEmpty();
        }
        assertThat(run.leftForLasting().waiting()).isZero();
    }

    @Test
    void keepsATestThatWasReclaimedTwiceForAgentsThatLast() {
        Asker spot = new Asker("spot", 0.1, false);
        run.takeBack(run.next(spot, NOON).orElseThrow().number(), Loss.RECLAIMED);
        run.takeBack(run.next(spot, NOON).orElseThrow().number(), Loss.RECLAIMED);

        Batch toSpot = run.next(spot, NOON).orElseThrow();
        Batch toLasting = next("lasting");

        assertThat(toSpot.tests()).doesNotContain("a", "b");
        assertThat(toLasting.tests()).containsExactly("a", "b");
        assertThat(run.leftForLasting().waiting()).isZero();
    }

    @Test
    void givesUpATestThatIsReclaimedMoreOftenThanAllowed() {
        List<TestResult> givenUp = new ArrayList<>();
        for (int i = 0; i <= CHANCES.reclaims(); i++) {
            Batch batch = next("i-" + i);
            report(batch, "unheard of", Outcome.PASSED);
            givenUp.addAll(run.takeBack(batch.number(), Loss.RECLAIMED).givenUp());
        }

        assertThat(givenUp).extracting(TestResult::test).contains("a");
        assertThat(givenUp).extracting(TestResult::outcome).containsOnly(Outcome.LOST);
    }

    @Test
    void stealsWhatTheBusiestAgentHasNotBegun() {
        TestRun quick = run(Map.of(), cutting(1, 5), CHANCES, 1);
        Batch victim = quick.next(Asker.of("i-1"), NOON).orElseThrow();
        quick.next(Asker.of("i-2"), NOON);
        quick.next(Asker.of("i-3"), NOON);

        Batch stolen = quick.next(Asker.of("i-4"), NOON).orElseThrow();

        assertThat(victim.tests()).containsExactly("a", "b", "c");
        assertThat(stolen.kind()).isEqualTo(Batch.Kind.STOLEN);
        assertThat(stolen.tests()).containsExactly("c");
        report(quick, victim, "a");
        report(quick, victim, "b");
        assertThat(quick.isHeld(1)).isFalse();
    }

    @Test
    void copiesAStragglerOnceItIsOverdueAndCountsTheFirstResult() {
        TestRun quick = run(Map.of(), cutting(1, 1), CHANCES);
        for (String test : List.of("a", "b", "c", "d", "e")) {
            Batch batch = quick.next(Asker.of("i-" + test), NOON).orElseThrow();
            if (!test.equals("a")) {
                report(quick, batch, test);
            }
        }

        Optional<Batch> early = quick.next(Asker.of("i-9"), NOON.plusSeconds(5));
        Batch copy = quick.next(Asker.of("i-9"), NOON.plusSeconds(60)).orElseThrow();
        Optional<Batch> third = quick.next(Asker.of("i-8"), NOON.plusSeconds(90));
        report(quick, copy, "a");

        assertThat(early).isEmpty();
        assertThat(copy.kind()).isEqualTo(Batch.Kind.COPIED);
        assertThat(third).isEmpty();
        assertThat(quick.isFinished()).isTrue();
        assertThat(quick.isHeld(1)).isFalse();
    }

    @Test
    void stopsIfBatchAfterBatchBringsNothing() {
        for (int i = 0; i < TestRun.BARREN_BATCHES; i++) {
            run.takeBack(next("i-" + i).number(), Loss.LEFT_OUT);
        }

        assertThat(run.stopped()).contains(Stop.NO_RESULTS);
        assertThat(run.next(Asker.of("i-9"), NOON)).isEmpty();
        assertThat(run.isOver()).isTrue();
    }

    @Test
    void handsOutNothingAfterItWasStoppedAndStillCountsReports() {
        Batch batch = next("i-1");

        run.stop(Stop.DEADLINE);
        run.stop(Stop.ABORTED);

        assertThat(run.stopped()).contains(Stop.DEADLINE);
        assertThat(run.next(Asker.of("i-2"), NOON)).isEmpty();
        assertThat(report(batch, "a", Outcome.PASSED)).isPresent();
        assertThat(run.unfinished()).containsExactly("b", "c", "d", "e");
    }

    @Test
    void goesOnFromItsEvents() {
        Batch first = next("i-1");
        report(first, "a", Outcome.PASSED);
        run.takeBack(first.number(), Loss.RECLAIMED);
        Batch second = next("i-2");

        List<RunEvent> happened = List.copyOf(events);
        TestRun again = run(Map.of(), TWO_AT_ONCE, CHANCES);
        again.replay(happened);

        assertThat(again.progress().finished()).isEqualTo(run.progress().finished());
        assertThat(again.results()).isEqualTo(run.results());
        assertThat(again.heldBy("i-2")).containsExactly(second);
        assertThat(again.next(Asker.of("i-3"), NOON)).isEqualTo(run.next(Asker.of("i-3"), NOON));
    }

    @Test
    void refusesATestNamedTwice() {
        assertThatThrownBy(
                        () ->
                                new TestRun(
                                        List.of("a", "a"),
                                        new TestRun.Terms(Map.of(), TWO_AT_ONCE, CHANCES, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("twice");
    }

    private TestRun run(Map<String, Duration> known, Cutting cutting, Chances chances) {
        return run(known, cutting, chances, 1);
    }

    private TestRun run(Map<String, Duration> known, Cutting cutting, Chances chances, int agents) {
        events.clear();
        return new TestRun(
                List.of("a", "b", "c", "d", "e"),
                new TestRun.Terms(known, cutting, chances, agents),
                events::add);
    }

    private Batch next(String instanceId) {
        return run.next(Asker.of(instanceId), NOON).orElseThrow();
    }

    private Optional<TestResult> report(Batch batch, String test, Outcome outcome) {
        return run.report(batch.instanceId(), batch.number(), Report.of(test, outcome), NOON);
    }

    private static void report(TestRun run, Batch batch, String test) {
        run.report(batch.instanceId(), batch.number(), Report.of(test, Outcome.PASSED), NOON);
    }

    private static Cutting cutting(int overheadSeconds, int most) {
        return new Cutting(seconds(overheadSeconds), Duration.ofHours(1), most);
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }
}
