package io.spotagents.sim;

import io.spotagents.model.Pool;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What pools refused or took back in one run, as those learned of it who had asked. */
final class Troubles {

    private final Map<Pool, List<Instant>> byPool = new HashMap<>();

    void learned(Pool pool, Instant at) {
        byPool.computeIfAbsent(pool, p -> new ArrayList<>()).add(at);
    }

    /** The newest trouble that is known at a moment; empty if there was none. */
    Optional<Instant> newest(Pool pool, Instant now) {
        return byPool.getOrDefault(pool, List.of()).stream()
                .filter(at -> !at.isAfter(now))
                .max(Instant::compareTo);
    }
}
