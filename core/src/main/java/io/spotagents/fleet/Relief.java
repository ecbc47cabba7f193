package io.spotagents.fleet;

import io.spotagents.model.Pool;
import io.spotagents.selection.SelectionPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Gives instances up for better ones, once their work is done: on-demand ones when spot is back,
 * and spot ones whose pool has become dangerous. A few go first, whose successors show that the
 * better place holds; the others follow.
 */
final class Relief {

    static final String REASON = "relieved: ";

    /** Of all instances a template may have, so many may be on their way out for better ones. */
    private static final int OVERLAP = 10;

    /** So many successors show that a place holds. */
    private static final int PROVEN = 8;

    private final SelectionPolicy policy;

    Relief(SelectionPolicy policy) {
        this.policy = policy;
    }

    /** Drains for one template; none while no work waits that successors could take. */
    List<FleetAction> drains(FleetView view, Template template) {
        if (view.waiting(template).executors() == 0) {
            return List.of();
        }
        FleetView.Market market = view.market();
        SortedMap<Pool, String> left =
                policy.leave(template.need(), market.snapshot(), market.outlook());
        if (left.isEmpty()) {
            return List.of();
        }
        int overlap = overlap(template);
        int underWay = leaving(view, template);
        List<Member> staying =
                view.instances().members().values().stream()
                        .filter(member -> member.template().equals(template.key()))
                        .filter(Member::stays)
                        .toList();
        long successors =
                staying.stream()
                        .filter(member -> !left.containsKey(member.instance().pool()))
                        .filter(member -> member.work().wasOnline())
                        .count();
        int allowed = successors >= PROVEN ? Integer.MAX_VALUE : Math.max(0, overlap - underWay);
        Set<String> spared = spared(view, template, staying);
        List<FleetAction> drains = new ArrayList<>();
        staying.stream()
                .filter(member -> left.containsKey(member.instance().pool()))
                .filter(member -> !spared.contains(member.id()))
                .sorted(Comparator.comparing(Member::id))
                .limit(allowed)
                .forEach(member -> drains.add(drain(member, left.get(member.instance().pool()))));
        return drains;
    }

    /** What work waits for that must not be reclaimed again. */
    private static Set<String> spared(FleetView view, Template template, List<Member> staying) {
        int executors = template.executors();
        int wanted = (view.waiting(template).lasting() + executors - 1) / executors;
        return staying.stream()
                .filter(member -> !member.instance().pool().purchase().isReclaimed())
                .filter(member -> member.work().busyExecutors() == 0)
                .sorted(Comparator.comparing(Member::id))
                .limit(wanted)
                .map(Member::id)
                .collect(Collectors.toSet());
    }

    /**
     * How many of a template's instances do not count, since they go for better ones. Bounded, so
     * that a maximum is exceeded by no more than what a reclaim would exceed it by.
     */
    static int uncounted(FleetView view, Template template) {
        return Math.min(leaving(view, template), overlap(template));
    }

    private static int overlap(Template template) {
        return Math.max(1, template.maxInstances() / OVERLAP);
    }

    private static int leaving(FleetView view, Template template) {
        return (int)
                view.instances().members().values().stream()
                        .filter(member -> member.template().equals(template.key()))
                        .filter(member -> member.leaving().notice().isEmpty())
                        .filter(member -> member.leaving().endAsked().isEmpty())
                        .filter(
                                member ->
                                        member.leaving()
                                                .drain()
                                                .filter(d -> d.reason().startsWith(REASON))
                                                .isPresent())
                        .count();
    }

    private static FleetAction drain(Member member, String why) {
        return new FleetAction.Drain(
                member.id(), new Agents.Drain(Agents.Cause.NOT_NEEDED, Instant.MAX, REASON + why));
    }
}
