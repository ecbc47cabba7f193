package io.spotagents.ready;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * How many agents are kept ready at which times of the week. Where several lines hold, the largest
 * counts; where none does, it is 0. Immutable.
 */
public record Schedule(List<TimesOfWeek> lines) {

    /** At no time. */
    public static final Schedule NEVER = new Schedule(List.of());

    private static final String ZONE = "TZ=";

    public Schedule {
        lines = List.copyOf(lines);
    }

    /**
     * Reads lines such as {@code Mon-Fri 07:30-18:00 5}. Days are three letters, ranges and lists
     * of them, or {@code *}; times are from 00:00 to 24:00, and go over midnight where the second
     * is not later than the first. A line {@code TZ=Europe/Berlin} names the time zone of those
     * below it. Blank lines, and those that begin with {@code #}, are left out.
     *
     * @param zone of lines above which none is named
     * @throws IllegalArgumentException that names the line and what it should be
     */
    public static Schedule parse(String text, ZoneId zone) {
        List<TimesOfWeek> lines = new ArrayList<>();
        ZoneId current = zone;
        for (String line : text.lines().map(String::trim).toList()) {
            if (line.startsWith(ZONE)) {
                current = zone(line);
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                lines.add(TimesOfWeek.parse(line, current));
            }
        }
        return new Schedule(lines);
    }

    private static ZoneId zone(String line) {
        try {
            return ZoneId.of(line.substring(ZONE.length()).trim());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'%s' is no time zone: write one such as TZ=Europe/Berlin or TZ=UTC"
                            .formatted(line),
                    e);
        }
    }

    /** How many agents it asks for at a moment. */
    public int agents(Instant now) {
        return lines.stream()
                .filter(line -> line.holds(now))
                .mapToInt(TimesOfWeek::agents)
                .max()
                .orElse(0);
    }
}
