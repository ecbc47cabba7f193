package io.spotagents.batches;

import java.time.Duration;
import java.util.Optional;

/**
 * How many agents a run should have. One more pays off as long as each would work {@value
 * #WORTH_ITS_START} times as long as it takes to start: then a fifth of what is paid for goes into
 * starting. With a deadline it may be more, as many as it takes to meet it. As the work that is
 * left shrinks, so does the crew, but nobody who holds tests is sent away.
 *
 * @param most agents at once, at least 1
 * @param start what an agent costs before its first test: boot, connect, prepare
 */
public record Crew(int most, Duration start) {

    static final int WORTH_ITS_START = 4;

    public Crew {
        if (most < 1) {
            throw new IllegalArgumentException("most must be at least 1, not " + most);
        }
        if (start.isNegative() || start.isZero()) {
            throw new IllegalArgumentException("start must be more than 0, not " + start);
        }
    }

    /**
     * How many agents there should be now, those that start included; 0 once nothing is left.
     *
     * @param untilDeadline empty if there is none
     */
    public int wanted(WorkLeft left, Optional<Duration> untilDeadline) {
        long paying = ceil(left.expected(), start.multipliedBy(WORTH_ITS_START));
        long inTime = untilDeadline.map(until -> ceil(left.expected(), working(until))).orElse(0L);
        long wanted = Math.max(Math.max(paying, inTime), left.waiting() > 0 ? 1 : 0);
        return (int) Math.max(left.busy(), Math.min(wanted, Math.min(most, left.places())));
    }

    /** Of the time that is left, what an agent that starts now can use. */
    private Duration working(Duration until) {
        return Cutting.longer(until.minus(start), Duration.ofSeconds(1));
    }

    private static long ceil(Duration work, Duration each) {
        return (work.toMillis() + each.toMillis() - 1) / Math.max(1, each.toMillis());
    }
}
