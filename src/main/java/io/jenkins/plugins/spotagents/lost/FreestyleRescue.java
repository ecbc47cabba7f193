package io.jenkins.plugins.spotagents.lost;

import hudson.model.AbstractBuild;
import hudson.model.Queue;
import hudson.model.Result;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/**
 * Builds that nothing in Jenkins would run again: they are put back in the queue as they were, then
 * stopped. One that may not be put back is left to run as long as its instance does.
 */
final class FreestyleRescue {
    private final LostWork lost;
    private final BuildLogs logs = new BuildLogs();

    /** What runs again, by the build that was put back. */
    private final Map<AbstractBuild<?, ?>, Long> waiting =
            Collections.synchronizedMap(new WeakHashMap<>());

    FreestyleRescue(LostWork lost) {
        this.lost = lost;
    }

    BuildLogs logs() {
        return logs;
    }

    void announced(Rescue.Held held, AbstractBuild<?, ?> build, Loss loss) {
        if (isDone(build) || !lost.firstNotice(build)) {
            return;
        }
        Optional<String> obstacle = PutBack.obstacle(build, loss);
        if (obstacle.isPresent()) {
            tellLeft(build, loss, obstacle.get());
        } else if (lost.giveUp(build) && !putBackAndStop(held, build, loss)) {
            lost.keep(build);
            tellLeft(build, loss, Messages.PutBack_Refused());
        }
    }

    /** Not put back: there would be nothing to run it on. */
    void stop(Rescue.Held held, AbstractBuild<?, ?> build, Loss loss) {
        if (!isDone(build) && lost.giveUp(build) && held.isStillRunning()) {
            held.executor().interrupt(Result.ABORTED, loss.budgetSpent());
        }
    }

    void gone(Rescue.Held held, AbstractBuild<?, ?> build, Loss loss) {
        if (isDone(build) || !lost.giveUp(build)) {
            return;
        }
        Optional<String> obstacle = PutBack.obstacle(build, loss);
        if (obstacle.isPresent() || !putBackAndStop(held, build, loss)) {
            lost.post(loss, held.elapsed());
            String reason = obstacle.orElseGet(Messages::PutBack_Refused);
            logs.println(build, Messages.FreestyleRescue_Gone(loss.agent(), loss.why(), reason));
        }
    }

    /** An executor holds its build for a moment longer than there is anything to lose. */
    private static boolean isDone(AbstractBuild<?, ?> build) {
        return !build.isBuilding();
    }

    /** The build's own thread saw the dead channel before anybody told us. */
    void endedBefore(EndedBuilds.Ended ended, Loss loss) {
        AbstractBuild<?, ?> build = ended.build();
        if (build != null && lost.giveUp(build)) {
            lost.post(loss, ended.ran());
            if (PutBack.obstacle(build, loss).isEmpty()) {
                PutBack.schedule(build, loss);
            }
        }
    }

    /** In this order: a build that cannot be put back is better off where it is. */
    private boolean putBackAndStop(Rescue.Held held, AbstractBuild<?, ?> build, Loss loss) {
        Duration ran = held.elapsed();
        Optional<PutBack.Again> again = PutBack.schedule(build, loss);
        if (again.isEmpty()) {
            return false;
        }
        waiting.put(build, again.get().item().getId());
        lost.post(loss, ran);
        if (held.isStillRunning()) {
            held.executor().interrupt(Result.ABORTED, again.get().cause());
        }
        if (isDone(build)) {
            ended(build);
        }
        return true;
    }

    /**
     * A build ended; if it did well in the moment that it was put back, it need not run again, as
     * long as it waits still.
     */
    void ended(AbstractBuild<?, ?> build) {
        Long item = waiting.remove(build);
        Result result = build.getResult();
        boolean didWell = result != null && result.isBetterThan(Result.FAILURE);
        if (item != null && didWell && takeBack(item)) {
            logs.println(build, Messages.FreestyleRescue_NotNeeded());
        }
    }

    /** An item becomes another object as it moves through the queue. */
    private static boolean takeBack(long item) {
        Queue queue = Queue.getInstance();
        Queue.Item now = queue.getItem(item);
        return now != null && !(now instanceof Queue.LeftItem) && queue.cancel(now);
    }

    private void tellLeft(AbstractBuild<?, ?> build, Loss loss, String obstacle) {
        logs.println(build, Messages.FreestyleRescue_Left(loss.agent(), loss.why(), obstacle));
    }
}
