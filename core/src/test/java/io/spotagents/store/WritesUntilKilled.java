package io.spotagents.store;

import static io.spotagents.cost.Entries.NOON;
import static io.spotagents.cost.Entries.running;

import io.spotagents.batches.Outcome;
import io.spotagents.batches.Report;
import io.spotagents.batches.RunEvent;
import io.spotagents.market.Observations;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * Puts entries, observations and reports of tests, and prints the id of each once both are said to
 * be kept, until somebody kills it.
 */
final class WritesUntilKilled {

    private WritesUntilKilled() {}

    /** Takes the store's file and a prefix for the ids. */
    public static void main(String[] arguments) {
        try (Store store = Store.open(Path.of(arguments[0]), UUID::randomUUID)) {
            for (int i = 0; !System.out.checkError(); i++) {
                String id = arguments[1] + "-" + i;
                store.put(running(id, NOON.plusSeconds(i)));
                store.observe(List.of(Observations.worked(id, NOON.plusSeconds(i))));
                store.runs().append("run", List.of(reported(id)));
                System.out.println(id);
            }
        }
    }

    private static RunEvent reported(String test) {
        return new RunEvent.Reported(1, Report.of(test, Outcome.PASSED), NOON);
    }
}
