package io.spotagents.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MeasuredSpeedTest {

    private final MeasuredSpeed measured = new MeasuredSpeed();

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @Test
    void aTypeNeverSeenIsBelievedToBeLikeItsGeneration() {
        assertThat(measured.speed("m5.large").median()).isEqualTo(1);
        assertThat(measured.speed("m8g.large").median())
                .isCloseTo(Processor.ARM_V2.speed(), within(1e-9));
        assertThat(measured.speed("m8g.large").logSd()).isGreaterThan(0.1);
    }

    @Test
    void aNameThatSaysNothingIsTheReferenceAndMostUncertain() {
        assertThat(measured.speed("x-large").median()).isEqualTo(1);
        assertThat(measured.speed("x-large").logSd())
                .isGreaterThan(measured.speed("m5.large").logSd());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void findsHowMuchFasterATypeIs(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 60; i++) {
            double seconds = Math.exp(3 + random.nextGaussian());
            measured.observe("m5.large", "w" + i, seconds * noise(random));
            measured.observe("c7a.large", "w" + i, seconds / 2 * noise(random));
        }

        double ratio = measured.speed("c7a.large").median() / measured.speed("m5.large").median();
        assertThat(ratio).isCloseTo(2, within(0.3));
    }

    @Test
    void aFamilyIsKnownByItsSeenTypes() {
        for (int i = 0; i < 60; i++) {
            measured.observe("m5.large", "w" + i, 100);
            measured.observe("c6a.large", "w" + i, 50);
        }

        double seen = measured.speed("c6a.large").median();
        assertThat(measured.speed("c6a.4xlarge").median())
                .isBetween(1.2 * Processor.EPYC_3.speed(), seen);
        assertThat(measured.speed("c6a.4xlarge").logSd())
                .isGreaterThan(measured.speed("c6a.large").logSd());
    }

    @Test
    void workThatRanOnOneTypeOnlySaysNothingOfItsSpeed() {
        Speed before = measured.speed("m5.large");

        for (int i = 0; i < 50; i++) {
            measured.observe("m5.large", "w" + i, 5);
        }

        assertThat(measured.speed("m5.large").median()).isCloseTo(before.median(), within(1e-4));
        assertThat(measured.speed("m5.large").logSd()).isCloseTo(before.logSd(), within(1e-4));
    }

    @Test
    void uncertaintyFallsWithWhatWasSeen() {
        double before = measured.speed("m7i.large").logSd();
        for (int i = 0; i < 30; i++) {
            measured.observe("m5.large", "w" + i, 100);
            measured.observe("m7i.large", "w" + i, 80);
        }

        assertThat(measured.speed("m7i.large").logSd()).isLessThan(before / 2);
    }

    @Test
    void strayDurationsHardlyMatter() {
        for (int i = 0; i < 50; i++) {
            for (int n = 0; n < 3; n++) {
                measured.observe("m5.large", "w" + i, 100);
                measured.observe("m6i.large", "w" + i, i < 5 ? 90_000 : 80);
            }
            measured.observe("m6i.large", "w" + i, i % 7 == 0 ? 5_000 : 80);
        }

        double ratio = measured.speed("m6i.large").median() / measured.speed("m5.large").median();
        assertThat(ratio).isBetween(1.1, 1.3);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theOrderInWhichWorksWereSeenHasNoEffect(long seed) {
        Random random = new Random(seed);
        List<Runnable> first = new ArrayList<>();
        MeasuredSpeed other = new MeasuredSpeed();
        List<Runnable> second = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String type = List.of("m5.large", "m6g.large", "m6g.xlarge").get(i % 3);
            String work = "w" + i % 11;
            double seconds = Math.exp(random.nextGaussian());
            first.add(() -> measured.observe(type, work, seconds));
            second.add(() -> other.observe(type, work, seconds));
        }
        Collections.shuffle(second, random);
        first.forEach(Runnable::run);
        second.forEach(Runnable::run);

        assertThat(measured.speed("m6g.large")).isEqualTo(other.speed("m6g.large"));
        assertThat(measured.speed("m6g.2xlarge")).isEqualTo(other.speed("m6g.2xlarge"));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, 0, -1, Double.POSITIVE_INFINITY})
    void rejectsDurationsThatCannotBe(double seconds) {
        assertThatThrownBy(() -> measured.observe("m5.large", "w", seconds))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("seconds");
    }

    @Test
    void rejectsZeroDurationsAndEmptyNames() {
        assertThatThrownBy(() -> measured.observe("m5.large", "w", Duration.ZERO))
                .hasMessageContaining("duration");
        assertThatThrownBy(() -> measured.observe(" ", "w", Duration.ofSeconds(1)))
                .hasMessageContaining("machineType");
    }

    @Test
    void remembersOnlySoManyWorks() {
        for (int i = 0; i < 60; i++) {
            measured.observe("m5.large", "w" + i, 100);
            measured.observe("m5a.large", "w" + i, 400);
        }
        for (int i = 0; i < MeasuredSpeed.MAX_WORKS; i++) {
            measured.observe("m5.large", "newer" + i, 100);
        }

        assertThat(measured.speed("m5a.large").median())
                .isCloseTo(Processor.EPYC_1.speed(), within(1e-4));
    }

    @ParameterizedTest
    @CsvSource({
        "m5.large,XEON_SCALABLE",
        "c6i.xlarge,XEON_3",
        "m7i-flex.large,XEON_4",
        "r8g.large,ARM_V2",
        "c7gn.large,ARM_V1",
        "t4g.small,ARM_N1",
        "m7a.medium,EPYC_4",
        "n1-standard-4,XEON_E",
        "n2d-standard-4,EPYC_2",
        "c4-standard-4,XEON_6",
        "c4.large,XEON_E",
        "Standard_D4s_v5,XEON_3",
        "Standard_D4as_v5,EPYC_3",
        "Standard_D4ps_v5,ARM_N1",
        "Standard_D2s_v3,XEON_SCALABLE"
    })
    void aProcessorIsReadFromTheTypesName(String machineType, Processor processor) {
        assertThat(measured.speed(machineType).median()).isCloseTo(processor.speed(), within(1e-9));
    }

    private static double noise(Random random) {
        return Math.exp(0.2 * random.nextGaussian());
    }
}
