package io.spotagents.hazard;

/**
 * One tenth of all predictions, sorted by what they said: what was said beside what happened.
 *
 * @param count predictions in this tenth
 * @param predicted mean predicted probability, 0 to 1
 * @param seen share that came true, 0 to 1
 */
public record ReliabilityRow(long count, double predicted, double seen) {
    public ReliabilityRow {
        if (count < 1) {
            throw new IllegalArgumentException("count must be at least 1, not " + count);
        }
        PredictionScore.requireProbability("predicted", predicted);
        PredictionScore.requireProbability("seen", seen);
    }

    /** How far off this tenth is, 0 to 1. */
    public double error() {
        return Math.abs(predicted - seen);
    }
}
