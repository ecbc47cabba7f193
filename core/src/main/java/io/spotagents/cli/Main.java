package io.spotagents.cli;

import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the command line tool. Exit codes: 0 done, 1 failed, 2 wrong use or input. */
@Command(
        name = "spot-agents",
        mixinStandardHelpOptions = true,
        version = "1.0",
        description = "Chooses spot capacity, explains the choice, and replays it on old markets.",
        subcommands = {ReplayCommand.class})
public final class Main {

    /** A field, since the JDK forgets the levels of loggers that nobody holds. */
    private static final Logger LOGGER = Logger.getLogger("io.spotagents");

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        LOGGER.setLevel(Level.WARNING);
        return new CommandLine(new Main())
                .registerConverter(java.time.Duration.class, Durations::parse)
                .setExecutionExceptionHandler(Main::failed)
                .execute(arguments);
    }

    private static int failed(Exception e, CommandLine line, CommandLine.ParseResult parsed) {
        line.getErr().println(line.getColorScheme().errorText(String.valueOf(e.getMessage())));
        return e instanceof IllegalArgumentException || e instanceof java.io.IOException
                ? CommandLine.ExitCode.USAGE
                : CommandLine.ExitCode.SOFTWARE;
    }
}
