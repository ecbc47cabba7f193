package io.spotagents.hazard;

import io.spotagents.model.Pool;
import java.time.Duration;

/**
 * What the book expected of every pool at one moment; later events do not change it. Cheap to ask:
 * a decision over thousands of pools takes one view and asks by index. For the thread that owns the
 * book.
 *
 * <p>A pool that is not reclaimed at all (on-demand, commitments) is asked like any other; whether
 * it matters is up to the caller.
 */
public final class HazardView {

    static final double QUARTER_HOUR = 0.25;

    /**
     * Beyond an hour the expected losses grow with this power of time, as hazards fall with age.
     */
    private static final double BEYOND_AN_HOUR = 0.68;

    private static final double LOG_4 = Math.log(4);
    private static final double NANOS_PER_HOUR = 3_600e9;

    private final HazardBook.Index index;
    private final double[] quarterHour;
    private final double[] hour;

    /** Expected losses by pool; the last entry is that of a pool nobody has heard of. */
    HazardView(HazardBook.Index index, double[] quarterHour, double[] hour) {
        this.index = index;
        this.quarterHour = quarterHour;
        this.hour = hour;
    }

    /** How many pools can be asked by index. */
    public int size() {
        return quarterHour.length - 1;
    }

    /**
     * Reclaims per hour to expect of the pool over the next quarter of an hour, above 0 and finite.
     * For a pool that is not up: over the first quarter of an hour if it came up now.
     */
    public double perHour(String source, Pool pool) {
        return perHour(indexOf(source, pool));
    }

    /** As {@link #perHour(String, Pool)}, by the index the book gave. */
    public double perHour(int pool) {
        return quarterHour[pool] / QUARTER_HOUR;
    }

    /** As {@link #perHour(String, Pool)}, for a pool that nobody has heard of. */
    public double perHourOfStranger() {
        return perHour(size());
    }

    /** Fills {@code perHour} for the first pools by index, as many as fit. */
    public void fillPerHour(double[] perHour) {
        int count = Math.min(perHour.length, size());
        for (int i = 0; i < count; i++) {
            perHour[i] = quarterHour[i] / QUARTER_HOUR;
        }
    }

    /** Mean reclaims per hour over a horizon; less than {@link #perHour} if that is long. */
    public double perHourOver(String source, Pool pool, Duration horizon) {
        double hours = hours(horizon);
        int i = indexOf(source, pool);
        return hours == 0 ? perHour(i) : expected(i, hours) / hours;
    }

    /**
     * Probability, 0 to 1, that the pool, being up, is lost within the horizon.
     *
     * @throws IllegalArgumentException if the horizon is negative
     */
    public double lossWithin(String source, Pool pool, Duration horizon) {
        return lossWithin(indexOf(source, pool), horizon);
    }

    /** As {@link #lossWithin(String, Pool, Duration)}, by the index the book gave. */
    public double lossWithin(int pool, Duration horizon) {
        return -Math.expm1(-expected(pool, hours(horizon)));
    }

    private int indexOf(String source, Pool pool) {
        int found = index.find(source, pool);
        return found < 0 || found >= size() ? size() : found;
    }

    /** Between 15 minutes and an hour a straight line between logarithms. */
    private double expected(int pool, double hours) {
        double near = quarterHour[pool];
        double far = hour[pool];
        if (hours <= QUARTER_HOUR) {
            return near * hours / QUARTER_HOUR;
        }
        if (hours <= 1) {
            double share = Math.log(hours / QUARTER_HOUR) / LOG_4;
            return near * Math.pow(far / near, share);
        }
        return far * Math.pow(hours, BEYOND_AN_HOUR);
    }

    private static double hours(Duration horizon) {
        if (horizon.isNegative()) {
            throw new IllegalArgumentException("horizon must not be negative, but is " + horizon);
        }
        return horizon.getSeconds() / 3600.0 + horizon.getNano() / NANOS_PER_HOUR;
    }
}
