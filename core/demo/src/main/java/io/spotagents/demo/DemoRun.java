package io.spotagents.demo;

import io.spotagents.batches.Chances;
import io.spotagents.batches.Cutting;
import io.spotagents.batches.Progress;
import io.spotagents.batches.TestRun;
import io.spotagents.cost.CostSummary;
import io.spotagents.fleet.FleetEvent;
import io.spotagents.provider.Instance;
import io.spotagents.provider.local.BootCommand;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One run of a suite on a fleet, from the first launch until no instance is left. */
final class DemoRun implements AutoCloseable {

    private static final Logger LOGGER = Logger.getLogger(DemoRun.class.getName());

    /** Tests in a batch: some seconds of work at the pace below. */
    static final int BATCH = 20;

    /** Of a batch, besides its tests: next to nothing. */
    private static final Duration OVERHEAD = Duration.ofSeconds(1);

    /** As good as none: it is the number of tests that bounds a batch. */
    private static final Duration LONGEST = Duration.ofHours(1);

    /** Reclaims without notice that a test may be running at before it is given up. */
    private static final int MAX_SUSPICIONS = 6;

    /** Nothing at all happens for so long only if instances cannot do their work. */
    private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(3);

    private static final Duration TICK = Duration.ofMillis(500);

    /** What the suite's own pom starts its tests with, and a JVM that is small and starts fast. */
    private static final List<String> JVM_OPTIONS =
            List.of(
                    "-Xmx128m",
                    "-Xss512k",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:-UsePerfData",
                    "-Duser.language=en",
                    "-Duser.country=US",
                    "-Duser.timezone=UTC",
                    "-Dfile.encoding=UTF-8",
                    "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
                    "--add-opens=java.base/java.lang=ALL-UNNAMED",
                    "--add-opens=java.base/java.util=ALL-UNNAMED",
                    "--add-opens=java.base/java.time=ALL-UNNAMED",
                    "--add-opens=java.base/java.time.chrono=ALL-UNNAMED");

    private final Settings settings;
    private final List<String> tests;
    private final TestRun run;
    private final Results results;
    private final InstantSource time;
    private final Screen screen;
    private final ScheduledExecutorService owner =
            Executors.newSingleThreadScheduledExecutor(DemoRun::daemon);
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Dispatch dispatch;
    private final Door door;
    private final DemoFleet fleet;
    private final Instant began;
    private Instant lastProgress;
    private int lastFinished;

    /**
     * How the demo runs.
     *
     * @param instances most at once
     * @param pace how long each test lasts at least: those of a library end in milliseconds, and
     *     reclaims should meet work under way on a fast machine too
     * @param progressEvery between two lines of progress
     * @param home a directory for everything that is written; need not exist yet
     */
    record Settings(int instances, long seed, Duration pace, Duration progressEvery, Path home) {}

    DemoRun(
            Settings settings,
            List<String> tests,
            Results results,
            InstantSource time,
            Screen screen)
            throws IOException {
        this.settings = settings;
        this.tests = tests;
        this.run = new TestRun(tests, terms(settings.instances()));
        this.results = results;
        this.time = time;
        this.screen = screen;
        this.dispatch =
                new Dispatch(
                        this::onOwner,
                        time,
                        run,
                        results,
                        new Dispatch.Outside(this::post, screen::say));
        this.door = new Door(dispatch);
        this.began = time.instant();
        this.lastProgress = began;
        this.fleet =
                new DemoFleet(
                        new DemoFleet.Settings(
                                settings.instances(), settings.seed(), settings.home()),
                        time,
                        this::command,
                        dispatch);
    }

    /** No test is given up for reclaims, and none is run again because it failed. */
    static TestRun.Terms terms(int instances) {
        return new TestRun.Terms(
                Map.of(),
                new Cutting(OVERHEAD, LONGEST, BATCH),
                new Chances(Integer.MAX_VALUE, 0, MAX_SUSPICIONS, Integer.MAX_VALUE),
                instances);
    }

    /** Runs every test to its result, and ends the fleet. */
    Summary toTheEnd() throws InterruptedException {
        door.open();
        every(TICK, this::tick);
        every(settings.progressEvery(), this::tellProgress);
        finished.await();
        Duration wall = Duration.between(began, time.instant());
        screen.finish();
        close();
        Dispatch.Standing standing = dispatch.standing(); // its owner has stopped
        return new Summary(
                tests.size(),
                results.count(tests),
                new Summary.Work(standing.losses(), standing.tests().extra().repeated(), wall),
                fleet.cost());
    }

    /** Ends all instances, also in the middle. May be repeated, and from any thread. */
    @Override
    public void close() {
        owner.shutdownNow();
        door.close();
        fleet.close();
    }

    private void tick() {
        dispatch.look();
        Progress now = run.progress();
        fleet.want(Math.min(settings.instances(), (now.waiting() + BATCH - 1) / BATCH));
        if (now.finished() > lastFinished) {
            lastFinished = now.finished();
            lastProgress = time.instant();
        }
        boolean isStuck = lastProgress.plus(GIVE_UP_AFTER).isBefore(time.instant());
        if (isStuck) {
            screen.say(
                    "No test has ended for " + GIVE_UP_AFTER.toMinutes() + " minutes: giving up");
        }
        if (run.isFinished() || isStuck) {
            finished.countDown();
        }
    }

    private void tellProgress() {
        Dispatch.Standing now = dispatch.standing();
        CostSummary cost = fleet.cost();
        screen.progress(
                String.format(
                        Locale.ROOT,
                        "%5d s  %,5d of %,d tests  %2d instances  %2d reclaims  $%.4f (on demand"
                                + " $%.4f)",
                        Duration.between(began, time.instant()).toSeconds(),
                        now.tests().finished(),
                        now.tests().tests(),
                        now.connected(),
                        now.losses().reclaims(),
                        cost.spent().dollars(),
                        cost.onDemand().dollars()));
    }

    private void post(FleetEvent event) {
        fleet.post(event);
    }

    /** What comes after the end is nobody's business. */
    private void onOwner(Runnable task) {
        try {
            owner.execute(task);
        } catch (RejectedExecutionException e) {
            LOGGER.log(Level.FINE, "Came after the end", e);
        }
    }

    private BootCommand.Command command(Instance instance) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(JVM_OPTIONS);
        line.addAll(List.of("-cp", classPath(), Worker.class.getName()));
        return new BootCommand.Command(
                line,
                Map.of(
                        Worker.ID_VARIABLE, instance.id(),
                        Worker.PORT_VARIABLE, Integer.toString(door.port()),
                        Worker.TOKEN_VARIABLE, door.tokenFor(instance.id()),
                        Worker.PACE_VARIABLE, Long.toString(settings.pace().toMillis())));
    }

    /** This program's own, made absolute, as instances run in directories of their own. */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private void every(Duration period, Runnable task) {
        owner.scheduleWithFixedDelay(task, 0, period.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "demo dispatch");
        thread.setDaemon(true);
        return thread;
    }
}
