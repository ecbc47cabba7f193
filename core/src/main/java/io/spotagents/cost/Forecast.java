package io.spotagents.cost;

import io.spotagents.model.Usd;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * What a budget's window will cost if nothing new is launched. The total is the exact sum of its
 * parts.
 *
 * @param spent in the window, until now
 * @param remaining what the instances that run will still cost
 * @param redo reserve for what reclaims make us do again
 */
public record Forecast(Usd spent, Usd remaining, Usd redo) {
    public Forecast {
        requireNotNegative("spent", spent);
        requireNotNegative("remaining", remaining);
        requireNotNegative("redo", redo);
    }

    /** Of so much spent, and the instances that run. */
    public static Forecast of(Usd spent, Collection<Remaining> running) {
        return new Forecast(spent, Usd.ZERO, Usd.ZERO).plus(running);
    }

    /** The same with more instances. */
    public Forecast plus(Collection<Remaining> more) {
        Usd cost = remaining;
        Usd again = redo;
        for (Remaining one : more) {
            cost = cost.plus(one.cost());
            again = again.plus(one.redo());
        }
        return new Forecast(spent, cost, again);
    }

    public Usd total() {
        return spent.plus(remaining).plus(redo);
    }

    /**
     * What entries cost within a window, instances that run on until now included. A stretch that
     * ends before it begins, as a clock went back, costs nothing.
     *
     * @param from begin of the window; see {@link Budget.Window#start}
     */
    public static Usd spent(List<LedgerEntry> entries, Instant from, Instant now) {
        Usd sum = Usd.ZERO;
        for (LedgerEntry entry : entries) {
            sum = sum.plus(entry.spentBetween(from, entry.ran().until().orElse(now)));
        }
        return sum;
    }

    private static void requireNotNegative(String field, Usd amount) {
        if (amount.micros() < 0) {
            throw new IllegalArgumentException(field + " must not be negative, but is " + amount);
        }
    }
}
