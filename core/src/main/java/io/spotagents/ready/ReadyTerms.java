package io.spotagents.ready;

import java.time.Duration;

/**
 * How many agents to keep ready for work that has not come yet.
 *
 * @param fillRate share of the work to come that should find an agent ready, going by what came
 *     within the window; from 0, which keeps none ready for it, to below 1
 * @param window how far back recent demand is looked at; at most {@link #LONGEST}
 * @param most agents that recent demand alone may keep ready, 0 or more
 */
public record ReadyTerms(Schedule schedule, double fillRate, Duration window, int most) {

    /** A week has all that usually comes. */
    public static final Duration LONGEST = Duration.ofDays(7);

    private static final Duration USUAL = Duration.ofHours(2);

    /** Nothing is kept ready. */
    public static final ReadyTerms NONE = new ReadyTerms(Schedule.NEVER, 0, USUAL, 0);

    public ReadyTerms {
        if (!(fillRate >= 0 && fillRate < 1)) {
            throw new IllegalArgumentException(
                    "fillRate must be at least 0 and below 1, not " + fillRate);
        }
        if (window.isNegative() || window.isZero() || window.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "window must be positive and at most %s, not %s".formatted(LONGEST, window));
        }
        if (most < 0) {
            throw new IllegalArgumentException("most must be 0 or more, not " + most);
        }
    }
}
