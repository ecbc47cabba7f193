package io.spotagents.hazard;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How good predicted probabilities were.
 *
 * @param auc probability that a pool that was lost had been given a higher probability than one
 *     that was not, ties counting half; NaN unless both happened
 * @param brier mean squared error, 0 (best) to 1
 * @param rows tenths of the predictions, lowest first; fewer if there are fewer predictions
 */
public record PredictionScore(double auc, double brier, List<ReliabilityRow> rows) {

    private static final int ROWS = 10;

    public PredictionScore {
        rows = List.copyOf(rows);
    }

    /**
     * Scores predictions against what happened.
     *
     * @throws IllegalArgumentException if there are none, the lengths differ, or one is no
     *     probability
     */
    public static PredictionScore of(double[] predicted, boolean[] lost) {
        if (predicted.length != lost.length || predicted.length == 0) {
            throw new IllegalArgumentException(
                    "predicted and lost must be of one length above 0, not "
                            + predicted.length
                            + " and "
                            + lost.length);
        }
        for (double probability : predicted) {
            requireProbability("predicted", probability);
        }
        int[] order =
                IntStream.range(0, predicted.length)
                        .boxed()
                        .sorted((a, b) -> Double.compare(predicted[a], predicted[b]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        double[] sorted = new double[order.length];
        boolean[] came = new boolean[order.length];
        for (int i = 0; i < order.length; i++) {
            sorted[i] = predicted[order[i]];
            came[i] = lost[order[i]];
        }
        return ofSorted(sorted, came);
    }

    /** As {@link #of}, for predictions that ascend and were checked. */
    static PredictionScore ofSorted(double[] predicted, boolean[] lost) {
        double squares = 0;
        for (int i = 0; i < predicted.length; i++) {
            double off = predicted[i] - (lost[i] ? 1 : 0);
            squares += off * off;
        }
        return new PredictionScore(
                auc(predicted, lost), squares / predicted.length, rows(predicted, lost));
    }

    /** Expected calibration error: mean over the tenths of how far they are off, 0 (best) to 1. */
    public double calibrationError() {
        double sum = 0;
        for (ReliabilityRow row : rows) {
            sum += row.error() * row.count();
        }
        return sum / count();
    }

    public long count() {
        return rows.stream().mapToLong(ReliabilityRow::count).sum();
    }

    /** Mean predicted probability. */
    public double meanPredicted() {
        return rows.stream().mapToDouble(row -> row.predicted() * row.count()).sum() / count();
    }

    /** Share that was lost. */
    public double meanSeen() {
        return rows.stream().mapToDouble(row -> row.seen() * row.count()).sum() / count();
    }

    private static double auc(double[] predicted, boolean[] lost) {
        double pairs = 0;
        long calmBelow = 0;
        long lostEver = 0;
        int i = 0;
        while (i < predicted.length) {
            int tieEnd = i;
            long lostHere = 0;
            while (tieEnd < predicted.length && predicted[tieEnd] == predicted[i]) {
                lostHere += lost[tieEnd] ? 1 : 0;
                tieEnd++;
            }
            long calmHere = tieEnd - i - lostHere;
            pairs += lostHere * (calmBelow + calmHere / 2.0);
            calmBelow += calmHere;
            lostEver += lostHere;
            i = tieEnd;
        }
        return lostEver == 0 || calmBelow == 0 ? Double.NaN : pairs / lostEver / calmBelow;
    }

    private static List<ReliabilityRow> rows(double[] predicted, boolean[] lost) {
        int rows = Math.min(ROWS, predicted.length);
        List<ReliabilityRow> result = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            int from = (int) ((long) predicted.length * row / rows);
            int to = (int) ((long) predicted.length * (row + 1) / rows);
            double sum = 0;
            int came = 0;
            for (int i = from; i < to; i++) {
                sum += predicted[i];
                came += lost[i] ? 1 : 0;
            }
            int count = to - from;
            double mean = Math.min(1, sum / count);
            result.add(new ReliabilityRow(count, mean, (double) came / count));
        }
        return result;
    }

    static void requireProbability(String field, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(field + " must be 0 to 1, not " + value);
        }
    }
}
