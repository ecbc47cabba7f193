package io.spotagents.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Times decisions over made-up catalogs. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Times decisions over made-up catalogs of pools.")
final class BenchCommand implements Callable<Integer> {

    @Option(
            names = "--pools",
            split = ",",
            defaultValue = "1000,20000,100000",
            description = "Sizes of the catalogs, separated by commas.")
    private List<Integer> pools = List.of();

    @Option(names = "--agents", defaultValue = "5000", description = "Instances wanted.")
    private int agents;

    @Option(
            names = "--decisions",
            defaultValue = "1000",
            description =
                    "Decisions timed for each size, after a tenth as many, but at least 200, to warm up.")
    private int decisions;

    @Option(names = "--seed", defaultValue = "7", description = "Draws the catalogs.")
    private long seed;

    @Option(names = "--json", description = "Writes the figures to this file.")
    private @Nullable Path json;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        requireSensible();
        Progress progress = new Progress("sizes", pools.size(), spec.commandLine().getErr());
        List<DecisionTimes> all = new ArrayList<>();
        for (int size : pools) {
            all.add(new DecisionBench(size, agents, seed).time(decisions, System::nanoTime));
            progress.oneDone();
        }
        print(all, spec.commandLine().getOut());
        Path file = json;
        if (file != null) {
            JsonFile.write(file, report(all));
        }
        return 0;
    }

    private void requireSensible() {
        if (agents < 1 || agents > 1_000_000) {
            throw new InputException("--agents must be 1 to 1000000, not " + agents);
        }
        if (decisions < 1) {
            throw new InputException("--decisions must be at least 1, not " + decisions);
        }
        for (int size : pools) {
            if (size < 1 || size > 10_000_000) {
                throw new InputException("--pools must be 1 to 10000000, not " + size);
            }
        }
    }

    private void print(List<DecisionTimes> all, PrintWriter out) {
        out.println(
                "Decisions for %d agents, in ms; first is the very first of each size, and only that"
                                .formatted(agents)
                        + " of the first size meets a cold JVM.");
        out.println(
                "%9s %9s %9s %9s %9s %9s %11s"
                        .formatted("pools", "first", "p50", "p99", "max", "unmet", "p50 ratio"));
        for (DecisionTimes times : all) {
            out.println(
                    String.format(
                            Locale.ROOT,
                            "%9d %9.3f %9.3f %9.3f %9.3f %9d %11.2f",
                            times.pools(),
                            times.firstMillis(),
                            times.warm().p50Millis(),
                            times.warm().p99Millis(),
                            times.warm().maxMillis(),
                            times.unmet(),
                            times.warm().p50Millis() / all.get(0).warm().p50Millis()));
        }
        out.flush();
    }

    private Map<String, Object> report(List<DecisionTimes> all) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("agents", agents);
        report.put("decisions", decisions);
        report.put("seed", seed);
        report.put(
                "catalogs",
                all.stream()
                        .map(
                                times ->
                                        fields(
                                                times,
                                                times.warm().p50Millis()
                                                        / all.get(0).warm().p50Millis()))
                        .toList());
        return report;
    }

    private static Map<String, Object> fields(DecisionTimes times, double ratio) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("pools", times.pools());
        fields.put("firstMillis", times.firstMillis());
        fields.put("p50Millis", times.warm().p50Millis());
        fields.put("p99Millis", times.warm().p99Millis());
        fields.put("maxMillis", times.warm().maxMillis());
        fields.put("unmet", times.unmet());
        fields.put("p50Ratio", ratio);
        return fields;
    }
}
