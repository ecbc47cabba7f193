package io.spotagents.fleet;

import io.spotagents.hazard.HazardWeights;
import io.spotagents.hazard.ObservedRows;
import io.spotagents.hazard.PredictionScore;
import io.spotagents.hazard.WeightFit;
import io.spotagents.market.RecordedObservation;
import java.util.List;
import java.util.Optional;

/**
 * Weights of the hazard model, fitted to what this controller observed. Immutable.
 *
 * @param fitted the weights from now on, the shipped ones if there was too little to fit to
 * @param quarterHour how good the shipped weights were, learning along, for losses within 15
 *     minutes; empty before anything was watched for an hour
 * @param hour the same within an hour
 */
public record Refit(
        WeightFit.Fitted fitted,
        Optional<PredictionScore> quarterHour,
        Optional<PredictionScore> hour) {

    /** What holds before the first fit. */
    static final Refit NONE_YET =
            new Refit(
                    new WeightFit.Fitted(HazardWeights.shipped(), "not fitted yet"),
                    Optional.empty(),
                    Optional.empty());

    /** May take seconds: not for the loop's thread. */
    static Refit of(List<RecordedObservation> observations) {
        ObservedRows.Seen seen = ObservedRows.of(observations);
        return new Refit(
                WeightFit.fit(seen.rows(), HazardWeights.shipped()),
                seen.quarterHour(),
                seen.hour());
    }
}
