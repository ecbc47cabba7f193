package io.spotagents.hazard;

/**
 * Moves the level of all predictions to what happens here: the shipped weights know which pool is
 * riskier, but not how restless this cloud is this week. One step of gradient ascent on the
 * likelihood for each look, with a rate that starts like a prior of ten losses and ends as a memory
 * of the last forty.
 *
 * <p>Predicted and seen are counted in the same coin, hours during which a loss was no further away
 * than the horizon, in units of the horizon: so a prediction is judged the moment the pool falls,
 * and no old predictions have to be kept.
 */
final class Recalibration {

    private static final double PRIOR_LOSSES = 10;
    private static final double REMEMBERED_LOSSES = 30;

    /** A factor of 20 both ways. */
    private static final double MOST = 3;

    private final double horizonHours;
    private double offset;
    private double predictedEver;
    private double seen;
    private double predicted;

    Recalibration(double horizonHours) {
        this.horizonHours = horizonHours;
    }

    /** What to add to the logarithm of the expected losses. */
    double offset() {
        return offset;
    }

    /** A pool was predicted to fall with this probability, and was watched for so long since. */
    void predicted(double probability, double hours) {
        predicted += probability * hours / horizonHours;
    }

    /** A pool fell, or a share of it, that had been watched being up for so long. */
    void lost(double share, double watchedHours) {
        seen += share * Math.min(watchedHours, horizonHours) / horizonHours;
    }

    /**
     * Nobody looks at a pool anymore that was watched being up for so long. Part of what was
     * predicted of it lately can come true unseen, so that part is not held against the
     * predictions.
     */
    void unwatched(double probability, double watchedHours) {
        double open = Math.min(watchedHours, horizonHours);
        predicted -= probability * (open - open * open / 2 / horizonHours) / horizonHours;
    }

    void step() {
        predictedEver += Math.max(0, predicted);
        double rate = 1 / (PRIOR_LOSSES + Math.min(predictedEver, REMEMBERED_LOSSES));
        offset = Math.max(-MOST, Math.min(MOST, offset + rate * (seen - predicted)));
        seen = 0;
        predicted = 0;
    }
}
