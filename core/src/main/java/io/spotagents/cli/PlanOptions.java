package io.spotagents.cli;

import io.spotagents.fleet.Hindsight;
import io.spotagents.selection.Plan;
import io.spotagents.selection.Request;
import io.spotagents.selection.SelectionPolicy;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a plan is made of: a need, a market, a policy. */
final class PlanOptions {

    @Mixin private NeedOptions need = new NeedOptions();

    @Mixin private MarketOptions market = new MarketOptions();

    @Option(
            names = "--policy",
            defaultValue = Policies.OURS,
            description = "One of " + Policies.NAMES + ".")
    private String policy = Policies.OURS;

    @Option(names = "--json", description = "Writes the plan to this file.")
    private @Nullable Path json;

    /** Makes the plan, and writes it to the file if one is wanted; warnings go to {@code err}. */
    PlanReport plan(PrintWriter err) throws IOException {
        SelectionPolicy chosen = Policies.named(policy, need.unit());
        KnownMarket known = market.read(need.os());
        known.warnings().forEach(warning -> err.println("Note: " + warning));
        err.flush();
        Request request = need.request(known.snapshot());
        Plan plan =
                chosen.select(
                        request,
                        known.snapshot(),
                        Hindsight.of(known.book(), known.snapshot().at()));
        PlanReport report = new PlanReport(known, policy, need.unit(), plan);
        Path file = json;
        if (file != null) {
            JsonFile.write(file, report.fields());
        }
        return report;
    }
}
