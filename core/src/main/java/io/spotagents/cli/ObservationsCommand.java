package io.spotagents.cli;

import picocli.CommandLine.Command;

/** What a controller saw of pools, as it is kept in its store. */
@Command(
        name = "observations",
        mixinStandardHelpOptions = true,
        description = "What a controller saw of pools.",
        subcommands = ObservationsExportCommand.class)
final class ObservationsCommand {}
