package io.spotagents.speed;

/**
 * How fast a machine type does our work, as a log-normal belief: work that takes an hour on the
 * reference takes {@code 1 / median} hours.
 *
 * @param median positive; the reference is 1
 * @param logSd standard deviation of the logarithm of the speed; 0.1 is about 10 %
 */
public record Speed(double median, double logSd) {
    public Speed {
        if (!(median > 0) || Double.isInfinite(median)) {
            throw new IllegalArgumentException("median must be a positive number, not " + median);
        }
        if (!(logSd >= 0) || Double.isInfinite(logSd)) {
            throw new IllegalArgumentException("logSd must be at least 0, not " + logSd);
        }
    }

    /** Expected duration of work that takes 1 on the reference: more than {@code 1 / median}. */
    public double expectedSlowness() {
        return Math.exp(logSd * logSd / 2) / median;
    }
}
