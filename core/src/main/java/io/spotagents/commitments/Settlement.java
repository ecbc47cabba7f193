package io.spotagents.commitments;

import java.util.ArrayList;
import java.util.List;

/**
 * Sets use against commitments as providers do when they bill an hour: exact ones first, then those
 * flexible in size, then committed resources, then dollars, of one family before any, highest
 * saving first. Amounts are thousandths of an instance; shares are rounded up to the next, so that
 * what is left is never too much. Not thread-safe.
 */
final class Settlement {

    private final Tariff tariff;
    private final long[] left;
    private final long[] uncovered;
    private long billed;

    private Settlement(Tariff tariff, boolean holdsBack) {
        this.tariff = tariff;
        this.left =
                tariff.pots.stream()
                        .mapToLong(pot -> pot.committed() - (holdsBack ? pot.heldBack() : 0))
                        .toArray();
        this.uncovered = new long[tariff.shapes.size()];
    }

    /** As providers bill: nothing is held back. Instances and empty places are by shape. */
    static Settlement asBilled(Tariff tariff, long[] running, long[] empty) {
        return new Settlement(tariff, false).settle(running, empty);
    }

    /** With a margin held back for other consumers. */
    static Settlement withMargin(Tariff tariff, long[] running, long[] empty) {
        return new Settlement(tariff, true).settle(running, empty);
    }

    private Settlement settle(long[] running, long[] empty) {
        need(running);
        for (int shape = 0; shape < uncovered.length; shape++) {
            uncovered[shape] = take(tariff.exact[shape], uncovered[shape]);
        }
        need(empty);
        for (int shape :
                tariff.smallestFirst) { // as EC2 does it; the rest is the same in any order
            long weight = tariff.shapes.get(shape).family().milliUnits();
            uncovered[shape] = cover(tariff.sizeFlexible[shape], uncovered[shape], weight);
        }
        for (int shape = 0; shape < uncovered.length; shape++) {
            coverByResources(shape);
        }
        coverByDollars(tariff.familySpend);
        coverByDollars(tariff.anySpend);
        return this;
    }

    private void need(long[] counts) {
        for (int shape = 0; shape < counts.length; shape++) {
            long needed = Math.multiplyExact(counts[shape], Pots.MILLI);
            billed = Math.addExact(billed, needed);
            uncovered[shape] = Math.addExact(uncovered[shape], needed);
        }
    }

    private void coverByResources(int shape) {
        long cpus = tariff.shapes.get(shape).size().cpus();
        long memory = tariff.shapes.get(shape).size().memoryMib();
        long withoutCpus = cover(tariff.cpus[shape], uncovered[shape], cpus);
        long withoutMemory = cover(tariff.memory[shape], uncovered[shape], memory);
        uncovered[shape] = Math.max(withoutCpus, withoutMemory);
    }

    private void coverByDollars(List<Tariff.Offset> offsets) {
        for (Tariff.Offset offset : offsets) {
            int shape = offset.shape();
            long needed = Math.multiplyExact(uncovered[shape], offset.micros());
            uncovered[shape] = dividedUp(takeFrom(offset.pot(), needed), offset.micros());
        }
    }

    private long cover(int[] pots, long instances, long each) {
        return pots.length == 0
                ? instances
                : dividedUp(take(pots, Math.multiplyExact(instances, each)), each);
    }

    private long take(int[] pots, long needed) {
        long missing = needed;
        for (int pot : pots) {
            missing = takeFrom(pot, missing);
        }
        return missing;
    }

    private long takeFrom(int pot, long needed) {
        long taken = Math.min(left[pot], needed);
        left[pot] -= taken;
        return needed - taken;
    }

    /** Thousandths of instances that nothing covers. */
    long uncovered() {
        long sum = 0;
        for (long one : uncovered) {
            sum += one;
        }
        return sum;
    }

    /** Thousandths of instances that were set against commitments, covered or not. */
    long billed() {
        return billed;
    }

    /** Each amount, kind by kind, narrow commitments first; what is held back counts as used. */
    List<Use> uses() {
        List<Use> uses = new ArrayList<>();
        for (int pot = 0; pot < left.length; pot++) {
            uses.add(tariff.pots.get(pot).use(left[pot]));
        }
        return uses;
    }

    /** Thousandths of instances left of the exact amounts of one zone that are for a shape. */
    long leftOfZone(Shape shape) {
        long sum = 0;
        for (int pot : tariff.exact[tariff.index(shape)]) {
            Commitment.Exact exact = (Commitment.Exact) tariff.pots.get(pot).commitment();
            sum += exact.where().zone().isPresent() ? left[pot] : 0;
        }
        return sum;
    }

    private static long dividedUp(long amount, long by) {
        return Math.addExact(amount, by - 1) / by;
    }
}
