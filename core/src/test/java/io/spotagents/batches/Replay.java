package io.spotagents.batches;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.DoubleStream;

/**
 * A test run in virtual time on agents that are reclaimed: as the schedule does it, as static
 * splitting with a retry of whole shards does it, and what would be ideal. All meet reclaims at the
 * same rate; a reclaimed agent is replaced at once, by one that has to start.
 */
final class Replay {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration ASKS_AGAIN = Duration.ofSeconds(5);
    private static final Duration MAY_IDLE = Duration.ofSeconds(20);

    private final World world;
    private final Map<String, Duration> durations = new HashMap<>();
    private final List<String> tests = new ArrayList<>();
    private final Random random;

    /**
     * What is run, on what.
     *
     * @param reclaimsPerHour of each agent
     * @param surprise how wrong the known durations are: the real ones are theirs times a factor
     *     between 1 / (1 + surprise) and 1 + surprise
     */
    record World(int tests, int agents, double reclaimsPerHour, double surprise, Costs costs) {
        static final Costs USUAL = new Costs(Duration.ofMinutes(3), Duration.ofSeconds(30));
    }

    /**
     * What everything costs besides tests.
     *
     * @param start of an agent, until its first test
     * @param overhead of a batch
     */
    record Costs(Duration start, Duration overhead) {}

    /**
     * How it went.
     *
     * @param redone time spent on tests beyond the runs whose results count
     * @param paid time of all agents, from when each was asked for
     */
    record Figures(Duration makespan, Duration redone, Duration paid, int reclaims, int results) {}

    Replay(World world, long seed) {
        this.world = world;
        this.random = new Random(seed);
        for (int i = 0; i < world.tests; i++) {
            // Log-normal, median 8 s: a few take minutes, as in real suites.
            double seconds = Math.min(600, 8 * Math.exp(1.3 * random.nextGaussian()));
            tests.add("t" + i);
            durations.put("t" + i, Duration.ofMillis((long) (1000 * seconds)));
        }
    }

    Duration oneAgent() {
        return world.costs.start.plus(work());
    }

    /** No batch costs anything, nothing is reclaimed, and all end together. */
    Duration ideal() {
        Duration longest = durations.values().stream().max(Comparator.naturalOrder()).orElseThrow();
        return world.costs.start.plus(Cutting.longer(work().dividedBy(world.agents), longest));
    }

    private Duration work() {
        return durations.values().stream().reduce(Duration.ZERO, Duration::plus);
    }

    private Map<String, Duration> known() {
        Map<String, Duration> known = new HashMap<>();
        tests.forEach(
                test -> {
                    double wrong = Math.pow(1 + world.surprise, 2 * random.nextDouble() - 1);
                    known.put(test, scaled(durations.get(test), wrong));
                });
        return known;
    }

    private static Duration scaled(Duration duration, double factor) {
        return Duration.ofMillis(Math.round(duration.toMillis() * factor));
    }

    private double untilReclaim() {
        return world.reclaimsPerHour == 0
                ? Double.POSITIVE_INFINITY
                : -3600 * Math.log(1 - random.nextDouble()) / world.reclaimsPerHour;
    }

    /** Shards of equal expected length, longest test first to the shortest shard. */
    Figures shards() {
        Map<String, Duration> known = known();
        List<String> sorted = new ArrayList<>(tests);
        sorted.sort(Comparator.comparing(known::get).reversed());
        double[] expected = new double[world.agents];
        double[] real = new double[world.agents];
        for (String test : sorted) {
            int shortest = 0;
            for (int i = 1; i < expected.length; i++) {
                shortest = expected[i] < expected[shortest] ? i : shortest;
            }
            expected[shortest] += seconds(known.get(test));
            real[shortest] += seconds(durations.get(test));
        }
        double redone = 0;
        double paid = 0;
        int reclaims = 0;
        double[] ends = new double[real.length];
        double start = seconds(world.costs.start);
        double overhead = seconds(world.costs.overhead);
        for (int i = 0; i < real.length; i++) {
            ends[i] = start;
            double until = untilReclaim();
            while (until < overhead + real[i]) {
                redone += Math.max(0, until - overhead);
                reclaims++;
                ends[i] += until + start;
                until = untilReclaim();
            }
            ends[i] += overhead + real[i];
            paid += ends[i];
        }
        double last = DoubleStream.of(ends).max().orElseThrow();
        return new Figures(
                ofSeconds(last), ofSeconds(redone), ofSeconds(paid), reclaims, tests.size());
    }

    Figures scheduled() {
        return new Running().toTheEnd();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static Duration ofSeconds(double seconds) {
        return Duration.ofMillis(Math.round(1000 * seconds));
    }

    /** The schedule at work. */
    private final class Running {

        private final TestRun run =
                new TestRun(
                        tests,
                        new TestRun.Terms(
                                known(),
                                new Cutting(world.costs.overhead, Duration.ofHours(1), 10_000),
                                new Chances(100, 0, 2, 100),
                                world.agents));
        private final PriorityQueue<Moment> agenda =
                new PriorityQueue<>(Comparator.comparing(Moment::at).thenComparing(Moment::number));
        private final Map<String, Instant> asked = new HashMap<>();
        private final Map<String, Instant> idleSince = new HashMap<>();
        private final Crew crew = new Crew(world.agents, world.costs.start);
        private Instant now = BEGIN;
        private int moments;
        private int agents;
        private int reclaims;
        private Duration paid = Duration.ZERO;
        private Duration spent = Duration.ZERO;
        private Duration counted = Duration.ZERO;

        Figures toTheEnd() {
            for (int i = 0; i < world.agents; i++) {
                start();
            }
            while (!run.isFinished()) {
                Moment next = agenda.remove();
                now = next.at;
                next.what.run();
            }
            List.copyOf(asked.keySet()).forEach(this::end);
            return new Figures(
                    Duration.between(BEGIN, now),
                    spent.minus(counted),
                    paid,
                    reclaims,
                    run.results().size());
        }

        private void start() {
            String id = "i-" + ++agents;
            asked.put(id, now);
            double until = untilReclaim();
            if (until < 1e9) {
                after(world.costs.start.plus(ofSeconds(until)), () -> reclaim(id));
            }
            after(world.costs.start, () -> ask(id));
        }

        private boolean isGone(String id) {
            return !asked.containsKey(id);
        }

        private void end(String id) {
            paid = paid.plus(Duration.between(asked.remove(id), now));
        }

        private void reclaim(String id) {
            if (isGone(id)) {
                return;
            }
            end(id);
            reclaims++;
            run.heldBy(id).forEach(batch -> run.takeBack(batch.number(), Loss.RECLAIMED));
            start();
        }

        private void ask(String id) {
            if (isGone(id)) {
                return;
            }
            Optional<Batch> batch = run.next(new Asker(id, world.reclaimsPerHour, true), now);
            if (batch.isEmpty()) {
                idle(id);
            } else {
                idleSince.remove(id);
                after(world.costs.overhead, () -> test(id, batch.get(), 0));
            }
        }

        private void idle(String id) {
            boolean isLong = !idleSince.computeIfAbsent(id, one -> now).plus(MAY_IDLE).isAfter(now);
            if (isLong && asked.size() > crew.wanted(run.left(now), Optional.empty())) {
                end(id);
            } else {
                after(ASKS_AGAIN, () -> ask(id));
            }
        }

        private void test(String id, Batch batch, int index) {
            if (isGone(id)) {
                return;
            }
            if (!run.isHeld(batch.number()) || index == batch.assignments().size()) {
                ask(id);
                return;
            }
            String test = batch.tests().get(index);
            Duration takes = durations.get(test);
            Instant began = now;
            spent = spent.plus(takes);
            after(
                    takes,
                    () -> {
                        if (isGone(id)) {
                            return; // some of it was not spent, which is counted against us
                        }
                        run.report(id, batch.number(), new Report(test, Outcome.PASSED, takes), now)
                                .ifPresent(
                                        result ->
                                                counted =
                                                        counted.plus(Duration.between(began, now)));
                        test(id, batch, index + 1);
                    });
        }

        private void after(Duration delay, Runnable what) {
            agenda.add(new Moment(now.plus(delay), ++moments, what));
        }
    }

    private record Moment(Instant at, int number, Runnable what) {}
}
