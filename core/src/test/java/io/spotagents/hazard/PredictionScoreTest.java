package io.spotagents.hazard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PredictionScoreTest {

    private static final double ROUNDING = 1e-12;

    @Test
    void isWhatHandsCompute() {
        PredictionScore score = score(new double[] {0.1, 0.4, 0.35, 0.8}, false, false, true, true);

        assertThat(score.auc()).isEqualTo(0.75);
        assertThat(score.brier()).isCloseTo((0.01 + 0.16 + 0.4225 + 0.04) / 4, within(ROUNDING));
        assertThat(score.calibrationError())
                .isCloseTo((0.1 + 0.4 + 0.65 + 0.2) / 4, within(ROUNDING));
        assertThat(score.meanPredicted()).isCloseTo(0.4125, within(ROUNDING));
        assertThat(score.meanSeen()).isEqualTo(0.5);
    }

    @Test
    void countsATieAsHalf() {
        PredictionScore score = score(new double[] {0.5, 0.5, 0.5, 0.2}, true, false, true, false);

        assertThat(score.auc()).isEqualTo((0.5 + 1 + 0.5 + 1) / 4);
    }

    @Test
    void isHalfWhenAllPredictionsAreTheSame() {
        assertThat(score(new double[] {0.3, 0.3, 0.3}, true, false, false).auc()).isEqualTo(0.5);
    }

    @Test
    void hasNoAucWhenNothingWasLost() {
        PredictionScore score = score(new double[] {0.3, 0.1}, false, false);

        assertThat(score.auc()).isNaN();
        assertThat(score.calibrationError()).isCloseTo(0.2, within(ROUNDING));
    }

    @Test
    void cutsPredictionsIntoTenths() {
        double[] predicted = new double[20];
        boolean[] lost = new boolean[20];
        for (int i = 0; i < 20; i++) {
            predicted[i] = i / 2 / 10.0 + 0.05;
            lost[i] = i >= 10 && i % 2 == 0;
        }

        PredictionScore score = PredictionScore.of(predicted, lost);

        assertThat(score.rows()).hasSize(10);
        assertThat(score.rows().get(7).predicted()).isCloseTo(0.75, within(ROUNDING));
        assertThat(score.rows().get(7).seen()).isEqualTo(0.5);
        double calm = 0.05 + 0.15 + 0.25 + 0.35 + 0.45;
        double restless = 0.05 + 0.15 + 0.25 + 0.35 + 0.45;
        assertThat(score.calibrationError()).isCloseTo((calm + restless) / 10, within(ROUNDING));
    }

    @Test
    void refusesWhatIsNoProbability() {
        assertThatThrownBy(() -> score(new double[] {Double.NaN}, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("predicted");
        assertThatThrownBy(() -> score(new double[] {-0.1}, true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> score(new double[] {1.1}, true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> score(new double[0])).hasMessageContaining("above 0");
        assertThatThrownBy(() -> score(new double[] {0.1}, true, true))
                .hasMessageContaining("one length");
        assertThatThrownBy(() -> new Predictions().add(0, Double.NaN, true))
                .hasMessageContaining("probability");
        assertThatThrownBy(() -> new Predictions().score()).hasMessageContaining("above 0");
    }

    @Test
    void intervalsHoldTheFigureAndAreTheSameForOneSeed() {
        Predictions predictions = new Predictions();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 3_000; i++) {
            double probability = random.nextDouble();
            predictions.add(i / 200, probability, random.nextDouble() < probability);
        }

        Predictions.Interval interval = interval(predictions);

        assertThat(predictions.score().auc()).isBetween(interval.low(), interval.high());
        assertThat(interval.high() - interval.low()).isBetween(0.001, 0.1);
        assertThat(interval(predictions)).isEqualTo(interval);
    }

    private static Predictions.Interval interval(Predictions predictions) {
        return predictions.interval(PredictionScore::auc, 200, new SplittableRandom(2));
    }

    private static PredictionScore score(double[] predicted, boolean... lost) {
        return PredictionScore.of(predicted, lost);
    }
}
