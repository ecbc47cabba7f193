package io.spotagents.batches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TestRunTest {

    private static final Cutting TWO_AT_ONCE = new Cutting(2, 1, 2);

    private final TestRun run = new TestRun(List.of("a", "b", "c", "d", "e"), TWO_AT_ONCE);

    @Test
    void handsOutInTheGivenOrder() {
        Batch first = run.next("i-1").orElseThrow();
        Batch second = run.next("i-2").orElseThrow();

        assertThat(tests(first)).containsExactly("a", "b");
        assertThat(tests(second)).containsExactly("c", "d");
        assertThat(second.number()).isEqualTo(2);
    }

    @Test
    void cutsSmallerBatchesTowardsTheEnd() {
        TestRun run100 = new TestRun(ids(100), new Cutting(10, 4, 2));

        List<Integer> sizes = new ArrayList<>();
        for (Optional<Batch> next = run100.next("i"); next.isPresent(); next = run100.next("i")) {
            sizes.add(next.get().assignments().size());
        }

        assertThat(sizes).isSortedAccordingTo((a, b) -> b - a).startsWith(10, 10).endsWith(1, 1);
        assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(100);
    }

    @Test
    void putsWhatWasNotReportedBackToTheFront() {
        Batch lost = run.next("i-1").orElseThrow();
        run.report("i-1", lost.number(), "a", Outcome.PASSED);

        Returned returned = run.takeBack(lost.number(), Loss.RECLAIMED);

        assertThat(returned.waiting()).containsExactly(new Assignment("b", 1));
        assertThat(run.next("i-2").orElseThrow().assignments())
                .startsWith(new Assignment("b", 2), new Assignment("c", 1));
    }

    @Test
    void takesABatchBackOnlyOnce() {
        Batch lost = run.next("i-1").orElseThrow();
        run.takeBack(lost.number(), Loss.RECLAIMED);

        assertThat(run.takeBack(lost.number(), Loss.RECLAIMED).isEmpty()).isTrue();
        assertThat(run.progress().waiting()).isEqualTo(5);
    }

    @Test
    void countsALateReportAndHandsItsTestOutNoMore() {
        Batch lost = run.next("i-1").orElseThrow();
        run.takeBack(lost.number(), Loss.RECLAIMED);

        Optional<TestResult> late = run.report("i-1", lost.number(), "a", Outcome.FAILED);

        assertThat(late).contains(new TestResult("a", 1, 1, "i-1", Outcome.FAILED));
        assertThat(tests(run.next("i-2").orElseThrow())).doesNotContain("a");
    }

    @Test
    void countsTheFirstOfTwoReports() {
        Batch batch = run.next("i-1").orElseThrow();
        run.report("i-1", batch.number(), "a", Outcome.PASSED);

        assertThat(run.report("i-1", batch.number(), "a", Outcome.FAILED)).isEmpty();
        assertThat(run.progress().extra().refused()).isEqualTo(1);
    }

    @Test
    void refusesAReportOfATestThatIsNotInTheBatch() {
        Batch batch = run.next("i-1").orElseThrow();

        assertThat(run.report("i-1", batch.number(), "e", Outcome.PASSED)).isEmpty();
        assertThat(run.report("i-1", 99, "a", Outcome.PASSED)).isEmpty();
    }

    @Test
    void refusesAReportOfAnotherAgentsTest() {
        Batch batch = run.next("i-1").orElseThrow();

        assertThat(run.report("i-2", batch.number(), "a", Outcome.PASSED)).isEmpty();
    }

    @Test
    void givesUpATestThatRanAtEveryUnexplainedLoss() {
        Batch first = run.next("i-1").orElseThrow();
        run.takeBack(first.number(), Loss.UNEXPLAINED);
        Batch second = run.next("i-2").orElseThrow();

        Returned returned = run.takeBack(second.number(), Loss.UNEXPLAINED);

        assertThat(returned.givenUp())
                .containsExactly(new TestResult("a", 2, 2, "i-2", Outcome.LOST));
        assertThat(returned.waiting()).containsExactly(new Assignment("b", 2));
    }

    @Test
    void blamesNoTestForAReclaim() {
        for (int i = 0; i < 50; i++) {
            Batch batch = run.next("i-" + i).orElseThrow();
            assertThat(run.takeBack(batch.number(), Loss.RECLAIMED).givenUp()).isEmpty();
        }
    }

    @Test
    void tellsWhatAnAgentHolds() {
        Batch first = run.next("i-1").orElseThrow();
        run.next("i-2");
        Batch third = run.next("i-1").orElseThrow();
        first.assignments()
                .forEach(one -> run.report("i-1", first.number(), one.test(), Outcome.PASSED));

        assertThat(run.heldBy("i-1")).containsExactly(third);
    }

    @Test
    void refusesATestNamedTwice() {
        assertThatThrownBy(() -> new TestRun(List.of("a", "a"), TWO_AT_ONCE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("twice");
    }

    /** Whatever is lost, late or told twice, in whatever order. */
    @ParameterizedTest
    @MethodSource("seeds")
    void everyTestGetsExactlyOneResult(long seed) {
        Random random = new Random(seed);
        List<String> all = ids(1 + random.nextInt(200));
        Cutting cutting = new Cutting(1 + random.nextInt(12), 1 + random.nextInt(8), 3);
        TestRun chaos = new TestRun(all, cutting);
        Map<String, Integer> counted = new HashMap<>();
        List<Batch> handedOut = new ArrayList<>();

        while (!chaos.isFinished()) {
            chaos.next("i-" + random.nextInt(20)).ifPresent(handedOut::add);
            Batch any = handedOut.get(random.nextInt(handedOut.size()));
            reportSome(chaos, any, random, counted);
            if (random.nextInt(3) == 0) {
                Batch lost = handedOut.get(random.nextInt(handedOut.size()));
                Loss loss = random.nextInt(4) == 0 ? Loss.UNEXPLAINED : Loss.RECLAIMED;
                chaos.takeBack(lost.number(), loss)
                        .givenUp()
                        .forEach(result -> counted.merge(result.test(), 1, Integer::sum));
            }
            Progress now = chaos.progress();
            assertThat(now.finished() + now.handedOut() + now.waiting()).isEqualTo(all.size());
        }

        assertThat(counted).hasSameSizeAs(all).containsOnlyKeys(all);
        assertThat(counted.values()).containsOnly(1);
        assertThat(chaos.next("i-1")).isEmpty();
    }

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    private static void reportSome(
            TestRun chaos, Batch batch, Random random, Map<String, Integer> counted) {
        for (Assignment one : batch.assignments()) {
            if (random.nextInt(4) > 0) {
                chaos.report(batch.instanceId(), batch.number(), one.test(), Outcome.PASSED)
                        .ifPresent(result -> counted.merge(result.test(), 1, Integer::sum));
            }
        }
    }

    private static List<String> ids(int count) {
        return IntStream.range(0, count).mapToObj(index -> "t" + index).toList();
    }

    private static List<String> tests(Batch batch) {
        return batch.assignments().stream().map(Assignment::test).toList();
    }
}
