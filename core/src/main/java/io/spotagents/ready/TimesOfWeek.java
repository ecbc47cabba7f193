package io.spotagents.ready;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of a schedule.
 *
 * @param days on which it begins
 * @param from minute of the day, 0 to 1439
 * @param to minute of the day at which it ends, 1 to 1440; if not later than {@code from}, of the
 *     day after
 * @param agents how many are kept ready, 0 to {@link #MOST}
 */
public record TimesOfWeek(Set<DayOfWeek> days, int from, int to, int agents, ZoneId zone) {

    /** More would be a slip. */
    public static final int MOST = 10_000;

    private static final int DAY = (int) Duration.ofDays(1).toMinutes();
    private static final int LETTERS = 3;
    private static final Pattern LINE =
            Pattern.compile("(\\S+)\\s+(\\d\\d:\\d\\d)\\s*-\\s*(\\d\\d:\\d\\d)\\s+(\\d{1,5})");

    public TimesOfWeek {
        days = Set.copyOf(days);
        if (agents < 0 || agents > MOST) {
            throw new IllegalArgumentException(
                    "agents must be between 0 and %d, not %d".formatted(MOST, agents));
        }
    }

    static TimesOfWeek parse(String line, ZoneId zone) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw bad(line, "it has to be days, times and agents");
        }
        int from = minute(line, parts.group(2));
        if (from == DAY) {
            throw bad(line, "a day ends at 24:00, so nothing begins then");
        }
        int agents = Integer.parseInt(parts.group(4));
        if (agents > MOST) {
            throw bad(line, "at most %d agents are kept ready".formatted(MOST));
        }
        return new TimesOfWeek(
                days(line, parts.group(1)), from, minute(line, parts.group(3)), agents, zone);
    }

    private static int minute(String line, String text) {
        try {
            return text.equals("24:00")
                    ? DAY
                    : (int) Duration.between(LocalTime.MIN, LocalTime.parse(text)).toMinutes();
        } catch (DateTimeException e) {
            throw bad(line, text + " is no time of a day");
        }
    }

    private static Set<DayOfWeek> days(String line, String text) {
        if (text.equals("*")) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String range : text.split(",")) {
            String[] ends = range.split("-", -1);
            if (ends.length > 2) {
                throw bad(line, range + " is no range of days");
            }
            DayOfWeek last = day(line, ends[ends.length - 1]);
            DayOfWeek day = day(line, ends[0]);
            days.add(day);
            while (day != last) {
                day = day.plus(1);
                days.add(day);
            }
        }
        return days;
    }

    private static DayOfWeek day(String line, String text) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (day.name().substring(0, LETTERS).equals(text.toUpperCase(Locale.ROOT))) {
                return day;
            }
        }
        throw bad(line, "'%s' is no day: write Mon, Tue, Wed, Thu, Fri, Sat, Sun".formatted(text));
    }

    private static IllegalArgumentException bad(String line, String why) {
        return new IllegalArgumentException(
                "'%s' cannot be read, as %s. Write for example: Mon-Fri 07:30-18:00 5"
                        .formatted(line, why));
    }

    /** Whether it holds at a moment, by the clocks of its zone. */
    boolean holds(Instant now) {
        ZonedDateTime there = now.atZone(zone);
        int minute = there.getHour() * 60 + there.getMinute();
        boolean isOverMidnight = to <= from;
        boolean beganToday = minute >= from && (isOverMidnight || minute < to);
        boolean beganYesterday = isOverMidnight && minute < to;
        DayOfWeek today = there.getDayOfWeek();
        return beganToday && days.contains(today)
                || beganYesterday && days.contains(today.minus(1));
    }
}
