package io.spotagents.market.traces;

import java.time.Duration;
import java.util.Arrays;

/**
 * How many instances of a pool could be had, sampled at equal distances. A trace of zeros and ones
 * says only whether the pool was up. Immutable.
 */
public final class Trace {

    private final TraceName name;
    private final Duration gap;
    private final int[] counts;

    /**
     * @param gap from one sample to the next, longer than nothing
     * @param counts instances at each sample, none negative, at least one sample
     */
    public Trace(TraceName name, Duration gap, int... counts) {
        if (gap.isZero() || gap.isNegative()) {
            throw new IllegalArgumentException("gap must be longer than nothing, not " + gap);
        }
        if (counts.length == 0) {
            throw new IllegalArgumentException("counts must not be empty");
        }
        for (int sample = 0; sample < counts.length; sample++) {
            if (counts[sample] < 0) {
                throw new IllegalArgumentException(
                        "counts[" + sample + "] must not be negative, but is " + counts[sample]);
            }
        }
        this.name = name;
        this.gap = gap;
        this.counts = counts.clone();
    }

    public TraceName name() {
        return name;
    }

    public Duration gap() {
        return gap;
    }

    public int samples() {
        return counts.length;
    }

    /** Instances at a sample, counted from 0; {@link IndexOutOfBoundsException} beyond the end. */
    public int count(int sample) {
        return counts[sample];
    }

    /** All samples, as a copy. */
    public int[] counts() {
        return counts.clone();
    }

    /** How long the trace lasts; the last sample counts for a whole gap. */
    public Duration length() {
        return gap.multipliedBy(counts.length);
    }

    /**
     * Instances at a moment since the trace began: those of the last sample up to it.
     *
     * @throws IndexOutOfBoundsException before the beginning, and from {@link #length()} on
     */
    public int countAt(Duration at) {
        long sample = at.isNegative() ? -1 : at.dividedBy(gap);
        if (sample < 0 || sample >= counts.length) {
            throw new IndexOutOfBoundsException(at + " is outside of " + this);
        }
        return counts[(int) sample];
    }

    /** The most instances there ever were; 1 for a trace of zeros and ones, 0 if never any. */
    public int depth() {
        return Arrays.stream(counts).max().orElse(0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Trace that
                && name.equals(that.name)
                && gap.equals(that.gap)
                && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return name.name() + " (" + counts.length + " samples, one each " + gap + ")";
    }
}
