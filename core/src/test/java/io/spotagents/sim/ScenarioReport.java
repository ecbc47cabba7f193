package io.spotagents.sim;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** One line for each policy, for people and for comparison. */
final class ScenarioReport {

    private static final String FOOT =
            """

            in gap: 0 % costs as little as knowing every reclaim beforehand, 100 % as on demand.
            units delayed: done over 5 minutes later than by agents that boot and stay.
            """;

    private ScenarioReport() {}

    static String of(Scenario scenario, List<ScenarioRun> runs) {
        Workload work = scenario.work();
        String head =
                String.format(
                        Locale.ROOT,
                        """
                        %s
                        %s
                        %d agents, %d units of %d minutes; on demand costs %s an hour, spot \
                        from $0.25.

                        %-15s %7s %7s %11s %14s %9s %15s %11s
                        """,
                        scenario.fileName(),
                        scenario.situation(),
                        work.agents(),
                        work.units(),
                        work.unit().toMinutes(),
                        Market.ON_DEMAND,
                        "policy",
                        "usd",
                        "in gap",
                        "hours lost",
                        "units delayed",
                        "reclaims",
                        "failed launches",
                        "makespan h");
        double most = usd(runs, "on-demand");
        double least = usd(runs, "clairvoyant");
        return runs.stream()
                .map(run -> line(run, (run.result().money().usd() - least) / (most - least)))
                .collect(Collectors.joining("", head, FOOT));
    }

    private static String line(ScenarioRun run, double inGap) {
        RunResult.Losses losses = run.result().losses();
        return String.format(
                Locale.ROOT,
                "%-15s %7.2f %5.0f %% %11.2f %14d %9d %15d %11.2f%n",
                run.policy(),
                run.result().money().usd(),
                100 * inGap,
                losses.workHours(),
                run.unitsDelayed(),
                losses.reclaims(),
                run.watched().failedLaunches(),
                run.result().done().makespanHours());
    }

    private static double usd(List<ScenarioRun> runs, String policy) {
        return runs.stream()
                .filter(run -> run.policy().equals(policy))
                .mapToDouble(run -> run.result().money().usd())
                .findFirst()
                .orElseThrow();
    }
}
