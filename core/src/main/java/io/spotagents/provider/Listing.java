package io.spotagents.provider;

import io.spotagents.model.Place;
import java.util.List;
import java.util.Set;

/**
 * The instances of one owner that exist.
 *
 * @param silent places that did not answer: what is missing there is not known to be gone
 */
public record Listing(List<Instance> instances, Set<Place> silent) {
    public Listing {
        instances = List.copyOf(instances);
        silent = Set.copyOf(silent);
    }
}
