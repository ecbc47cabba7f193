package io.spotagents.deadline;

import java.time.Duration;

/**
 * Keeps up with a straight line from nothing at the start to everything at the deadline: spot while
 * it is up, on-demand when it is down and the job is behind the line. What runs on-demand returns
 * to spot only once it is ahead by two machine changes, so that it does not flutter.
 *
 * <p>After "Can't Be Late: Optimizing Spot Instance Savings under Deadlines" (NSDI 2024).
 */
public final class UniformProgress implements DeadlinePolicy {

    @Override
    public Choice choose(Job job, Moment moment, Spot spot) {
        if (Greedy.isNeeded(job, moment)) {
            return Choice.ON_DEMAND;
        }
        double due = Spot.hours(job.work()) * share(moment.elapsed(), job.allowed());
        double ahead = Spot.hours(moment.done()) - due;
        if (moment.runsOn() == Choice.ON_DEMAND) {
            boolean mayLeave = ahead >= 2 * Spot.hours(job.boot().plus(job.loss()));
            return mayLeave ? cheapest(moment) : Choice.ON_DEMAND;
        }
        if (moment.isSpotUp()) {
            return Choice.SPOT;
        }
        return ahead < 0 ? Choice.ON_DEMAND : Choice.WAIT;
    }

    private static Choice cheapest(Moment moment) {
        return moment.isSpotUp() ? Choice.SPOT : Choice.WAIT;
    }

    private static double share(Duration part, Duration whole) {
        return part.toNanos() / (double) whole.toNanos();
    }
}
