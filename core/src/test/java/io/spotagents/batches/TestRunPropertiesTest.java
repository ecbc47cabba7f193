package io.spotagents.batches;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds whatever is lost, late, told twice, stolen, copied or left out, in any order. */
class TestRunPropertiesTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @ParameterizedTest
    @MethodSource("seeds")
    void everyTestGetsExactlyOneResult(long seed) {
        Chaos chaos = new Chaos(seed);

        chaos.toTheEnd();

        assertThat(chaos.counted).hasSameSizeAs(chaos.tests).containsOnlyKeys(chaos.tests);
        assertThat(chaos.counted.values()).containsOnly(1);
        assertThat(chaos.run.results())
                .extracting(TestResult::test)
                .containsExactlyElementsOf(chaos.tests);
        assertThat(chaos.run.next(Asker.of("i-1"), chaos.now)).isEmpty();
        assertThat(chaos.run.held()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theSameInputGivesTheSameOutput(long seed) {
        Chaos one = new Chaos(seed);
        Chaos other = new Chaos(seed);

        one.toTheEnd();
        other.toTheEnd();

        assertThat(one.events).isEqualTo(other.events);
    }

    /** As after a crash: from what was written down, at any moment. */
    @ParameterizedTest
    @MethodSource("seeds")
    void theEventsMakeAnEqualRun(long seed) {
        Chaos chaos = new Chaos(seed);
        chaos.steps(20);

        TestRun again = new TestRun(chaos.tests, chaos.terms);
        again.replay(List.copyOf(chaos.events));

        assertThat(again.results()).isEqualTo(chaos.run.results());
        assertThat(again.held()).isEqualTo(chaos.run.held());
        assertThat(again.unfinished()).isEqualTo(chaos.run.unfinished());
        assertThat(again.left(chaos.now)).isEqualTo(chaos.run.left(chaos.now));
        assertThat(again.next(Asker.of("i-99"), chaos.now))
                .isEqualTo(chaos.run.next(Asker.of("i-99"), chaos.now));
    }

    /** No test is handed to an agent that may be reclaimed after it was reclaimed too often. */
    @ParameterizedTest
    @MethodSource("seeds")
    void whatWasReclaimedTooOftenIsHandedOnlyToAgentsThatLast(long seed) {
        Chaos chaos = new Chaos(seed);

        while (!chaos.run.isOver()) {
            chaos.step();
            chaos.lastToSpot.ifPresent(
                    batch ->
                            assertThat(batch.tests())
                                    .noneMatch(
                                            test ->
                                                    chaos.onlyTestReclaims.getOrDefault(test, 0)
                                                            >= chaos.terms
                                                                    .chances()
                                                                    .reclaimsBeforeLasting()));
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    /** A run in which anything happens. */
    private static final class Chaos {

        private static final Outcome[] REPORTED = {
            Outcome.PASSED, Outcome.PASSED, Outcome.FAILED, Outcome.SKIPPED
        };

        private final Random random;
        private final List<String> tests;
        private final TestRun.Terms terms;
        private final List<RunEvent> events = new ArrayList<>();
        private final TestRun run;
        private final List<Batch> handedOut = new ArrayList<>();
        private final Map<String, Integer> counted = new HashMap<>();
        private final Map<String, Integer> onlyTestReclaims = new HashMap<>();
        private Optional<Batch> lastToSpot = Optional.empty();
        private Instant now = NOON;

        Chaos(long seed) {
            random = new Random(seed);
            tests = IntStream.rangeClosed(0, random.nextInt(200)).mapToObj(i -> "t" + i).toList();
            Map<String, Duration> known = new HashMap<>();
            for (String test : tests) {
                if (random.nextBoolean()) {
                    known.put(test, Duration.ofMillis(random.nextInt(60_000)));
                }
            }
            terms =
                    new TestRun.Terms(
                            seed % 5 == 0 ? Map.of() : known,
                            new Cutting(
                                    Duration.ofSeconds(random.nextInt(20)),
                                    Duration.ofMinutes(10),
                                    1 + random.nextInt(30)),
                            new Chances(5, random.nextInt(3), 3, 2),
                            1 + random.nextInt(8));
            run = new TestRun(tests, terms, events::add);
        }

        void toTheEnd() {
            while (!run.isFinished()) {
                step();
            }
        }

        void steps(int count) {
            for (int i = 0; i < count && !run.isOver(); i++) {
                step();
            }
        }

        void step() {
            now = now.plusMillis(random.nextInt(30_000));
            boolean lasts = random.nextInt(3) == 0;
            Asker asker = new Asker("i-" + random.nextInt(20), random.nextDouble(), lasts);
            Optional<Batch> next = run.next(asker, now);
            lastToSpot = lasts ? Optional.empty() : next;
            next.ifPresent(handedOut::add);
            if (handedOut.isEmpty()) {
                return;
            }
            reportSome(any());
            if (random.nextInt(3) == 0) {
                takeBack(any());
            }
            Progress progress = run.progress();
            assertThat(progress.finished() + progress.handedOut() + progress.waiting())
                    .isEqualTo(tests.size());
        }

        private Batch any() {
            return handedOut.get(random.nextInt(handedOut.size()));
        }

        private void takeBack(Batch batch) {
            // Leaving out everything from the start on stops a run, which is another test's matter.
            Loss[] losses =
                    counted.isEmpty() ? new Loss[] {Loss.RECLAIMED, Loss.RELEASED} : Loss.values();
            Loss loss = losses[random.nextInt(losses.length)];
            boolean isHeld = run.isHeld(batch.number());
            Returned returned = run.takeBack(batch.number(), loss);
            returned.givenUp().forEach(this::count);
            if (loss == Loss.RECLAIMED && isHeld && batch.assignments().size() == 1) {
                onlyTestReclaims.merge(batch.tests().get(0), 1, Integer::sum);
            }
        }

        private void reportSome(Batch batch) {
            for (Assignment one : batch.assignments()) {
                if (random.nextInt(4) > 0) {
                    Outcome outcome = REPORTED[random.nextInt(REPORTED.length)];
                    Duration took = Duration.ofMillis(random.nextInt(60_000));
                    run.report(
                                    batch.instanceId(),
                                    batch.number(),
                                    new Report(one.test(), outcome, took),
                                    now)
                            .ifPresent(this::count);
                }
            }
        }

        private void count(TestResult result) {
            counted.merge(result.test(), 1, Integer::sum);
        }
    }
}
