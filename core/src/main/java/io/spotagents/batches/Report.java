package io.spotagents.batches;

import java.time.Duration;

/**
 * What an agent says of one test.
 *
 * @param outcome how it ended; never {@link Outcome#FLAKY} or {@link Outcome#LOST}, which no agent
 *     can know
 * @param took how long it ran; zero if that is not known, never negative
 */
public record Report(String test, Outcome outcome, Duration took) {
    public Report {
        if (outcome == Outcome.FLAKY || outcome == Outcome.LOST) {
            throw new IllegalArgumentException("no agent can report " + test + " as " + outcome);
        }
        if (took.isNegative()) {
            throw new IllegalArgumentException(test + " cannot have taken " + took);
        }
    }

    /** A test of which nobody knows how long it ran. */
    public static Report of(String test, Outcome outcome) {
        return new Report(test, outcome, Duration.ZERO);
    }
}
