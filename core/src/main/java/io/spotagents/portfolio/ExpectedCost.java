package io.spotagents.portfolio;

/**
 * Expected dollars for one finished unit of work on a pool.
 *
 * <p>With price p an hour, hazard l an hour, a unit of L hours whose work survives each d hours, a
 * boot of S hours, a hold of T hours, launches that succeed with probability s, and waiting worth w
 * an hour:
 *
 * <pre>
 *   p B (redo(l d) L + S L / min(1/l, T)) + egress + w ((1/s - 1) retryGap + l L (requeue + S))
 * </pre>
 *
 * where redo(x) = (exp(x) - 1) / x is the expected paid time, for each hour of work, of work that
 * starts again at the last point that survived, and B is how many hours are billed for an hour of
 * an instance that is held T hours. L and d are divided by the pool's speed.
 *
 * <p>Leaves out how many are lost together, which no pool has alone: see {@link Portfolio}.
 */
public final class ExpectedCost {

    /** Below it the series is exact to a millionth of a millionth, and faster than exp. */
    private static final double SERIES_UP_TO = 0.25;

    private static final double OUT_OF_RANGE = 700;

    private ExpectedCost() {}

    /**
     * The cost on every pool, in dollars for a unit; infinity where no work would ever get done or
     * no price is known.
     *
     * @param into takes the cost of each row, at least {@link PoolColumns#size()} long
     */
    public static void score(PoolColumns pools, Work work, double[] into) {
        int size = pools.size();
        for (int row = 0; row < size; row++) {
            into[row] = usd(pools, work, row);
        }
    }

    /** The cost on one pool, in dollars for a unit; infinity as for {@link #score}. */
    public static double usd(PoolColumns pools, Work work, int row) {
        double price = pools.price[row];
        double success = pools.success[row];
        if (price == PoolColumns.NO_PRICE || success == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double hazard = pools.hazard[row];
        double boot = pools.boot[row];
        double perSpeed = 1 / pools.speed[row];
        double length = work.unitHours() * perSpeed;
        double surviving = work.survivingHours() * perSpeed;
        double boots = boot * Math.max(hazard, 1 / work.holdHours());
        double paidHours = length * (redo(hazard * surviving) + boots);
        if (paidHours == Double.POSITIVE_INFINITY) {
            return paidHours;
        }
        return price * (pools.billed[row] * paidHours)
                + pools.egress[row]
                + waiting(work.delay(), hazard * length, boot, success);
    }

    private static double waiting(Work.Delay delay, double losses, double boot, double success) {
        return delay.usdPerHour() == 0
                ? 0
                : delay.usdPerHour() * hours(delay, losses, boot, success);
    }

    private static double hours(Work.Delay delay, double losses, double boot, double success) {
        return (1 / success - 1) * delay.retryGapHours() + losses * (delay.requeueHours() + boot);
    }

    /**
     * Hours for a unit that are waited or done in vain on one pool: what the delay's price in
     * {@link #usd} is multiplied with. Infinity if nothing is ever granted there.
     *
     * @param unitHours length of the unit on an instance of speed 1
     */
    public static double delayHours(
            PoolColumns pools, double unitHours, Work.Delay delay, int row) {
        double length = unitHours * (1 / pools.speed[row]);
        return hours(delay, pools.hazard[row] * length, pools.boot[row], pools.success[row]);
    }

    /** (exp(x) - 1) / x for x of 0 or more: 1 at 0, infinity where the result is out of range. */
    static double redo(double x) {
        if (x <= SERIES_UP_TO) {
            double rest = 1 + x / 6 * (1 + x / 7 * (1 + x / 8 * (1 + x / 9)));
            return 1 + x / 2 * (1 + x / 3 * (1 + x / 4 * (1 + x / 5 * rest)));
        }
        return x > OUT_OF_RANGE ? Double.POSITIVE_INFINITY : Math.expm1(x) / x;
    }

    /**
     * How much work to hand to an instance at once: sqrt(2 o / l), where the time lost to reclaims
     * and the overhead o of each batch balance (Young's rule).
     *
     * @param reclaimsPerHour hazard of the pool; at 0 the answer is {@code maxHours}
     * @param overheadHours what each batch costs besides its work
     * @param minHours shortest batch worth handing out
     * @param maxHours longest batch, not below {@code minHours}
     */
    public static double batchHours(
            double reclaimsPerHour, double overheadHours, double minHours, double maxHours) {
        Checks.notNegative("hazard", reclaimsPerHour);
        Checks.notNegative("overheadHours", overheadHours);
        Checks.positive("minHours", minHours);
        Checks.positive("maxHours", maxHours);
        double best = Math.sqrt(2 * overheadHours / reclaimsPerHour);
        double bounded = Double.isNaN(best) ? maxHours : Math.min(maxHours, best);
        return Math.max(minHours, bounded);
    }
}
