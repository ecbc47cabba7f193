package io.spotagents.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/**
 * Durations as people type them: {@code 90s}, {@code 26m}, {@code 6.5m}, {@code 2h}, {@code 1d}.
 */
final class Durations {

    private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)([smhd])");

    private Durations() {}

    static Duration parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new TypeConversionException(
                    "\"" + text + "\" is not a duration: write 90s, 26m, 6.5m, 2h or 1d");
        }
        double seconds =
                switch (form.group(2)) {
                    case "s" -> 1;
                    case "m" -> 60;
                    case "h" -> 3_600;
                    default -> 86_400;
                };
        return Duration.ofMillis(Math.round(Double.parseDouble(form.group(1)) * seconds * 1_000));
    }
}
