package io.spotagents.commitments;

import java.util.Comparator;

/**
 * What is left of one amount of a commitment while use is settled. Amounts are in thousandths of
 * what {@link Stage} says, so that shares of instances need no fractions. Not thread-safe.
 */
final class Pot {

    /** Commitments that only one account has are used up before those it shares. */
    static final Comparator<Pot> NARROW_FIRST =
            Comparator.comparing((Pot pot) -> pot.reach.account().isEmpty())
                    .thenComparing(pot -> pot.commitment.id());

    final Commitment commitment;
    final Reach reach;
    final Use.Unit unit;
    final long committed;
    private long left;

    Pot(Commitment commitment, Reach reach, Use.Unit unit, long committed, long heldBack) {
        this.commitment = commitment;
        this.reach = reach;
        this.unit = unit;
        this.committed = committed;
        this.left = Math.max(0, committed - heldBack);
    }

    /** What is still needed after as much as there is was taken. */
    long take(long needed) {
        long taken = Math.min(left, needed);
        left -= taken;
        return needed - taken;
    }

    /** Of a pot that nothing was held back of. */
    Use use() {
        return new Use(commitment.id(), unit, committed, committed - left);
    }
}
