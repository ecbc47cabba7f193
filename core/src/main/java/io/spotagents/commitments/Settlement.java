package io.spotagents.commitments;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Sets use against commitments as providers do when they bill an hour: exact ones first, then those
 * flexible in size, then committed resources, then dollars, of one family before any, highest
 * saving first. Amounts are thousandths of an instance; shares are rounded up to the next, so that
 * what is left is never too much. Not thread-safe.
 */
final class Settlement {

    private final Pots pots;
    private final SortedMap<Shape, Long> uncovered = new TreeMap<>();
    private long billed;

    private Settlement(Pots pots) {
        this.pots = pots;
    }

    /**
     * @param running instances by shape
     * @param empty places of reserved capacity with nobody in them, by shape
     * @param margins what is left to others; empty if nothing is, as providers bill
     */
    static Settlement of(
            Collection<Commitment> commitments,
            SortedMap<Shape, Long> running,
            SortedMap<Shape, Long> empty,
            Optional<Margins> margins) {
        Settlement settlement = new Settlement(Pots.of(commitments, margins));
        running.forEach((shape, count) -> settlement.need(shape, count));
        settlement.coverExactly();
        empty.forEach((shape, count) -> settlement.need(shape, count));
        settlement.coverBySize();
        settlement.coverByResources();
        settlement.coverByDollars(settlement.pots.familySpend);
        settlement.coverByDollars(settlement.pots.anySpend);
        return settlement;
    }

    /** Thousandths of instances that nothing covers. */
    long uncovered() {
        return uncovered.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Thousandths of instances that were set against commitments, covered or not. */
    long billed() {
        return billed;
    }

    /** Each amount, narrow commitments first within a kind. */
    List<Use> uses() {
        return pots.all().map(Pot::use).toList();
    }

    private void need(Shape shape, long count) {
        long needed = Math.multiplyExact(count, Pots.MILLI);
        billed = Math.addExact(billed, needed);
        uncovered.merge(shape, needed, Math::addExact);
    }

    private void coverExactly() {
        uncovered.replaceAll(
                (shape, needed) -> {
                    long left = needed;
                    for (Pot pot : pots.exact) {
                        if (isFor((Commitment.Exact) pot.commitment, shape)) {
                            left = pot.take(left);
                        }
                    }
                    return left;
                });
    }

    /** Smallest first, as EC2 does it; what is left over is the same in any order. */
    private void coverBySize() {
        List<Shape> smallestFirst = new ArrayList<>(uncovered.keySet());
        smallestFirst.sort(
                Comparator.comparingLong((Shape shape) -> shape.family().milliUnits())
                        .thenComparing(Comparator.naturalOrder()));
        for (Shape shape : smallestFirst) {
            long weight = shape.family().milliUnits();
            long left = Math.multiplyExact(uncovered.get(shape), weight);
            for (Pot pot : pots.sizeFlexible) {
                if (isFor((Commitment.SizeFlexible) pot.commitment, shape)) {
                    left = pot.take(left);
                }
            }
            uncovered.put(shape, dividedUp(left, weight));
        }
    }

    private void coverByResources() {
        uncovered.replaceAll(
                (shape, needed) -> {
                    long withoutCpus = cover(pots.cpus, shape, needed, shape.size().cpus());
                    long withoutMemory =
                            cover(pots.memory, shape, needed, shape.size().memoryMib());
                    return Math.max(withoutCpus, withoutMemory);
                });
    }

    private static long cover(List<Pot> pots, Shape shape, long needed, long each) {
        long left = Math.multiplyExact(needed, each);
        for (Pot pot : pots) {
            if (isFor((Commitment.CommittedUse) pot.commitment, shape)) {
                left = pot.take(left);
            }
        }
        return dividedUp(left, each);
    }

    private void coverByDollars(List<Pot> plans) {
        List<Offset> offsets = new ArrayList<>();
        for (Pot pot : plans) {
            Map<Commitment.SpendPlan.Item, Commitment.SpendPlan.Rate> rates =
                    ((Commitment.SpendPlan) pot.commitment).rates();
            for (Shape shape : uncovered.keySet()) {
                Commitment.SpendPlan.Rate rate = rates.get(Commitment.SpendPlan.Item.of(shape));
                if (rate != null && pot.reach.covers(shape.place())) {
                    offsets.add(new Offset(pot, shape, rate));
                }
            }
        }
        offsets.sort(Offset.HIGHEST_SAVING);
        for (Offset offset : offsets) {
            long micros = offset.rate.committed().micros();
            long needed = Math.multiplyExact(uncovered.get(offset.shape), micros);
            uncovered.put(offset.shape, dividedUp(offset.pot.take(needed), micros));
        }
    }

    private record Offset(Pot pot, Shape shape, Commitment.SpendPlan.Rate rate) {

        private static final Comparator<Offset> HIGHEST_SAVING =
                Comparator.comparingDouble((Offset offset) -> offset.rate.shareOfOnDemand())
                        .thenComparing(offset -> offset.rate.committed())
                        .thenComparing(Offset::shape)
                        .thenComparing(Offset::pot, Pot.NARROW_FIRST);
    }

    static boolean isFor(Commitment.Exact it, Shape shape) {
        Commitment.Exact.Where where = it.where();
        return it.reach().covers(shape.place())
                && where.region().equals(shape.place().region())
                && where.zone().filter(zone -> !zone.equals(shape.place().zone())).isEmpty()
                && it.kind().machineType().equals(shape.machineType())
                && it.kind().os() == shape.os();
    }

    private static boolean isFor(Commitment.SizeFlexible it, Shape shape) {
        return it.reach().covers(shape.place())
                && it.region().equals(shape.place().region())
                && it.kind().family().equals(shape.family().name())
                && it.kind().os() == shape.os();
    }

    private static boolean isFor(Commitment.CommittedUse it, Shape shape) {
        return it.reach().covers(shape.place())
                && it.region().equals(shape.place().region())
                && it.family().equals(shape.family().name());
    }

    private static long dividedUp(long amount, long by) {
        return Math.addExact(amount, by - 1) / by;
    }
}
