package io.spotagents.hazard;

import java.util.Arrays;

/**
 * How many losses a pool had for each that a usual pool of its age would have had: 1 is usual, a
 * pool that falls again and again has more. Old pools are expected to lose little, so that one loss
 * tells more of them than of a young one.
 *
 * <p>Remembered with several half-lives, each leaning on the next longer one. Time forgets losses,
 * but it is no sign of danger: until the next loss the strain never rises.
 */
final class Strain {

    /**
     * Expected losses that each longer memory counts for in the next shorter one, shortest first;
     * the last is what the prior counts for.
     */
    private static final double[] PRIOR_LOSSES = {0.5, 2, 4, 6};

    /** Losses per hour of a usual pool are {@code LEVEL * (age + OFFSET)^(POWER - 1)}. */
    private static final double LEVEL = 0.32;

    private static final double POWER = 0.45;
    private static final double OFFSET = 0.05;

    private final double[] events = new double[Decay.COUNT];
    private final double[] expected = new double[Decay.COUNT];
    private double prior = 1;
    private double calmest = Double.POSITIVE_INFINITY;

    /** What to start from: how many times as often as usual the pool should be lost. */
    void expect(double timesUsual) {
        if (timesUsual != prior) {
            prior = timesUsual;
            calmest = Double.POSITIVE_INFINITY;
        }
    }

    /** The pool got older while it was watched being up. */
    void lived(Span age, double[] growthThen, double[] growthNow) {
        double losses = usualBy(age.to()) - usualBy(age.from());
        for (int i = 0; i < Decay.COUNT; i++) {
            expected[i] += losses * Math.sqrt(growthThen[i] * growthNow[i]);
        }
        calmest = Math.min(calmest, forgotten(growthNow));
    }

    /**
     * The pool was lost.
     *
     * @param share of it, above 0, at most 1
     */
    void lost(double share, double[] growth) {
        for (int i = 0; i < Decay.COUNT; i++) {
            events[i] += share * growth[i];
        }
        calmest = Double.POSITIVE_INFINITY;
    }

    /** Nobody saw how calm it was of late. */
    void unseen() {
        calmest = Double.POSITIVE_INFINITY;
    }

    void rebase(double[] factors) {
        for (int i = 0; i < Decay.COUNT; i++) {
            events[i] *= factors[i];
            expected[i] *= factors[i];
        }
    }

    /** Above 0; 1 is usual. */
    double timesUsual(double[] growth) {
        return Math.min(calmest, forgotten(growth));
    }

    private double forgotten(double[] growth) {
        double times = prior;
        for (int i = Decay.COUNT - 1; i >= 0; i--) {
            double known = PRIOR_LOSSES[i] * growth[i];
            times = (events[i] + known * times) / (expected[i] + known);
        }
        return times;
    }

    /** Losses a usual pool has had by an age in hours, if it counts all of them. */
    private static double usualBy(double age) {
        return LEVEL / POWER * Math.pow(age + OFFSET, POWER);
    }

    @Override
    public String toString() {
        return "losses " + Arrays.toString(events) + " of " + Arrays.toString(expected);
    }

    /** Ages in hours. */
    record Span(double from, double to) {}
}
