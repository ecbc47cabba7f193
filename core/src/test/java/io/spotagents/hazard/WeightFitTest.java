package io.spotagents.hazard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WeightFitTest {

    private static final HazardWeights SHIPPED = HazardWeights.shipped();
    private static final WeightFit.Within CALM = new WeightFit.Within(1, false);

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @Test
    void findsTheWeightsThatMadeTheRows() {
        double[] near = SHIPPED.quarterHour();
        near[1 + Feature.AGE.ordinal()] = -0.9;
        near[1 + Feature.SIBLINGS_DOWN.ordinal()] = 0.9;
        List<WeightFit.Row> rows = rows(near, 60_000, new Random(3));

        double[] fitted = WeightFit.fit(rows, SHIPPED).weights().quarterHour();

        assertThat(fitted[1 + Feature.AGE.ordinal()]).isCloseTo(-0.9, within(0.06));
        assertThat(fitted[1 + Feature.SIBLINGS_DOWN.ordinal()]).isCloseTo(0.9, within(0.15));
    }

    @Test
    void keepsWhatItHadWhenThereIsTooLittle() {
        List<WeightFit.Row> rows = rows(SHIPPED.quarterHour(), 200, new Random(1));

        WeightFit.Fitted fitted = WeightFit.fit(rows, SHIPPED);

        assertThat(fitted.weights()).isEqualTo(SHIPPED);
        assertThat(fitted.reason()).contains("needed");
        assertThat(WeightFit.fit(List.of(), SHIPPED).weights()).isEqualTo(SHIPPED);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void staysNearWhateverTheRowsSay(long seed) {
        Random random = new Random(seed);
        List<WeightFit.Row> rows = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            boolean lost = random.nextBoolean();
            rows.add(
                    new WeightFit.Row(
                            nonsense(random),
                            new WeightFit.Within(random.nextDouble(), lost),
                            new WeightFit.Within(
                                    random.nextDouble(), lost || random.nextBoolean())));
        }

        HazardWeights fitted = WeightFit.fit(rows, SHIPPED).weights();

        for (int i = 0; i < SHIPPED.hour().length; i++) {
            assertThat(fitted.hour()[i])
                    .isCloseTo(SHIPPED.hour()[i], within(WeightFit.MOST_CHANGE + 1e-9));
        }
    }

    @Test
    void sameRowsGiveTheSameWeightsInAnyOrder() {
        List<WeightFit.Row> rows = rows(SHIPPED.quarterHour(), 3_000, new Random(8));

        HazardWeights fitted = WeightFit.fit(rows, SHIPPED).weights();

        assertThat(WeightFit.fit(rows, SHIPPED).weights()).isEqualTo(fitted);
        Collections.reverse(rows);
        assertThat(WeightFit.fit(rows, SHIPPED).weights().quarterHour())
                .usingComparatorWithPrecision(1e-4)
                .containsExactly(fitted.quarterHour());
    }

    @Test
    void refusesFeaturesThatAreNoNumbers() {
        double[] features = new double[Feature.COUNT];
        features[2] = Double.NaN;

        assertThatThrownBy(() -> new WeightFit.Row(features, CALM, CALM))
                .hasMessageContaining("features");
        assertThatThrownBy(() -> new WeightFit.Row(new double[1], CALM, CALM))
                .hasMessageContaining("features");
        assertThatThrownBy(() -> new WeightFit.Within(Double.NaN, true))
                .hasMessageContaining("watched");
        assertThatThrownBy(() -> new WeightFit.Within(1.1, true)).hasMessageContaining("watched");
    }

    private static List<WeightFit.Row> rows(double[] truth, int count, Random random) {
        List<WeightFit.Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double[] features = features(random);
            double expected = Math.exp(HazardWeights.dot(truth, features));
            rows.add(
                    new WeightFit.Row(
                            features, looked(expected, random), looked(expected, random)));
        }
        return rows;
    }

    /** Half of all looks are given up before the horizon is over. */
    private static WeightFit.Within looked(double expected, Random random) {
        double lost = -Math.log(1 - random.nextDouble()) / expected;
        double watched = Math.min(1, 2 * random.nextDouble());
        return new WeightFit.Within(Math.min(lost, watched), lost <= watched);
    }

    private static double[] features(Random random) {
        double[] features = new double[Feature.COUNT];
        features[Feature.STRAIN.ordinal()] = random.nextGaussian();
        features[Feature.AGE.ordinal()] = 1.5 * random.nextGaussian();
        features[Feature.SIBLINGS_DOWN.ordinal()] = random.nextDouble();
        features[Feature.SHOCK.ordinal()] = random.nextDouble();
        features[Feature.UNREST.ordinal()] = random.nextDouble();
        features[Feature.AVAILABILITY.ordinal()] = -random.nextDouble();
        return features;
    }

    private static double[] nonsense(Random random) {
        double[] features = new double[Feature.COUNT];
        for (int i = 0; i < features.length; i++) {
            features[i] = 3 * random.nextGaussian();
        }
        return features;
    }
}
