package io.spotagents.cli;

import io.spotagents.market.traces.TraceException;
import io.spotagents.sim.Warnings;
import io.spotagents.store.StoreException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.FileSystemException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
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
        subcommands = {
            PlanCommand.class,
            ExplainCommand.class,
            ReplayCommand.class,
            BenchCommand.class,
            ObservationsCommand.class
        })
public final class Main {

    /** A field, since the JDK forgets the levels of loggers that nobody holds. */
    private static final Logger LOGGER = Logger.getLogger("io.spotagents");

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        Charset terminal = Charset.defaultCharset();
        return run(
                new PrintWriter(System.out, true, terminal),
                new PrintWriter(System.err, true, terminal),
                arguments);
    }

    /** Answers the exit code; writes nowhere but where it is told. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        LOGGER.setLevel(Level.WARNING);
        return new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .registerConverter(Duration.class, Durations::parse)
                .registerConverter(Instant.class, Main::instant)
                .registerConverter(Warnings.class, Main::warnings)
                .setExecutionExceptionHandler(Main::failed)
                .execute(arguments);
    }

    private static Warnings warnings(String text) {
        String[] parts = text.split(",", -1);
        try {
            if (parts.length == 3) {
                return new Warnings(
                        Double.parseDouble(parts[0]),
                        Double.parseDouble(parts[1]),
                        Durations.parse(parts[2]));
            }
        } catch (IllegalArgumentException e) {
            throw new CommandLine.TypeConversionException(
                    "\"" + text + "\": " + e.getMessage() + "; write 0.5,0.6,10m");
        }
        throw new CommandLine.TypeConversionException(
                "\"" + text + "\" is not precision,recall,lead: write 0.5,0.6,10m");
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new CommandLine.TypeConversionException(
                    "\"" + text + "\" is not a time: write 2026-08-20T12:00:00Z");
        }
    }

    private static int failed(Exception e, CommandLine line, CommandLine.ParseResult parsed) {
        line.getErr().println(line.getColorScheme().errorText(told(e)));
        line.getErr().flush();
        boolean isInput =
                e instanceof IllegalArgumentException
                        || e instanceof IOException
                        || e instanceof TraceException
                        || e instanceof StoreException;
        return isInput ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
    }

    /** What files throw may name no more than the file. */
    private static String told(Exception e) {
        boolean isNameOnly = e instanceof FileSystemException || e.getMessage() == null;
        return isNameOnly ? e.toString() : e.getMessage();
    }
}
