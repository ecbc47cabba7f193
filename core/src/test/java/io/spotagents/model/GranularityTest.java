package io.spotagents.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GranularityTest {

    @ParameterizedTest
    @CsvSource({
        "PT0S, PT1M",
        "PT59.9S, PT1M",
        "PT1M, PT1M",
        "PT1M0.001S, PT1M1S",
        "PT2H0.5S, PT2H1S"
    })
    void roundsUpToSecondsAfterAMinute(Duration ran, Duration billed) {
        assertThat(Granularity.SECONDS_AFTER_A_MINUTE.billed(ran)).isEqualTo(billed);
    }

    @Test
    void roundsTheMinimumUpToo() {
        Granularity odd = new Granularity(Duration.ofSeconds(40), Duration.ofMinutes(1));

        assertThat(odd.billed(Duration.ZERO)).isEqualTo(Duration.ofSeconds(80));
    }

    @Test
    void billsWhatRunsIfExact() {
        Duration ran = Duration.ofSeconds(3, 7);

        assertThat(Granularity.EXACT.billed(ran)).isEqualTo(ran);
        assertThat(Granularity.EXACT.billedPerHour(0.123)).isEqualTo(1);
    }

    @Test
    void tellsWhatAnHourOfAShortLifeIsBilled() {
        assertThat(Granularity.SECONDS_AFTER_A_MINUTE.billedPerHour(2)).isEqualTo(1);
        assertThat(Granularity.SECONDS_AFTER_A_MINUTE.billedPerHour(15 / 3_600.0)).isEqualTo(4);
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> new Granularity(Duration.ZERO, Duration.ZERO))
                .hasMessage("increment must be longer than zero, not PT0S");
        assertThatThrownBy(() -> new Granularity(Duration.ofSeconds(1), Duration.ofSeconds(-1)))
                .hasMessage("minimum must not be negative, but is PT-1S");
    }
}
