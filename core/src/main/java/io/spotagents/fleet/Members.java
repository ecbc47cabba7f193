package io.spotagents.fleet;

import io.spotagents.model.Pool;
import io.spotagents.provider.Listing;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The instances that the loop knows, by id. Not thread-safe: the loop owns it. */
final class Members {

    private final SortedMap<String, Member> byId = new TreeMap<>();
    private final Map<String, Map<Pool, Integer>> staying = new HashMap<>();

    Collection<Member> all() {
        return byId.values();
    }

    SortedMap<String, Member> copy() {
        return new TreeMap<>(byId);
    }

    boolean has(String instanceId) {
        return byId.containsKey(instanceId);
    }

    @Nullable Member get(String instanceId) {
        return byId.get(instanceId);
    }

    Optional<Member> find(String instanceId) {
        return Optional.ofNullable(byId.get(instanceId));
    }

    void put(Member member) {
        count(byId.put(member.id(), member), -1);
        count(member, 1);
    }

    void remove(String instanceId) {
        count(byId.remove(instanceId), -1);
    }

    /** Nothing if it is not known. */
    void change(String instanceId, UnaryOperator<Member> change) {
        Member member = byId.get(instanceId);
        if (member != null) {
            put(change.apply(member));
        }
    }

    /** How many others of its pool are there, and neither noticed nor asked to end. */
    int others(Member member) {
        int all =
                staying.getOrDefault(member.source(), Map.of())
                        .getOrDefault(member.instance().pool(), 0);
        return stays(byId.get(member.id())) ? all - 1 : all;
    }

    private void count(@Nullable Member member, int change) {
        if (member != null && stays(member)) {
            staying.computeIfAbsent(member.source(), source -> new HashMap<>())
                    .merge(member.instance().pool(), change, Integer::sum);
        }
    }

    private static boolean stays(@Nullable Member member) {
        return member != null
                && member.leaving().notice().isEmpty()
                && member.leaving().endAsked().isEmpty();
    }

    List<Member> of(String source) {
        return byId.values().stream().filter(one -> one.source().equals(source)).toList();
    }

    /** Ids of those in one pool of a source. */
    List<String> in(String source, Pool pool) {
        return of(source).stream()
                .filter(one -> one.instance().pool().equals(pool))
                .map(Member::id)
                .toList();
    }

    /**
     * What a listing would tell of if it were still there.
     *
     * @param lag how long a new instance may be missing in its provider's list
     */
    List<Member> missingIn(FleetEvent.Listed event, Duration lag) {
        Listing listing = event.listing();
        Set<String> present =
                listing.instances().stream().map(one -> one.id()).collect(Collectors.toSet());
        return of(event.source()).stream()
                .filter(member -> !present.contains(member.id()))
                .filter(member -> !listing.silent().contains(member.instance().pool().place()))
                .filter(member -> !member.mayBeMissing(event.askedAt(), lag))
                .toList();
    }
}
