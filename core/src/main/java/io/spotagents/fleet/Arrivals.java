package io.spotagents.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What may exist without being a member yet.
 *
 * @param open launches that have no answer yet
 * @param unheard sources that have not told yet what exists there
 * @param boot how long after its launch an instance may call in for the first time
 */
public record Arrivals(List<LaunchIntent> open, Set<String> unheard, Duration boot) {
    public Arrivals {
        open = List.copyOf(open);
        unheard = Set.copyOf(unheard);
    }
}
