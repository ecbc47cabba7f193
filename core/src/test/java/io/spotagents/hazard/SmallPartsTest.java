package io.spotagents.hazard;

import static io.spotagents.hazard.Hazards.NOON;
import static io.spotagents.hazard.Hazards.minutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SmallPartsTest {

    @Test
    void timeOnlyEverPasses() {
        SteadyTime time = new SteadyTime();

        assertThat(time.advance(NOON)).isZero();
        assertThat(time.advance(minutes(60))).isEqualTo(1);
        assertThat(time.advance(minutes(57))).isEqualTo(1);
        assertThat(time.advance(minutes(90))).isEqualTo(1.5);
        assertThat(time.setBacks()).isZero();
        assertThat(time.advance(minutes(0))).isEqualTo(1.5);
        assertThat(time.setBacks()).isEqualTo(1);
        assertThat(time.peek(minutes(30))).isEqualTo(2);
        assertThat(time.advance(NOON.plus(Duration.ofDays(9_999))))
                .isEqualTo(1.5 + SteadyTime.LONGEST_HOURS);
    }

    @Test
    void forgetsHalfInAHalfLifeAlsoAcrossARebase() {
        Decay decay = new Decay();
        double[] sum = decay.growth(0);

        double[] factors = decay.rebase(3);

        for (int i = 0; i < Decay.COUNT; i++) {
            double left = sum[i] * factors[i] / decay.growth(Decay.HALF_LIVES[i])[i];
            assertThat(left).isCloseTo(0.5, within(1e-12));
        }
        assertThat(Decay.halved(6, 6)).isEqualTo(0.5);
        assertThat(Decay.integral(1, 1, 2)).isCloseTo(6 / Math.log(2), within(1e-12));
    }

    @Test
    void recalibrationRaisesTheLevelWhenMoreIsLostThanPredicted() {
        Recalibration recalibration = new Recalibration(0.25);

        recalibration.predicted(0.1, 0.25);
        recalibration.lost(1, 2);
        recalibration.step();

        assertThat(recalibration.offset()).isCloseTo(0.9 / 10.1, within(1e-12));
        recalibration.predicted(1, 100);
        recalibration.step();
        assertThat(recalibration.offset()).isEqualTo(-3);
    }

    @Test
    void recalibrationForgivesWhatNobodyCouldSeeComeTrue() {
        Recalibration recalibration = new Recalibration(1);

        recalibration.predicted(0.4, 2);
        recalibration.unwatched(0.4, 2);
        recalibration.step();

        assertThat(recalibration.offset()).isCloseTo(-0.6 / 10.6, within(1e-12));
    }

    @Test
    void refusesWeightsThatArePointlessOrPushTheWrongWay() {
        double[] good = HazardWeights.shipped().quarterHour();
        double[] wrongWay = good.clone();
        wrongWay[1 + Feature.AGE.ordinal()] = 0.1;
        double[] noNumber = good.clone();
        noNumber[0] = Double.NaN;

        assertThatThrownBy(() -> HazardWeights.of(wrongWay, good)).hasMessageContaining("AGE");
        assertThatThrownBy(() -> HazardWeights.of(good, noNumber)).hasMessageContaining("hour");
        assertThatThrownBy(() -> HazardWeights.of(new double[2], good))
                .hasMessageContaining("quarterHour");
        assertThat(HazardWeights.of(good, HazardWeights.shipped().hour()))
                .isEqualTo(HazardWeights.shipped())
                .hasSameHashCodeAs(HazardWeights.shipped());
    }

    @Test
    void readsTheBandsOfTheAdvisor() {
        assertThat(RiskBand.ofAdvisor(0)).isEqualTo(RiskBand.UNDER_5_PERCENT);
        assertThat(RiskBand.ofAdvisor(4)).isEqualTo(RiskBand.OVER_20_PERCENT);
        assertThatThrownBy(() -> RiskBand.ofAdvisor(5)).hasMessageContaining("range");
        assertThatThrownBy(() -> RiskBand.ofAdvisor(-1)).hasMessageContaining("range");
    }

    @Test
    void refusesARowOfNothing() {
        assertThatThrownBy(() -> new ReliabilityRow(0, 0.5, 0.5)).hasMessageContaining("count");
        assertThatThrownBy(() -> new ReliabilityRow(1, Double.NaN, 0.5))
                .hasMessageContaining("predicted");
        assertThatThrownBy(() -> new ReliabilityRow(1, 0.5, 2)).hasMessageContaining("seen");
        assertThat(new ReliabilityRow(1, 0.5, 0.25).error()).isEqualTo(0.25);
    }
}
