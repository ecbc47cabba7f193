package io.spotagents.market.traces;

import io.spotagents.model.Pool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The traces of a folder, one file a pool, named after zone and machine type. Their samples begin
 * at the same moment, but gaps and lengths may differ. Files that do not end in {@code .json} are
 * none of its business. Immutable.
 *
 * @param traces in the order of their names, at least one
 */
public record TraceFolder(List<Trace> traces) {

    private static final Comparator<Trace> BY_NAME =
            Comparator.comparing(trace -> trace.name().name());

    public TraceFolder {
        if (traces.isEmpty()) {
            throw new IllegalArgumentException("traces must not be empty");
        }
        traces = traces.stream().sorted(BY_NAME).toList();
        for (int next = 1; next < traces.size(); next++) {
            if (BY_NAME.compare(traces.get(next - 1), traces.get(next)) == 0) {
                throw new IllegalArgumentException("two traces are named " + traces.get(next));
            }
        }
    }

    /**
     * Reads every trace of a folder.
     *
     * @throws TraceException if there is no trace, or one of them is not as it should be
     */
    public static TraceFolder read(Path folder) throws TraceException {
        List<Trace> traces = new ArrayList<>();
        for (Path file : files(folder)) {
            traces.add(new TraceFile(file).read());
        }
        if (traces.isEmpty()) {
            throw new TraceException(
                    folder
                            + ": holds no trace, that is no file *"
                            + TraceFile.ENDING
                            + "; folders within it are not looked into");
        }
        requireEachPoolOnce(folder, traces);
        return new TraceFolder(traces);
    }

    private static void requireEachPoolOnce(Path folder, List<Trace> traces) throws TraceException {
        Map<Pool, String> byPool = new HashMap<>();
        for (Trace trace : traces) {
            String name = trace.name().name();
            String other = byPool.put(trace.name().pool(), name);
            if (other != null) {
                throw new TraceException(
                        "%s: %s and %s are both of zone %s, type %s: leave one of them out"
                                .formatted(
                                        folder,
                                        other + TraceFile.ENDING,
                                        name + TraceFile.ENDING,
                                        trace.name().zone(),
                                        trace.name().machineType()));
            }
        }
    }

    /** Writes every trace into a folder, which is made if need be. Replaces files of that name. */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Trace trace : traces) {
            new TraceFile(folder.resolve(trace.name().name() + TraceFile.ENDING)).write(trace);
        }
    }

    /** How long all traces last: the length of the shortest. */
    public Duration length() {
        return traces.stream().map(Trace::length).min(Comparator.naturalOrder()).orElseThrow();
    }

    private static List<Path> files(Path folder) throws TraceException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(TraceFolder::isTrace).sorted().toList();
        } catch (IOException e) {
            throw new TraceException(folder + ": is not a folder that can be read: " + e, e);
        }
    }

    private static boolean isTrace(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(TraceFile.ENDING)
                && name.length() > TraceFile.ENDING.length()
                && !name.startsWith(".")
                && Files.isRegularFile(file);
    }
}
