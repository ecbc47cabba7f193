package io.spotagents.sim;

import io.spotagents.hazard.PredictionScore;
import io.spotagents.hazard.Predictions;
import java.util.Random;

/**
 * How well losses of pools were foreseen.
 *
 * @param predictor what predicted, and from what
 * @param quarterHour losses within 15 minutes
 * @param hour losses within an hour
 * @param auc15 where 95 % of the AUC within 15 minutes lies when days are drawn anew
 * @param auc60 the same within an hour
 */
public record PredictorScore(
        String predictor,
        PredictionScore quarterHour,
        PredictionScore hour,
        Predictions.Interval auc15,
        Predictions.Interval auc60) {

    private static final int DRAWS = 200;

    static PredictorScore of(String predictor, Predictions quarterHour, Predictions hour) {
        Random random = new Random(1);
        return new PredictorScore(
                predictor,
                quarterHour.score(),
                hour.score(),
                interval(quarterHour, random),
                interval(hour, random));
    }

    /** Where nothing was lost, or everything, there is no AUC and no interval. */
    private static Predictions.Interval interval(Predictions predictions, Random random) {
        double auc = predictions.score().auc();
        return Double.isNaN(auc)
                ? new Predictions.Interval(0, 1)
                : predictions.interval(PredictionScore::auc, DRAWS, random);
    }
}
