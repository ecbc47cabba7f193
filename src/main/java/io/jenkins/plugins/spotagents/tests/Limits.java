package io.jenkins.plugins.spotagents.tests;

import hudson.util.FormValidation;
import java.util.Locale;

/** What numbers of the step may be: 0 and more, up to a limit. */
enum Limits {
    AGENTS(5_000),
    /** A week of minutes. */
    DEADLINE(60 * 24 * 7),
    RECLAIMS(1_000),
    FAILURES(1_000);

    private final int most;

    Limits(int most) {
        this.most = most;
    }

    /**
     * Looks at a number that was given.
     *
     * @throws IllegalArgumentException if it cannot be; it says what to write
     */
    void check(int value) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException(outOfRange(value));
        }
    }

    FormValidation checkForm(String value) {
        try {
            check(Integer.parseInt(value.trim()));
            return FormValidation.ok();
        } catch (NumberFormatException e) {
            return FormValidation.error(outOfRange("'" + value + "'"));
        } catch (IllegalArgumentException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    private String outOfRange(Object value) {
        return Messages.SpotTests_OutOfRange(
                name().toLowerCase(Locale.ROOT), Integer.toString(most), String.valueOf(value));
    }
}
