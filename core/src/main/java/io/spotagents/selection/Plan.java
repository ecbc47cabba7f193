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
        Stream<String> missing =
                unmet == 0
                        ? Stream.empty()
                        : Stream.of(
                                unmet
                                        + " of "
                                        + request.count()
                                        + " instances cannot be had now for "
                                        + request.template());
        return Stream.of(
                        picks.stream().map(Pick::toString),
                        missing,
                        rejections.stream().map(Rejection::toString))
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n"));
    }
}
