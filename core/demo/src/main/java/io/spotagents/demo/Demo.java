package io.spotagents.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The demo on the core, as a program. Ends with 0 if every test got exactly one result. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Runs a published test suite on local instances that are reclaimed all the time.")
public final class Demo implements Callable<Integer> {

    private static final Logger LOGGER = Logger.getLogger(Demo.class.getName());

    static final long DEFAULT_SEED = 20;
    private static final int MAX_INSTANCES = 200;
    private static final Duration PACE = Duration.ofMillis(200);

    @Spec private CommandSpec spec;

    @Option(names = "--headless", description = "Print plain lines and end with the summary.")
    private boolean headless;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the summary as JSON.")
    private Optional<Path> json = Optional.empty();

    @Option(
            names = "--results",
            paramLabel = "FILE",
            description =
                    "Write a line for each test result as it is counted, tabs between columns.")
    private Optional<Path> results = Optional.empty();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "" + DEFAULT_SEED,
            description = "Repeat this market: prices and reclaims. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--instances",
            paramLabel = "N",
            defaultValue = "20",
            description = "Most instances at once. Default: ${DEFAULT-VALUE}.")
    private int instances;

    @Option(names = "--core", description = "The demo without Jenkins, which is this one.")
    private boolean core;

    @Option(names = "--jenkins", description = "Insist on the demo in Jenkins.")
    private boolean jenkins;

    /** Runs the demo and ends the process. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Demo()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        refuseWhatCannotBe();
        quietenLoggers();
        PrintWriter out = spec.commandLine().getOut();
        boolean live = !headless && System.console() != null;
        Screen screen = new Screen(out, live ? Screen.Kind.LIVE : Screen.Kind.PLAIN);
        screen.say("Looking for the tests of " + Suite.NAME);
        Suite suite = Suite.discover();
        screen.say(
                String.format(
                        Locale.ROOT,
                        "%,d tests on %d instances, seed %d; %d more tests are left out, as each"
                                + " takes longer than an instance lives here",
                        suite.tests().size(),
                        instances,
                        seed,
                        suite.leftOut().size()));
        Path home = Files.createTempDirectory("spot-agents-demo");
        try (Results kept =
                results.isPresent() ? Results.writtenTo(results.get()) : Results.kept()) {
            Duration progressEvery = live ? Duration.ofMillis(500) : Duration.ofSeconds(5);
            DemoRun.Settings settings =
                    new DemoRun.Settings(instances, seed, PACE, progressEvery, home);
            Summary summary = run(settings, suite.tests(), kept, screen);
            screen.say("");
            screen.say(summary.text());
            if (json.isPresent()) {
                summary.writeTo(json.get());
            }
            return summary.everyTestOnce() ? 0 : 1;
        } finally {
            delete(home);
        }
    }

    private static Summary run(
            DemoRun.Settings settings, List<String> tests, Results kept, Screen screen)
            throws IOException, InterruptedException {
        try (DemoRun run = new DemoRun(settings, tests, kept, Clock.systemUTC(), screen)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(run, settings.home())));
            return run.toTheEnd();
        }
    }

    /** Also after Ctrl-C: no instance and no file stays. */
    private static void end(DemoRun run, Path home) {
        run.close();
        delete(home);
    }

    private void refuseWhatCannotBe() {
        if (jenkins) {
            throw new ParameterException(
                    spec.commandLine(),
                    "This is the demo without Jenkins. Run ./demo --jenkins at the top of the"
                            + " repository, where Jenkins' artifacts can be had.");
        }
        if (instances < 1 || instances > MAX_INSTANCES) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--instances must be from 1 to " + MAX_INSTANCES + ", not " + instances);
        }
    }

    /** What the fleet logs would run into the progress line; what a person must know stays. */
    private static void quietenLoggers() {
        Logger.getLogger("").setLevel(Level.WARNING);
    }

    /** What is deleted by somebody else meanwhile is deleted. */
    private static void delete(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            LOGGER.log(Level.FINE, e, () -> "Cannot delete all of " + directory);
        }
    }
}
