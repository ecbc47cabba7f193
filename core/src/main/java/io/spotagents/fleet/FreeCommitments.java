package io.spotagents.fleet;

import io.spotagents.commitments.CommitmentHistory;
import io.spotagents.commitments.CommitmentLedger;
import io.spotagents.commitments.FreePool;
import io.spotagents.commitments.Margins;
import io.spotagents.commitments.Reading;
import io.spotagents.commitments.Shape;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.provider.PaidFor;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is free of what accounts have paid for, by their latest word and by what we launched since.
 * An instance that the latest word may not know of is counted besides: too little is free for a
 * minute rather than too much. Not thread-safe: the loop owns it.
 */
final class FreeCommitments {

    /** What was said longer ago says nothing of what is free now. */
    private static final Duration STALE = Duration.ofMinutes(15);

    private final Duration lag;
    private final SortedMap<String, PaidFor> told = new TreeMap<>();
    private final SortedMap<String, CommitmentHistory> histories = new TreeMap<>();
    private final SortedMap<String, Reading> readings = new TreeMap<>();
    private final Map<Pool, Shape> shapes = new HashMap<>();
    private final SortedMap<String, Known> known = new TreeMap<>();

    /**
     * @param lag how long an account may leave out a new instance
     */
    FreeCommitments(Duration lag) {
        this.lag = lag;
    }

    /**
     * An account told what it has paid for.
     *
     * @throws IllegalArgumentException if two commitments have the same id
     */
    void told(String source, PaidFor paid) {
        Reading reading = ledger(paid).reading(paid.at());
        told.put(source, paid);
        histories.computeIfAbsent(source, s -> new CommitmentHistory()).add(reading);
        readings.put(source, reading);
        paid.shapes().forEach(shape -> shapes.put(shape.pool(), shape));
    }

    /** Sources that are configured still; what was told of others is forgotten. */
    void retain(Collection<String> sources) {
        told.keySet().retainAll(sources);
        histories.keySet().retainAll(sources);
        readings.keySet().retainAll(sources);
        known.keySet().retainAll(sources);
    }

    /** What is free at a moment, with what exists and is asked for then. */
    Free at(Instant now, Collection<Member> members, Collection<LaunchIntent> launching) {
        SortedMap<String, Known> free = new TreeMap<>();
        told.forEach(
                (source, paid) -> {
                    if (paid.at().plus(STALE).isAfter(now)) {
                        SortedMap<Shape, Integer> since = since(paid, members, launching);
                        free.put(source, known(source, paid, since));
                    }
                });
        return new Free(free, shapes);
    }

    /** How much of what was paid for is used, by source. */
    SortedMap<String, CommitmentUse> use() {
        SortedMap<String, CommitmentUse> use = new TreeMap<>();
        histories.forEach(
                (source, history) ->
                        use.put(
                                source,
                                new CommitmentUse(
                                        readings.get(source),
                                        history.coverage(),
                                        history.uses(),
                                        history.wasted())));
        return use;
    }

    /** Ours that the account may not have described, and that may use up what it has paid for. */
    private SortedMap<Shape, Integer> since(
            PaidFor paid, Collection<Member> members, Collection<LaunchIntent> launching) {
        Instant described = paid.at().minus(lag);
        SortedMap<Shape, Integer> since = new TreeMap<>();
        for (Member member : members) {
            if (member.instance().launchedAt().isAfter(described)) {
                count(member.instance().pool(), 1, since);
            }
        }
        launching.forEach(intent -> count(intent.ask().pool(), intent.ask().count(), since));
        return since;
    }

    private void count(Pool pool, int instances, SortedMap<Shape, Integer> into) {
        Shape shape = shapes.get(pool.with(Purchase.COMMITMENT));
        if (shape != null && pool.purchase() != Purchase.SPOT) {
            into.merge(shape, instances, Integer::sum);
        }
    }

    /** Working this out takes long for many shapes, and nothing changes from step to step. */
    private Known known(String source, PaidFor paid, SortedMap<Shape, Integer> since) {
        Known before = known.get(source);
        if (before != null && before.paid() == paid && before.since().equals(since)) {
            return before;
        }
        CommitmentLedger ledger = ledger(paid);
        for (Map.Entry<Shape, Integer> one : since.entrySet()) {
            ledger = ledger.with(one.getKey(), one.getValue());
        }
        Known now = new Known(paid, since, ledger, ledger.freePools(paid.shapes()));
        known.put(source, now);
        return now;
    }

    private static CommitmentLedger ledger(PaidFor paid) {
        return CommitmentLedger.of(paid.commitments(), paid.running(), Margins.DEFAULT);
    }

    private record Known(
            PaidFor paid,
            SortedMap<Shape, Integer> since,
            CommitmentLedger ledger,
            List<FreePool> pools) {}

    /** What is free at one moment. */
    static final class Free {

        /** Nothing was paid for. */
        static final Free NOTHING = new Free(new TreeMap<>(), Map.of());

        private final SortedMap<String, Known> bySource;
        private final Map<Pool, Shape> shapes;

        private Free(SortedMap<String, Known> bySource, Map<Pool, Shape> shapes) {
            this.bySource = bySource;
            this.shapes = shapes;
        }

        /** Pools of a source with something free; their caps are not to be added. */
        List<FreePool> pools(String source) {
            Known known = bySource.get(source);
            return known == null ? List.of() : known.pools();
        }

        Collection<String> sources() {
            return List.copyOf(bySource.keySet());
        }

        /** Begins to take what a step launches, one pool after the other. */
        Taking taking() {
            return new Taking(this);
        }
    }

    /** Pools use up the same commitments, so what one takes is missing in another. */
    static final class Taking {

        private final Map<Pool, Shape> shapes;
        private final SortedMap<String, CommitmentLedger> ledgers = new TreeMap<>();

        private Taking(Free free) {
            this.shapes = free.shapes;
            free.bySource.forEach((source, known) -> ledgers.put(source, known.ledger()));
        }

        /** How many of so many may be launched. All, unless they were to be paid for already. */
        int take(String source, Pool pool, int wanted) {
            Shape shape = shapes.get(pool.with(Purchase.COMMITMENT));
            boolean isPaidFor = pool.purchase() == Purchase.COMMITMENT;
            if (pool.purchase() == Purchase.SPOT || shape == null) {
                return isPaidFor ? 0 : wanted;
            }
            CommitmentLedger ledger = ledgers.get(source);
            int free = ledger == null ? 0 : ledger.most(shape);
            int taken = isPaidFor ? Math.min(wanted, free) : wanted;
            ledgers.replaceAll((any, before) -> before.with(shape, taken));
            return taken;
        }
    }
}
