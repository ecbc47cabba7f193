package io.spotagents.commitments;

import io.spotagents.model.Usd;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Coverage and waste over time, added up from readings: each holds until the next. Sums are exact,
 * so parts add up to the whole. Not thread-safe.
 */
public final class CommitmentHistory {

    /** A reading says nothing of what comes later than this after it. */
    public static final Duration LONGEST_HOLD = Duration.ofHours(1);

    private final SortedMap<Key, Total> uses = new TreeMap<>();
    private Total coverage = Total.NOTHING;
    private Optional<Reading> last = Optional.empty();

    /** An amount of a commitment. */
    public record Key(String commitment, Use.Unit unit) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byCommitment = commitment.compareTo(other.commitment);
            return byCommitment != 0 ? byCommitment : unit.compareTo(other.unit);
        }
    }

    /**
     * Amounts times seconds.
     *
     * @param whole what there was
     * @param part how much of it was used, or covered
     */
    public record Total(BigInteger whole, BigInteger part) {

        static final Total NOTHING = new Total(BigInteger.ZERO, BigInteger.ZERO);

        /** Between 0 and 1; empty if there was nothing. */
        public Optional<Double> share() {
            return whole.signum() == 0
                    ? Optional.empty()
                    : Optional.of(part.doubleValue() / whole.doubleValue());
        }

        /** What was paid for and not used. */
        public BigInteger idle() {
            return whole.subtract(part);
        }

        Total plus(long amount, long ofIt, long seconds) {
            BigInteger time = BigInteger.valueOf(seconds);
            return new Total(
                    whole.add(BigInteger.valueOf(amount).multiply(time)),
                    part.add(BigInteger.valueOf(ofIt).multiply(time)));
        }
    }

    /** Adds a reading. One that is not later than the last adds no time: the clock went back. */
    public void add(Reading reading) {
        last.ifPresent(before -> hold(before, Duration.between(before.at(), reading.at())));
        last = Optional.of(reading);
    }

    private void hold(Reading reading, Duration length) {
        Duration held = length.compareTo(LONGEST_HOLD) < 0 ? length : LONGEST_HOLD;
        long seconds = Math.max(0, held.toSeconds());
        coverage = coverage.plus(reading.billed(), reading.covered(), seconds);
        for (Use use : reading.uses()) {
            uses.merge(
                    new Key(use.commitment(), use.unit()),
                    Total.NOTHING.plus(use.committed(), use.used(), seconds),
                    (before, more) ->
                            new Total(before.whole.add(more.whole), before.part.add(more.part)));
        }
    }

    /** How much of what ran was paid for, in thousandths of instances. */
    public Total coverage() {
        return coverage;
    }

    /** How much of each commitment was used. */
    public SortedMap<Key, Total> uses() {
        return new TreeMap<>(uses);
    }

    /** Dollars of spend plans that nobody used. */
    public Usd wasted() {
        BigInteger nanoDollarSeconds =
                uses.entrySet().stream()
                        .filter(entry -> entry.getKey().unit == Use.Unit.NANO_USD_PER_HOUR)
                        .map(entry -> entry.getValue().idle())
                        .reduce(BigInteger.ZERO, BigInteger::add);
        BigDecimal perMicroDollar =
                BigDecimal.valueOf(Pots.MILLI * Duration.ofHours(1).toSeconds());
        return new Usd(
                new BigDecimal(nanoDollarSeconds)
                        .divide(perMicroDollar, 0, RoundingMode.HALF_UP)
                        .longValueExact());
    }
}
