package io.spotagents.cli;

import io.spotagents.store.Store;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Writes a store's observations as JSON lines. It reads a copy, so that it changes nothing in the
 * store, whatever state that is in.
 */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Writes a store's observations as JSON lines; the store is left as it is.")
final class ObservationsExportCommand implements Callable<Integer> {

    @Option(names = "--store", required = true, description = "The controller's store file.")
    private Path store = Path.of(".");

    @Option(names = "--to", description = "File to write; standard output if absent.")
    private @Nullable Path to;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (!Files.isRegularFile(store)) {
            throw new InputException(store, "is not a file that is there");
        }
        if (Files.size(store) == 0) {
            throw new InputException(store, "is empty, so it is no store yet");
        }
        Path folder = Files.createTempDirectory("spot-agents");
        try {
            write(read(Files.copy(store, folder.resolve("copy"))));
        } finally {
            delete(folder);
        }
        return 0;
    }

    private String read(Path copy) throws IOException {
        try (Store opened = Store.open(copy, UUID::randomUUID)) {
            PrintWriter err = spec.commandLine().getErr();
            boolean isWhole = opened.recovered().isEmpty();
            if (!isWhole && opened.observations().isEmpty()) {
                throw new InputException(
                        store,
                        "nothing in it can be read; give the file that a controller keeps its"
                                + " state in");
            }
            if (!isWhole) {
                err.println(
                        "Note: "
                                + store
                                + " is damaged, or was written to while it was read; what follows"
                                + " is what could be read. If it is in use, try again.");
            }
            StringWriter lines = new StringWriter();
            opened.export(lines);
            err.println(opened.observations().size() + " observations");
            err.flush();
            return lines.toString();
        }
    }

    private void write(String lines) throws IOException {
        Path file = to;
        if (file != null) {
            Files.writeString(file, lines);
            return;
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(lines);
        out.flush();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
