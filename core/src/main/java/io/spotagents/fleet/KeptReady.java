package io.spotagents.fleet;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which idle instances are kept for work that has not come yet: those that have been up longest, as
 * the young are reclaimed most. Pure.
 */
final class KeptReady {

    private KeptReady() {}

    /** Their ids. */
    static Set<String> of(FleetView view) {
        Set<String> kept = new HashSet<>();
        view.templates().values().forEach(template -> kept.addAll(of(view, template)));
        return kept;
    }

    private static Set<String> of(FleetView view, Template template) {
        List<Member> there = new Wants(view, template).members().filter(Wants::isThere).toList();
        int executors = template.executors();
        int wanted = view.ready(template) * executors;
        int freeOfBusy =
                there.stream()
                        .filter(member -> member.work().busyExecutors() > 0)
                        .mapToInt(member -> Math.max(0, executors - member.work().busyExecutors()))
                        .sum();
        return there.stream()
                .filter(member -> member.work().busyExecutors() == 0)
                .sorted(
                        Comparator.comparing((Member member) -> member.instance().launchedAt())
                                .thenComparing(Member::id))
                .limit(Math.max(0, (wanted - freeOfBusy + executors - 1) / executors))
                .map(Member::id)
                .collect(Collectors.toSet());
    }
}
