package io.spotagents.cli;

import io.spotagents.market.traces.TraceException;
import io.spotagents.market.traces.TraceFolder;
import io.spotagents.market.traces.ZonePrices;
import io.spotagents.sim.Circumstances;
import io.spotagents.sim.CloudRules;
import io.spotagents.sim.PolicyScore;
import io.spotagents.sim.PredictorScore;
import io.spotagents.sim.Replay;
import io.spotagents.sim.ReplayMarket;
import io.spotagents.sim.ReplayPlan;
import io.spotagents.sim.SimulatedPool;
import io.spotagents.sim.Warnings;
import io.spotagents.sim.Workload;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs policies on recorded markets, side by side, with the production loop in virtual time. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs policies on recorded markets, side by side.")
final class ReplayCommand implements Callable<Integer> {

    private static final Duration DAY = Duration.ofHours(24);

    @Option(names = "--traces", required = true, description = "Folder of traces, one file a pool.")
    private Path traces = Path.of(".");

    @Option(names = "--prices", description = "CSV: zone,usdPerHour[,onDemandUsdPerHour].")
    private @Nullable Path prices;

    @Option(
            names = "--policies",
            split = ",",
            defaultValue = "all",
            description = "all, or names separated by commas.")
    private List<String> policies = List.of();

    @Option(names = "--agents", defaultValue = "200", description = "Agents wanted at once.")
    private int agents;

    @Option(names = "--unit", defaultValue = "26m", description = "Length of a unit of work.")
    private Duration unit = Duration.ZERO;

    @Option(names = "--starts", defaultValue = "120", description = "Moments to start from.")
    private int starts;

    @Option(names = "--seed", defaultValue = "7", description = "Draws starts and prices.")
    private long seed;

    @Option(
            names = "--longest",
            description =
                    "A run that takes longer counts as never finished. Default: 24h, or half of the"
                            + " traces if that is less.")
    private @Nullable Duration longest;

    @Option(
            names = "--deadline",
            description = "Work is due after so many times its length, 1.15 or 1.5 say.")
    private @Nullable Double deadline;

    @Option(
            names = "--rebalance",
            paramLabel = "PRECISION,RECALL,LEAD",
            description = "The cloud warns of losses: 0.5,0.6,10m. Without it, it does not.")
    private @Nullable Warnings warnings;

    @Option(names = "--json", description = "Writes the figures to this file.")
    private @Nullable Path json;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws TraceException, IOException {
        requireSensible();
        TraceFolder folder = TraceFolder.read(traces);
        Path listed = prices;
        Optional<ZonePrices> list =
                listed == null ? Optional.empty() : Optional.of(ZonePrices.read(listed));
        List<SimulatedPool> pools = ReplayMarket.of(folder, list, seed);
        Workload work = Workload.of(agents, unit);
        ReplayPlan plan =
                new ReplayPlan(pools, work, CloudRules.AWS, longest(folder), circumstances(work));
        Replay replay = new Replay(plan, seed);
        List<PolicyScore> scores = scores(replay);
        List<PredictorScore> predictors = replay.predictors();
        PrintWriter out = spec.commandLine().getOut();
        ReplayTable.print(scores, out);
        if (deadline != null) {
            ReplayTable.printMissed(scores, out);
        }
        ReplayTable.printPredictors(predictors, out);
        Path file = json;
        if (file != null) {
            JsonFile.write(file, report(replay, scores, predictors));
        }
        return 0;
    }

    /** Before anything runs, which may be for minutes. */
    private void requireSensible() {
        if (starts < 1) {
            throw new InputException("--starts must be at least 1, not " + starts);
        }
        if (agents < 1) {
            throw new InputException("--agents must be at least 1, not " + agents);
        }
        if (unit.isZero() || Duration.ZERO.equals(longest)) {
            throw new InputException("--unit and --longest must be longer than nothing");
        }
        Double factor = deadline;
        if (factor != null && !(factor > 1 && factor <= 100)) {
            throw new InputException("--deadline must be above 1 and at most 100, not " + factor);
        }
        for (String name : names()) {
            if (!known().contains(name)) {
                throw new InputException(
                        "--policies has no \""
                                + name
                                + "\"; write all, or some of "
                                + String.join(",", known()));
            }
        }
    }

    private Circumstances circumstances(Workload work) {
        Double factor = deadline;
        double millis = (double) work.unit().toMillis() * work.unitsPerAgent();
        Optional<Duration> allowed =
                factor == null
                        ? Optional.empty()
                        : Optional.of(Duration.ofMillis(Math.round(factor * millis)));
        return new Circumstances(Optional.ofNullable(warnings), allowed);
    }

    private Duration longest(TraceFolder folder) {
        Duration asked = longest;
        if (asked != null) {
            return asked;
        }
        Duration half = folder.length().dividedBy(2);
        return half.compareTo(DAY) < 0 ? half : DAY;
    }

    private List<String> names() {
        return policies.contains("all") ? known() : policies;
    }

    /** Rules for keeping deadlines say nothing where there are none. */
    private List<String> known() {
        List<String> known = new ArrayList<>(Replay.policies());
        if (deadline != null) {
            known.addAll(Replay.deadlinePolicies());
        }
        return known;
    }

    private List<PolicyScore> scores(Replay replay) {
        List<Instant> moments = replay.starts(starts);
        PrintWriter progress = spec.commandLine().getErr();
        List<PolicyScore> scores = new ArrayList<>();
        for (String name : names()) {
            Progress runs = new Progress(name, moments.size(), progress);
            scores.add(replay.score(name, moments, System::nanoTime, runs::oneDone));
        }
        return scores;
    }

    private Map<String, Object> figures(PolicyScore score) {
        return deadline == null ? ReplayTable.figures(score) : ReplayTable.figuresInTime(score);
    }

    private Map<String, Object> report(
            Replay replay, List<PolicyScore> scores, List<PredictorScore> predictors) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("agents", agents);
        report.put("unitMinutes", unit.toMillis() / 60_000.0);
        report.put("starts", starts);
        report.put("seed", seed);
        report.put("policies", scores.stream().map(this::figures).toList());
        report.put("predictors", predictors.stream().map(ReplayTable::figures).toList());
        replay.comparison("cheapest-up").ifPresent(one -> report.put("comparison", one));
        return report;
    }
}
