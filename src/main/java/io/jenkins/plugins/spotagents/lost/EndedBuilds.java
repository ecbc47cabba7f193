package io.jenkins.plugins.spotagents.lost;

import hudson.model.AbstractBuild;
import hudson.model.Run;
import io.jenkins.plugins.spotagents.agent.SpotComputer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Builds that ended with a broken channel, and agents that turned out to be gone: whichever is
 * heard of first waits here for the other. Bounded in number and time. Thread-safe.
 */
final class EndedBuilds {
    /** From a broken channel to "the instance is gone" a listing or two pass, not more. */
    static final Duration KEPT = Duration.ofMinutes(5);

    /** A wave that takes more agents at once than one controller holds. */
    static final int MAX = 5_000;

    private final InstantSource time;
    private final Deque<Ended> builds = new ArrayDeque<>();
    private final Deque<Loss> losses = new ArrayDeque<>();

    EndedBuilds(InstantSource time) {
        this.time = time;
    }

    /** The build with the loss of its agent, if that is known already. */
    synchronized Optional<Known> remember(AbstractBuild<?, ?> build, SpotComputer computer) {
        forgetOld();
        Duration ran = Duration.ofMillis(Math.max(0, time.millis() - build.getStartTimeInMillis()));
        Ended ended =
                new Ended(build.getExternalizableId(), computer.instanceId(), ran, time.instant());
        Optional<Loss> loss =
                losses.stream().filter(one -> one.instanceId().equals(ended.instanceId)).findAny();
        if (loss.isEmpty()) {
            builds.add(ended);
        }
        return loss.map(one -> new Known(ended, one));
    }

    /** The builds that ended when this agent's channel broke. Each is answered once. */
    synchronized List<Ended> gone(Loss loss) {
        forgetOld();
        losses.add(loss);
        List<Ended> found = new ArrayList<>();
        Iterator<Ended> each = builds.iterator();
        while (each.hasNext()) {
            Ended one = each.next();
            if (one.instanceId.equals(loss.instanceId())) {
                found.add(one);
                each.remove();
            }
        }
        return found;
    }

    private void forgetOld() {
        Instant oldest = time.instant().minus(KEPT);
        while (builds.size() >= MAX || !builds.isEmpty() && builds.peek().at.isBefore(oldest)) {
            builds.remove();
        }
        while (losses.size() >= MAX
                || !losses.isEmpty() && losses.peek().until().isBefore(oldest)) {
            losses.remove();
        }
    }

    /** A build that ended, by id so that its log and results are not kept in memory. */
    record Ended(String buildId, String instanceId, Duration ran, Instant at) {

        /** Null if it was deleted since. */
        AbstractBuild<?, ?> build() {
            return Run.fromExternalizableId(buildId) instanceof AbstractBuild<?, ?> build
                    ? build
                    : null;
        }
    }

    /** A build that ended, and why. */
    record Known(Ended build, Loss loss) {}
}
