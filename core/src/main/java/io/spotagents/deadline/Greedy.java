package io.spotagents.deadline;

/**
 * Spot whenever it is up, waiting while it is down, until the time left over falls below {@link
 * Job#safetyNet()}: then capacity that is not reclaimed, for good. The floor under every other
 * policy, as it needs to know nothing.
 */
public final class Greedy implements DeadlinePolicy {

    @Override
    public Choice choose(Job job, Moment moment, Spot spot) {
        if (moment.runsOn() == Choice.ON_DEMAND || isNeeded(job, moment)) {
            return Choice.ON_DEMAND;
        }
        return moment.isSpotUp() ? Choice.SPOT : Choice.WAIT;
    }

    /** Whether the deadline can no longer be trusted to spot. */
    static boolean isNeeded(Job job, Moment moment) {
        return moment.slack(job).compareTo(job.safetyNet()) < 0;
    }
}
