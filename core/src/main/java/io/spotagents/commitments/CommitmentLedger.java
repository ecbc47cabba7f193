package io.spotagents.commitments;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is paid for, what of it is used, and what is free. An instance is free if starting it leaves
 * no more use uncovered than before, both as the provider bills and with a margin left to other
 * consumers. Immutable, and the same whatever the order of what it is made of.
 */
public final class CommitmentLedger {

    /** Most instances of one shape that are looked for at once. */
    public static final int MOST_AT_ONCE = 100_000;

    private final SortedMap<String, Commitment> commitments;
    private final SortedMap<Shape, Long> running;
    private final Margins margins;
    private final Tariff tariff;
    private final long[] counts;
    private final long[] empty;
    private final Settlement billed;
    private final Settlement withMargin;

    private CommitmentLedger(
            SortedMap<String, Commitment> commitments,
            SortedMap<Shape, Long> running,
            Margins margins,
            Tariff tariff) {
        this.commitments = commitments;
        this.running = running;
        this.margins = margins;
        this.tariff = tariff;
        this.counts = new long[tariff.shapes.size()];
        running.forEach((shape, count) -> counts[tariff.index(shape)] = count);
        this.empty = new long[counts.length];
        reserved().forEach(it -> empty[tariff.index(it.shape())] += it.total() - (long) it.used());
        this.billed = Settlement.asBilled(tariff, counts, empty);
        this.withMargin = Settlement.withMargin(tariff, counts, empty);
    }

    /**
     * @param running all that runs in the accounts now; several for one shape are added up
     * @throws IllegalArgumentException if two commitments have the same id
     * @throws ArithmeticException if amounts are beyond all reason
     */
    public static CommitmentLedger of(
            Collection<Commitment> commitments, Collection<Running> running, Margins margins) {
        TreeMap<String, Commitment> byId = new TreeMap<>();
        for (Commitment commitment : commitments) {
            if (byId.put(commitment.id(), commitment) != null) {
                throw new IllegalArgumentException(
                        "two commitments have the id " + commitment.id());
            }
        }
        TreeMap<Shape, Long> counts = new TreeMap<>();
        running.forEach(some -> counts.merge(some.shape(), (long) some.count(), Long::sum));
        TreeSet<Shape> shapes = new TreeSet<>(counts.keySet());
        byId.values().stream()
                .filter(Commitment.ReservedCapacity.class::isInstance)
                .forEach(it -> shapes.add(((Commitment.ReservedCapacity) it).shape()));
        return new CommitmentLedger(
                byId, counts, margins, new Tariff(byId.values(), shapes, margins));
    }

    /** The same, ready to answer for these shapes as well. */
    private CommitmentLedger knowing(Collection<Shape> shapes) {
        if (shapes.stream().allMatch(tariff::knows)) {
            return this;
        }
        TreeSet<Shape> all = new TreeSet<>(tariff.shapes);
        all.addAll(shapes);
        return new CommitmentLedger(
                commitments, running, margins, new Tariff(commitments.values(), all, margins));
    }

    /** Shapes with something free, in their own order, each with its cap taken alone. */
    public List<FreePool> freePools(Collection<Shape> shapes) {
        CommitmentLedger all = knowing(shapes);
        List<FreePool> pools = new ArrayList<>();
        for (Shape shape : new TreeSet<>(shapes)) {
            int cap = all.most(shape);
            if (cap > 0) {
                long kept = places(shape) + all.withMargin.leftOfZone(shape) / Pots.MILLI;
                pools.add(new FreePool(shape, cap, (int) Math.min(cap, kept)));
            }
        }
        return pools;
    }

    /** Most instances of a shape that are free, if nothing else is taken. */
    public int most(Shape shape) {
        int places = places(shape);
        CommitmentLedger filled = knowing(List.of(shape)).with(shape, places);
        int enough = 0;
        int tooMany = 1;
        while (tooMany <= MOST_AT_ONCE && filled.isFree(shape, tooMany)) {
            enough = tooMany;
            tooMany *= 2;
        }
        while (tooMany - enough > 1) {
            int middle = enough + (tooMany - enough) / 2;
            if (filled.isFree(shape, middle)) {
                enough = middle;
            } else {
                tooMany = middle;
            }
        }
        return Math.min(MOST_AT_ONCE, places + enough);
    }

    /** The ledger once so many more instances of a shape run; reserved places fill up first. */
    public CommitmentLedger with(Shape shape, int count) {
        Amounts.requireNotNegative("count", count);
        if (count == 0) {
            return this;
        }
        TreeMap<String, Commitment> after = new TreeMap<>(commitments);
        int left = count;
        for (Commitment.ReservedCapacity reserved : reserved(shape)) {
            int taken = Math.min(left, places(reserved));
            left -= taken;
            after.put(
                    reserved.id(),
                    new Commitment.ReservedCapacity(
                            reserved.id(), shape, reserved.total(), reserved.used() + taken));
        }
        TreeMap<Shape, Long> more = new TreeMap<>(running);
        more.merge(shape, (long) count, Long::sum);
        return new CommitmentLedger(after, more, margins, knowing(List.of(shape)).tariff);
    }

    /**
     * Takes free instances of several shapes together, the first as far as they go, then the next:
     * to be used before anything that costs money.
     *
     * @param preference acceptable shapes, best first
     * @param wanted instances
     */
    public Allotment allot(List<Shape> preference, int wanted) {
        Amounts.requireNotNegative("wanted", wanted);
        List<Allotment.Taken> taken = new ArrayList<>();
        CommitmentLedger rest = knowing(preference);
        int missing = wanted;
        for (Shape shape : preference) {
            int count = missing == 0 ? 0 : Math.min(missing, rest.most(shape));
            if (count > 0) {
                taken.add(new Allotment.Taken(shape, count));
                rest = rest.with(shape, count);
                missing -= count;
            }
        }
        return new Allotment(taken, missing, rest);
    }

    /** What is used and covered now, as the provider bills it: no margin is held back. */
    public Reading reading(Instant at) {
        List<Use> uses = new ArrayList<>(billed.uses());
        for (Commitment.ReservedCapacity it : reserved()) {
            uses.add(
                    new Use(
                            it.id(),
                            Use.Unit.MILLI_INSTANCES,
                            it.total() * Pots.MILLI,
                            it.used() * Pots.MILLI));
        }
        return new Reading(at, billed.billed(), billed.billed() - billed.uncovered(), uses);
    }

    private boolean isFree(Shape shape, int count) {
        long[] more = counts.clone();
        more[tariff.index(shape)] += count;
        return Settlement.withMargin(tariff, more, empty).uncovered() <= withMargin.uncovered()
                && Settlement.asBilled(tariff, more, empty).uncovered() <= billed.uncovered();
    }

    private List<Commitment.ReservedCapacity> reserved() {
        return commitments.values().stream()
                .filter(Commitment.ReservedCapacity.class::isInstance)
                .map(Commitment.ReservedCapacity.class::cast)
                .toList();
    }

    private List<Commitment.ReservedCapacity> reserved(Shape shape) {
        return reserved().stream().filter(it -> it.shape().equals(shape)).toList();
    }

    private int places(Shape shape) {
        return reserved(shape).stream().mapToInt(this::places).sum();
    }

    private int places(Commitment.ReservedCapacity reserved) {
        long heldBack = margins.wholeOf(reserved.id(), reserved.total());
        return (int) Math.max(0, reserved.total() - heldBack - reserved.used());
    }
}
