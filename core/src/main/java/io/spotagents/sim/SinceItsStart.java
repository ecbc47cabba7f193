package io.spotagents.sim;

import io.spotagents.deadline.Choice;
import io.spotagents.deadline.DeadlinePolicy;
import io.spotagents.deadline.Job;
import io.spotagents.deadline.Moment;
import io.spotagents.deadline.Spot;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Tells a policy how far a job has come since it was first asked about it. The loop tells what is
 * left alone, which is all that ours looks at. For one job; not thread-safe.
 */
final class SinceItsStart implements DeadlinePolicy {

    private final DeadlinePolicy policy;
    private @Nullable Job whole;

    SinceItsStart(DeadlinePolicy policy) {
        this.policy = policy;
    }

    @Override
    public Choice choose(Job job, Moment moment, Spot spot) {
        Duration left = job.allowed().minus(moment.elapsed());
        Job known = whole;
        if (known == null) {
            known = new Job(job.work(), left, job.boot(), job.loss());
            whole = known;
        }
        Duration done = known.work().minus(job.work());
        Moment since =
                new Moment(
                        done.isNegative() ? Duration.ZERO : done,
                        known.allowed().minus(left),
                        moment.runsOn(),
                        moment.isSpotUp(),
                        moment.lostInRow());
        return policy.choose(known, since, spot);
    }
}
