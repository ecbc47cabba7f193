package io.spotagents.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tells why these pools would be chosen for a need, and why not the next best. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Tells why these pools would be chosen for a need, and why not the next best.")
final class ExplainCommand implements Callable<Integer> {

    @Mixin private PlanOptions options = new PlanOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PlanReport report = options.plan(spec.commandLine().getErr());
        report.printHead(spec.commandLine().getOut());
        PrintWriter out = spec.commandLine().getOut();
        out.println(report.plan().explained());
        out.flush();
        return 0;
    }
}
