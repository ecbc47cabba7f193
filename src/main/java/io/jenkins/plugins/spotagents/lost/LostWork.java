package io.jenkins.plugins.spotagents.lost;

import hudson.model.Queue;
import io.jenkins.plugins.spotagents.fleet.FleetRegistry;
import io.spotagents.fleet.FleetEvent;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What was already decided, so that nothing is told, counted or put back twice: a notice may come
 * several times, and the loss follows it. Thread-safe.
 */
final class LostWork {
    private static final Logger LOGGER = Logger.getLogger(LostWork.class.getName());

    private final Set<Queue.Executable> told = weakSet();
    private final Set<Queue.Executable> lost = weakSet();

    /** Whether this is the first notice for this work. */
    boolean firstNotice(Queue.Executable work) {
        return told.add(work) && isUndecided(work);
    }

    /** Whether nobody has yet given up this work. */
    boolean isUndecided(Queue.Executable work) {
        return !lost.contains(work);
    }

    /** Gives work up; whether this call was the one that did. */
    boolean giveUp(Queue.Executable work) {
        return lost.add(work);
    }

    /** Takes back {@link #giveUp}: the work goes on where it is. */
    void keep(Queue.Executable work) {
        lost.remove(work);
    }

    /** Tells the fleet, whose ledger counts it. Once for each that was given up. */
    void post(Loss loss, Duration work) {
        LOGGER.log(
                Level.INFO,
                () -> work.toSeconds() + " s of work lost on " + loss.agent() + ": " + loss.why());
        FleetRegistry.get().post(new FleetEvent.WorkLost(loss.instanceId(), work));
    }

    private static Set<Queue.Executable> weakSet() {
        return Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    }
}
