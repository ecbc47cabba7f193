package io.spotagents.commitments;

import io.spotagents.model.Pool;
import io.spotagents.model.Usd;

/**
 * Instances that would cost nothing more and are not reclaimed. The caps of several free pools are
 * not to be added: they may use up the same commitment. See {@link CommitmentLedger#allot}.
 *
 * @param cap most instances that are free, taken alone; at least 1
 * @param certain how many of these have capacity kept for them; the others are free if the provider
 *     has any
 */
public record FreePool(Shape shape, int cap, int certain) {
    public FreePool {
        Amounts.requireAtLeastOne("cap", cap);
        Amounts.requireNotNegative("certain", certain);
        if (certain > cap) {
            throw new IllegalArgumentException(
                    "certain must be at most the cap of " + cap + ", not " + certain);
        }
    }

    public Pool pool() {
        return shape.pool();
    }

    /** What an hour costs beyond what is paid anyway. */
    public Usd hourlyPrice() {
        return Usd.ZERO;
    }

    /** Reclaims per pool-hour: what is paid for is not taken back. */
    public double hazard() {
        return 0;
    }
}
