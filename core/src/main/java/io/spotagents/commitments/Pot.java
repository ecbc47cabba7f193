package io.spotagents.commitments;

import java.util.Comparator;

/**
 * One amount of a commitment, in thousandths of its unit, so that shares of instances need no
 * fractions.
 *
 * @param heldBack what is left to other consumers, at most all
 */
record Pot(Commitment commitment, Reach reach, Use.Unit unit, long committed, long heldBack) {

    /** Commitments that only one account has are used up before those it shares. */
    static final Comparator<Pot> NARROW_FIRST =
            Comparator.comparing((Pot pot) -> pot.reach.account().isEmpty())
                    .thenComparing(pot -> pot.commitment.id());

    Use use(long left) {
        return new Use(commitment.id(), unit, committed, committed - left);
    }
}
