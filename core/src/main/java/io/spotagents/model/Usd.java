package io.spotagents.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/**
 * An amount of US dollars, exact to a millionth.
 *
 * @param micros millionths of a dollar; negative amounts are allowed (a saving may be a loss)
 */
public record Usd(long micros) implements Comparable<Usd> {

    public static final Usd ZERO = new Usd(0);

    private static final BigDecimal HOUR_NANOS = BigDecimal.valueOf(Duration.ofHours(1).toNanos());

    /**
     * The amount nearest to so many dollars.
     *
     * @throws IllegalArgumentException if {@code dollars} is not a finite number
     */
    public static Usd of(double dollars) {
        if (!Double.isFinite(dollars)) {
            throw new IllegalArgumentException("dollars must be a finite number, not " + dollars);
        }
        return new Usd(Math.round(dollars * 1_000_000));
    }

    public Usd plus(Usd other) {
        return new Usd(Math.addExact(micros, other.micros));
    }

    public Usd minus(Usd other) {
        return new Usd(Math.subtractExact(micros, other.micros));
    }

    /** What {@code duration} costs at this price per hour, rounded to the nearest millionth. */
    public Usd perHourFor(Duration duration) {
        BigDecimal nanos =
                BigDecimal.valueOf(duration.getSeconds())
                        .multiply(BigDecimal.valueOf(1_000_000_000L))
                        .add(BigDecimal.valueOf(duration.getNano()));
        BigDecimal cost =
                BigDecimal.valueOf(micros)
                        .multiply(nanos)
                        .divide(HOUR_NANOS, 0, RoundingMode.HALF_UP);
        return new Usd(cost.longValueExact());
    }

    public double dollars() {
        return micros / 1_000_000.0;
    }

    @Override
    public int compareTo(Usd other) {
        return Long.compare(micros, other.micros);
    }

    /** For people: {@code $0.0416}, at least two and at most six decimals. */
    @Override
    public String toString() {
        BigDecimal amount = BigDecimal.valueOf(micros, 6).stripTrailingZeros();
        BigDecimal shown = amount.scale() < 2 ? amount.setScale(2) : amount;
        return shown.signum() < 0
                ? "-$" + shown.negate().toPlainString()
                : "$" + shown.toPlainString();
    }
}
