package io.spotagents.enrolment;

import io.spotagents.provider.Instance;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What a controller knows when somebody calls. Immutable; whoever runs the loop makes a new one
 * after each step.
 *
 * @param controller its own id
 * @param sites accounts and regions that its sources use
 * @param growing of these, where instances may exist that it has not been told of: a launch there
 *     has no answer yet, or the source has not listed its instances since the start
 * @param expected instances that exist, by id
 */
public record Roster(
        UUID controller, Set<Site> sites, Set<Site> growing, Map<String, Expected> expected) {
    public Roster {
        sites = Set.copyOf(sites);
        growing = Set.copyOf(growing);
        expected = Map.copyOf(expected);
    }

    /**
     * An instance that may call.
     *
     * @param bootDeadline until when it may
     */
    public record Expected(Instance instance, Instant bootDeadline) {}
}
