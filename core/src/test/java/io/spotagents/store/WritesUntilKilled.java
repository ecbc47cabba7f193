package io.spotagents.store;

import static io.spotagents.cost.Entries.NOON;
import static io.spotagents.cost.Entries.running;

import java.nio.file.Path;
import java.util.UUID;

/** Puts entries, and prints the id of each once {@code put} returned, until somebody kills it. */
final class WritesUntilKilled {

    private WritesUntilKilled() {}

    /** Takes the store's file and a prefix for the ids. */
    public static void main(String[] arguments) {
        try (Store store = Store.open(Path.of(arguments[0]), UUID::randomUUID)) {
            for (int i = 0; !System.out.checkError(); i++) {
                String id = arguments[1] + "-" + i;
                store.put(running(id, NOON.plusSeconds(i)));
                System.out.println(id);
            }
        }
    }
}
