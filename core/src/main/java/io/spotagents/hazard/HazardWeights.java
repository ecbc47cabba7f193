package io.spotagents.hazard;

import java.util.Arrays;

/**
 * How much each {@link Feature} counts. The logarithm of the losses to be expected within a horizon
 * is an intercept plus the features times their weights; there is one set for 15 minutes and one
 * for an hour, as what tells of the next minutes is not what tells of the next hour. Immutable.
 */
public final class HazardWeights {

    /**
     * Twenty times as much after a signal: what it comes to where one signal in two is followed by
     * a reclaim within a quarter of an hour, of pools that are lost once in ten hours. An
     * assumption, as no public record of such signals exists; refitted to what is observed.
     */
    private static final double REBALANCE = 3;

    /**
     * Fitted to GPU pools in AWS zones, each weight pulled a little towards zero: 22 days of nine
     * that are up or down, and six series of 11 to 18 days that count instances. Half of the weight
     * is on looks of somebody who sees all pools, half on looks of one who sees those it holds. How
     * they do on other days and pools is what {@link ShadowRun} measures.
     */
    private static final HazardWeights SHIPPED =
            new HazardWeights(
                    new double[] {
                        -2.936, 0.365, -0.387, -0.299, 0.806, 0.105, 0.136, -0.389, -0.5, REBALANCE
                    },
                    new double[] {
                        -1.874, 0.328, -0.29, -0.376, 0.767, 0, 0.191, -0.504, -0.676, REBALANCE
                    });

    private final double[] quarterHour;
    private final double[] hour;

    private HazardWeights(double[] quarterHour, double[] hour) {
        this.quarterHour = checked("quarterHour", quarterHour);
        this.hour = checked("hour", hour);
    }

    /** What predicts before the user's own observations can. */
    public static HazardWeights shipped() {
        return SHIPPED;
    }

    /**
     * Weights for horizons of 15 minutes and of an hour.
     *
     * @param quarterHour the intercept, then one weight for each {@link Feature} in its order
     * @param hour the same for an hour
     * @throws IllegalArgumentException if one is missing, is no finite number, or pushes the wrong
     *     way
     */
    public static HazardWeights of(double[] quarterHour, double[] hour) {
        return new HazardWeights(quarterHour, hour);
    }

    /** The intercept, then one weight for each feature; a copy. */
    public double[] quarterHour() {
        return quarterHour.clone();
    }

    /** The intercept, then one weight for each feature; a copy. */
    public double[] hour() {
        return hour.clone();
    }

    double logQuarterHour(double[] features) {
        return dot(quarterHour, features);
    }

    double logHour(double[] features) {
        return dot(hour, features);
    }

    static double dot(double[] weights, double[] features) {
        double sum = weights[0];
        for (int i = 0; i < Feature.COUNT; i++) {
            sum += weights[i + 1] * features[i];
        }
        return sum;
    }

    private static double[] checked(String field, double[] weights) {
        if (weights.length != Feature.COUNT + 1) {
            throw new IllegalArgumentException(
                    field
                            + " must hold "
                            + (Feature.COUNT + 1)
                            + " weights, not "
                            + weights.length);
        }
        for (double weight : weights) {
            if (!Double.isFinite(weight)) {
                throw new IllegalArgumentException(field + " must be finite, not " + weight);
            }
        }
        for (Feature feature : Feature.values()) {
            double weight = weights[feature.ordinal() + 1];
            if (!feature.allows(weight)) {
                throw new IllegalArgumentException(
                        field + " pushes " + feature + " the wrong way: " + weight);
            }
        }
        return weights.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HazardWeights weights
                && Arrays.equals(quarterHour, weights.quarterHour)
                && Arrays.equals(hour, weights.hour);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(quarterHour) + Arrays.hashCode(hour);
    }

    @Override
    public String toString() {
        return "quarterHour " + Arrays.toString(quarterHour) + ", hour " + Arrays.toString(hour);
    }
}
