package io.spotagents.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tells what would be launched now for a need. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Tells what would be launched now for a need.")
final class PlanCommand implements Callable<Integer> {

    @Mixin private PlanOptions options = new PlanOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PlanReport report = options.plan(spec.commandLine().getErr());
        report.printHead(spec.commandLine().getOut());
        report.printTable(spec.commandLine().getOut());
        return 0;
    }
}
