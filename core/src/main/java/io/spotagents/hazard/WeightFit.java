package io.spotagents.hazard;

import java.util.List;
import java.util.Locale;

/**
 * Weights fitted to what the user's own pools did: the likeliest ones (losses as a Poisson process
 * for as long as the pool was watched) that are not far from those that predicted so far. A ridge
 * pulls each weight there, none moves by more than {@link #MOST_CHANGE}, and none changes sign;
 * with too few losses nothing changes at all. Same rows, same weights; the order of rows matters
 * for rounding only.
 */
public final class WeightFit {

    /** Losses (rows, which overlap) below which the past says too little. */
    static final int FEWEST_LOST = 100;

    /** Rows beyond this are left out, oldest first: a refit has to end. */
    static final int MOST_ROWS = 100_000;

    static final double MOST_CHANGE = 1;

    /** About so many losses have to agree before a weight moves halfway. */
    private static final double RIDGE_LOSSES = 100;

    private static final int MOST_SWEEPS = 200;
    private static final double LONGEST_STEP = 0.25;
    private static final double DONE = 1e-6;
    private static final double LOWEST_LOG = -20;
    private static final double HIGHEST_LOG = 3;

    private final double[][] columns;
    private final List<Within> seen;
    private final double ridge;
    private final double[] from;
    private final double[] weights;
    private final double[] logs;

    /**
     * For one horizon.
     *
     * @param overlap in how many rows a loss stands, as looks are closer than the horizon is long
     */
    private WeightFit(double[][] columns, List<Within> seen, double overlap, double[] from) {
        this.columns = columns;
        this.seen = seen;
        this.ridge = RIDGE_LOSSES * overlap;
        this.from = from;
        this.weights = from.clone();
        this.logs = new double[seen.size()];
        for (int j = 0; j < columns.length; j++) {
            add(j, from[j]);
        }
    }

    /**
     * What was known of a pool that was up, and what became of it.
     *
     * @param features as {@link HazardBook#features} answered then
     */
    public record Row(double[] features, Within quarterHour, Within hour) {
        public Row {
            if (features.length != Feature.COUNT) {
                throw new IllegalArgumentException(
                        "features must be " + Feature.COUNT + ", not " + features.length);
            }
            features = features.clone();
            for (double feature : features) {
                if (!Double.isFinite(feature)) {
                    throw new IllegalArgumentException("features must be finite, not " + feature);
                }
            }
        }
    }

    /**
     * What was seen within a horizon.
     *
     * @param watched for what share of the horizon, 0 to 1: until the pool was lost, or until
     *     nobody looked anymore
     * @param lost whether it was lost then
     */
    public record Within(double watched, boolean lost) {
        public Within {
            if (!(watched >= 0 && watched <= 1)) {
                throw new IllegalArgumentException("watched must be 0 to 1, not " + watched);
            }
        }
    }

    /**
     * The weights to predict with from now on.
     *
     * @param reason in one sentence, what they were fitted to, or why they were not
     */
    public record Fitted(HazardWeights weights, String reason) {}

    /**
     * Fits to rows.
     *
     * @param rows oldest first
     * @param from what predicted so far, and what is kept if the rows say too little
     */
    public static Fitted fit(List<Row> rows, HazardWeights from) {
        List<Row> used = rows.subList(Math.max(0, rows.size() - MOST_ROWS), rows.size());
        int losses = (int) used.stream().filter(row -> row.quarterHour().lost()).count();
        if (losses < FEWEST_LOST) {
            return new Fitted(
                    from, losses + " losses seen, of " + FEWEST_LOST + " needed: weights kept");
        }
        double[][] columns = columns(used);
        List<Within> near = used.stream().map(Row::quarterHour).toList();
        List<Within> far = used.stream().map(Row::hour).toList();
        double hours = ObservedRows.LOOK.toMillis() / 3_600_000.0;
        HazardWeights fitted =
                HazardWeights.of(
                        new WeightFit(columns, near, 0.25 / hours, from.quarterHour()).climb(),
                        new WeightFit(columns, far, 1 / hours, from.hour()).climb());
        String reason =
                String.format(
                        Locale.ROOT, "fitted to %d looks with %d losses", used.size(), losses);
        return new Fitted(fitted, reason);
    }

    private static double[][] columns(List<Row> rows) {
        double[][] columns = new double[Feature.COUNT + 1][rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            double[] features = rows.get(i).features;
            columns[0][i] = 1;
            for (int j = 0; j < Feature.COUNT; j++) {
                columns[j + 1][i] = features[j];
            }
        }
        return columns;
    }

    /** One weight after the other, each to where the likelihood seems highest, until none moves. */
    private double[] climb() {
        double before = likelihood();
        for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
            double moved = 0;
            for (int j = 0; j < columns.length; j++) {
                double step = bounded(j, weights[j] + step(j)) - weights[j];
                weights[j] += step;
                add(j, step);
                moved = Math.max(moved, Math.abs(step));
            }
            if (moved < DONE) {
                break;
            }
        }
        return likelihood() >= before ? weights.clone() : from.clone();
    }

    /** Logarithm, less what the ridge takes off. */
    private double likelihood() {
        double sum = 0;
        for (int j = 0; j < weights.length; j++) {
            double moved = weights[j] - from[j];
            sum -= ridge / 2 * moved * moved;
        }
        for (int i = 0; i < logs.length; i++) {
            double expected = expected(i);
            Within one = seen.get(i);
            sum += (one.lost() ? Math.log(expected) : 0) - expected * one.watched();
        }
        return sum;
    }

    /** Losses expected in a row, kept where its logarithm and its exponential are numbers. */
    private double expected(int row) {
        return Math.exp(Math.max(LOWEST_LOG, Math.min(HIGHEST_LOG, logs[row])));
    }

    private double step(int j) {
        double slope = -ridge * (weights[j] - from[j]);
        double curvature = ridge;
        double[] column = columns[j];
        for (int i = 0; i < logs.length; i++) {
            Within one = seen.get(i);
            double expected = expected(i) * one.watched();
            slope += column[i] * ((one.lost() ? 1 : 0) - expected);
            curvature += column[i] * column[i] * expected;
        }
        return Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, slope / curvature));
    }

    private double bounded(int j, double weight) {
        double near = Math.max(from[j] - MOST_CHANGE, Math.min(from[j] + MOST_CHANGE, weight));
        return j == 0 || Feature.values()[j - 1].allows(near) ? near : 0;
    }

    private void add(int j, double step) {
        for (int i = 0; i < logs.length; i++) {
            logs[i] += step * columns[j][i];
        }
    }
}
