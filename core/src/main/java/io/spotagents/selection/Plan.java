package io.spotagents.selection;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Instances to ask of each pool for one request, with reasons.
 *
 * @param rejections the best offers that were not chosen, best first
 * @param unmet instances that no pool is to be asked for now; 0 if the request is met
 */
public record Plan(Request request, List<Pick> picks, List<Rejection> rejections, int unmet) {
    public Plan {
        picks = List.copyOf(picks);
        rejections = List.copyOf(rejections);
    }

    /** For people: one line for each pool chosen, each pool rejected, and what cannot be met. */
    public String explained() {
        return Stream.of(
                        picks.stream().map(Pick::toString),
                        missing(),
                        rejections.stream().map(Rejection::toString))
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n"));
    }

    private Stream<String> missing() {
        if (unmet == 0) {
            return Stream.empty();
        }
        String missing =
                (picks.isEmpty()
                                ? "%d of %d instances cannot be had now for %s"
                                : "%d of %d instances wait for the answers to these, for %s")
                        .formatted(unmet, request.count(), request.template());
        boolean isNothingKnown = picks.isEmpty() && rejections.isEmpty();
        Need need = request.need();
        return Stream.of(
                isNothingKnown
                        ? missing
                                + ": no offer is known of at least %s, %s, %s"
                                        .formatted(need.size(), need.os(), need.purchases())
                        : missing);
    }
}
