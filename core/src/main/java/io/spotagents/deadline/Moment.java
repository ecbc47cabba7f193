package io.spotagents.deadline;

import java.time.Duration;

/**
 * How far a job is.
 *
 * @param done work done that no reclaim takes away any more
 * @param elapsed time since the job's start
 * @param runsOn what it runs on now; {@link Choice#WAIT} if on nothing
 * @param isSpotUp whether spot can be had now, as far as is known
 * @param lostInRow how often the piece of work at hand was reclaimed without getting further
 */
public record Moment(
        Duration done, Duration elapsed, Choice runsOn, boolean isSpotUp, int lostInRow) {
    public Moment {
        if (done.isNegative() || elapsed.isNegative() || lostInRow < 0) {
            throw new IllegalArgumentException(
                    "done, elapsed and lostInRow must not be negative, but are "
                            + done
                            + ", "
                            + elapsed
                            + " and "
                            + lostInRow);
        }
    }

    Duration remaining(Job job) {
        Duration remaining = job.work().minus(done);
        return remaining.isNegative() ? Duration.ZERO : remaining;
    }

    /** Time left over if nothing else goes wrong; negative if it is too late. */
    Duration slack(Job job) {
        return job.allowed().minus(elapsed).minus(remaining(job));
    }
}
