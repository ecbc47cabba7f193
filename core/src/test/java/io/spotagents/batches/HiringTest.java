package io.spotagents.batches;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole runs in which agents come late, are reclaimed, hang, and cannot always be withdrawn. */
class HiringTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final int SEEDS = 200;

    @ParameterizedTest
    @MethodSource("seeds")
    void thereAreNeverMoreAgentsThanAllowedButOneThatLasts(long seed) {
        Staff staff = new Staff(seed);

        staff.toTheEnd();

        assertThat(staff.mostWithoutLasting).isLessThanOrEqualTo(staff.most);
        assertThat(staff.mostOfAll).isLessThanOrEqualTo(staff.most + 1);
        assertThat(staff.run.isFinished()).isTrue();
    }

    /** Or the test above would hold for nothing. */
    @Test
    void theLimitIsReachedAndSoIsTheOneOnTop() {
        List<Staff> all = seeds().mapToObj(Staff::new).toList();

        all.forEach(Staff::toTheEnd);

        assertThat(all).filteredOn(one -> one.mostWithoutLasting == one.most).hasSizeGreaterThan(9);
        assertThat(all).filteredOn(one -> one.mostOfAll == one.most + 1).isNotEmpty();
        assertThat(all).filteredOn(one -> one.sawOverdue).hasSizeGreaterThan(9);
        assertThat(all).filteredOn(one -> one.reclaims > 5).hasSizeGreaterThan(9);
    }

    static LongStream seeds() {
        return LongStream.range(0, SEEDS);
    }

    private record Agent(String id, boolean lasts) {}

    /** A run with those who work on it. */
    private static final class Staff {

        private final Random random;
        private final int most;
        private final Hiring hiring;
        private final TestRun run;
        private final Optional<Instant> deadline;
        private final List<Agent> agents = new ArrayList<>();
        private Instant now = NOON;
        private int asked;
        private int askedToLast;
        private int made;
        private int reclaims;
        private int mostOfAll;
        private int mostWithoutLasting;
        private boolean everAskedToLast;
        private boolean sawOverdue;

        Staff(long seed) {
            random = new Random(seed);
            most = 1 + random.nextInt(8);
            int wished = random.nextBoolean() ? most : 0;
            hiring = new Hiring(wished, new Crew(most, Duration.ofMinutes(3)));
            deadline =
                    random.nextBoolean()
                            ? Optional.of(NOON.plusSeconds(random.nextInt(3000)))
                            : Optional.empty();
            List<String> tests =
                    IntStream.rangeClosed(0, random.nextInt(80)).mapToObj(i -> "t" + i).toList();
            TestRun.Terms terms =
                    new TestRun.Terms(
                            Map.of(),
                            new Cutting(Duration.ofSeconds(10), Duration.ofHours(1), 100),
                            new Chances(8, 1, 3, 2),
                            most);
            run = new TestRun(tests, terms);
        }

        void toTheEnd() {
            while (!run.isFinished()) {
                step();
            }
        }

        private void step() {
            now = now.plusSeconds(random.nextInt(200));
            sawOverdue |= run.isAnyOverdue(now);
            ask(hiring.more(run, now, deadline, there()));
            look();
            if (asked > 0 && random.nextInt(3) > 0) {
                come();
            }
            if (!agents.isEmpty()) {
                happen(agents.get(random.nextInt(agents.size())));
            }
            look();
        }

        private Hiring.Now there() {
            int lasting = (int) agents.stream().filter(Agent::lasts).count();
            return new Hiring.Now(agents.size(), lasting, asked, askedToLast);
        }

        private void look() {
            int all = agents.size() + asked;
            mostOfAll = Math.max(mostOfAll, all);
            if (!everAskedToLast) {
                mostWithoutLasting = Math.max(mostWithoutLasting, all);
            }
        }

        /** What Jenkins has just started cannot be withdrawn. */
        private void ask(Hiring.More more) {
            int toLast = really(more.lasting(), askedToLast);
            int others = really(more.ordinary(), asked - askedToLast);
            asked += toLast + others;
            askedToLast += toLast;
            everAskedToLast |= askedToLast > 0;
        }

        private int really(int more, int there) {
            return more >= 0 ? more : -random.nextInt(1 + Math.min(there, -more));
        }

        /** Where settings have changed meanwhile, what was asked to last need not. */
        private void come() {
            boolean toLast = random.nextInt(asked) < askedToLast;
            boolean lasts = toLast ? random.nextInt(10) > 0 : random.nextInt(10) == 0;
            asked--;
            askedToLast -= toLast ? 1 : 0;
            agents.add(new Agent("i-" + ++made, lasts));
        }

        private void happen(Agent agent) {
            List<Batch> held = run.heldBy(agent.id());
            if (!agent.lasts() && random.nextInt(4) == 0) {
                held.forEach(batch -> run.takeBack(batch.number(), Loss.RECLAIMED));
                agents.remove(agent);
                reclaims++;
            } else if (!held.isEmpty()) {
                report(agent, held.get(0));
            } else if (run.next(new Asker(agent.id(), 1, agent.lasts()), now).isEmpty()
                    && hiring.isOneTooMany(run, now, deadline, there())) {
                agents.remove(agent);
            }
        }

        private void report(Agent agent, Batch batch) {
            List<String> left = run.leftOf(batch.number());
            boolean failed = random.nextInt(5) == 0;
            Outcome outcome = failed ? Outcome.FAILED : Outcome.PASSED;
            Duration took = Duration.ofSeconds(1 + random.nextInt(60));
            run.report(agent.id(), batch.number(), new Report(left.get(0), outcome, took), now);
        }
    }
}
