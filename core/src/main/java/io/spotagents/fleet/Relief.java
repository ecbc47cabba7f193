package io.spotagents.fleet;

import io.spotagents.model.Pool;
import io.spotagents.selection.SelectionPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Gives instances up for better ones, once their work is done: on-demand ones when spot is back,
 * spot ones whose pool has become dangerous, and those whose cloud signals that they may go soon. A
 * few go first, whose successors show that the better place holds; the others follow.
 */
final class Relief {

    static final String REASON = "relieved: ";

    private static final String SIGNALED = "its cloud signals a raised risk, and ";

    /** Of all instances a template may have, so many may be on their way out for better ones. */
    private static final int OVERLAP = 10;

    /** So many successors show that a place holds. */
    private static final int PROVEN = 8;

    private final SelectionPolicy policy;

    Relief(SelectionPolicy policy) {
        this.policy = policy;
    }

    /**
     * Drains for one template. While no work waits that successors could take, only of what its
     * cloud signals to be at risk: successors are ready then when it goes. An agent that has just
     * come is let take the work that it came for.
     */
    List<FleetAction> drains(FleetView view, Template template) {
        SortedMap<Pool, String> left = left(view, template);
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
                .filter(member -> !hasJustCome(member, view.now()))
                .sorted(Comparator.comparing(Member::id))
                .limit(allowed)
                .forEach(member -> drains.add(drain(member, left.get(member.instance().pool()))));
        return drains;
    }

    private static boolean hasJustCome(Member member, Instant now) {
        return member.work().isAwaitingItsFirst(now) && !member.leaving().isAtRisk(now);
    }

    /** What work waits for that must not be reclaimed: what is idle first, then what will be. */
    private static Set<String> spared(FleetView view, Template template, List<Member> staying) {
        int executors = template.executors();
        int wanted = (view.waiting(template).lasting() + executors - 1) / executors;
        return staying.stream()
                .filter(member -> !member.instance().pool().purchase().isReclaimed())
                .sorted(
                        Comparator.comparingInt((Member member) -> member.work().busyExecutors())
                                .thenComparing(Member::id))
                .limit(wanted)
                .map(Member::id)
                .collect(Collectors.toSet());
    }

    private SortedMap<Pool, String> left(FleetView view, Template template) {
        boolean workWaits = view.waiting(template).executors() > 0;
        Set<Pool> atRisk =
                view.instances().members().values().stream()
                        .filter(member -> member.template().equals(template.key()))
                        .filter(member -> member.leaving().isAtRisk(view.now()))
                        .map(member -> member.instance().pool())
                        .collect(Collectors.toSet());
        if (!workWaits && atRisk.isEmpty()) {
            return Collections.emptySortedMap();
        }
        FleetView.Market market = view.market();
        SortedMap<Pool, String> left =
                new TreeMap<>(
                        policy.leave(
                                new Wants(view, template).successor(),
                                market.snapshot(),
                                market.outlook()));
        left.replaceAll((pool, why) -> atRisk.contains(pool) ? SIGNALED + why : why);
        if (!workWaits) {
            left.keySet().retainAll(atRisk);
        }
        return left;
    }

    /** Whether it goes ahead of a reclaim that may come: what it does may have to go on. */
    static boolean isAheadOfReclaim(Member member) {
        return member.leaving()
                .drain()
                .filter(drain -> drain.reason().startsWith(REASON + SIGNALED))
                .isPresent();
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
