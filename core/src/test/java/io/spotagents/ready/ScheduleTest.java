package io.spotagents.ready;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 2026-03-02 is a Monday. */
class ScheduleTest {

    @ParameterizedTest
    @CsvSource({
        "2026-03-02T07:29:00Z, 0",
        "2026-03-02T07:30:00Z, 5",
        "2026-03-02T17:59:59Z, 5",
        "2026-03-02T18:00:00Z, 0",
        "2026-03-06T12:00:00Z, 5",
        "2026-03-07T12:00:00Z, 0",
    })
    void aLineHoldsFromItsFirstMinuteToBeforeItsLast(Instant now, int agents) {
        assertThat(utc("Mon-Fri 07:30-18:00 5").agents(now)).isEqualTo(agents);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-06T21:59:00Z, 0",
        "2026-03-06T22:00:00Z, 2",
        "2026-03-07T05:59:00Z, 2",
        "2026-03-07T06:00:00Z, 0",
        "2026-03-07T22:00:00Z, 0",
    })
    void timesOverMidnightBelongToTheDayOnWhichTheyBegin(Instant now, int agents) {
        assertThat(utc("Fri 22:00-06:00 2").agents(now)).isEqualTo(agents);
    }

    @Test
    void rangesOfDaysGoOnOverSunday() {
        Schedule schedule = utc("Sat-Mon,Wed 00:00-24:00 1");

        assertThat(schedule.agents(Instant.parse("2026-03-01T12:00:00Z"))).isEqualTo(1);
        assertThat(schedule.agents(Instant.parse("2026-03-02T23:59:59Z"))).isEqualTo(1);
        assertThat(schedule.agents(Instant.parse("2026-03-03T00:00:00Z"))).isZero();
        assertThat(schedule.agents(Instant.parse("2026-03-04T00:00:00Z"))).isEqualTo(1);
    }

    @Test
    void ofLinesThatHoldTheLargestCounts() {
        Schedule schedule = utc("# nightly\n* 00:00-24:00 1\n\nmon 08:00-10:00 7\n");

        assertThat(schedule.agents(Instant.parse("2026-03-02T09:00:00Z"))).isEqualTo(7);
        assertThat(schedule.agents(Instant.parse("2026-03-02T11:00:00Z"))).isEqualTo(1);
    }

    @Test
    void clocksAreThoseOfTheZoneAlsoInSummer() {
        Schedule schedule =
                Schedule.parse("TZ=Europe/Berlin\n* 08:00-09:00 3", ZoneId.of("Asia/Tokyo"));

        assertThat(schedule.agents(Instant.parse("2026-03-02T07:00:00Z"))).isEqualTo(3);
        assertThat(schedule.agents(Instant.parse("2026-07-01T06:00:00Z"))).isEqualTo(3);
        assertThat(schedule.agents(Instant.parse("2026-07-01T07:00:00Z"))).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mon-Fri 07:30-18:00 | days, times and agents",
                "Mo 07:30-18:00 5 | 'Mo' is no day",
                "Mon-Wed-Fri 07:30-18:00 5 | no range of days",
                "Mon 07:30-18:60 5 | 18:60 is no time",
                "Mon 24:00-07:00 5 | nothing begins then",
                "Mon 07:30-18:00 10001 | at most 10000",
                "Mon 07:30-18:00 -1 | days, times and agents",
                "TZ=Berlin | is no time zone",
            })
    void whatCannotBeReadIsNamedWithWhatToWrite(String line, String why) {
        assertThatThrownBy(() -> utc(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(line)
                .hasMessageContaining(why)
                .hasMessageContaining(line.startsWith("TZ") ? "TZ=Europe/Berlin" : "Mon-Fri");
    }

    private static Schedule utc(String text) {
        return Schedule.parse(text, ZoneOffset.UTC);
    }
}
