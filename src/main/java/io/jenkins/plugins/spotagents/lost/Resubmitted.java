package io.jenkins.plugins.spotagents.lost;

import hudson.model.Action;
import hudson.model.InvisibleAction;
import hudson.model.Queue;
import java.util.List;

/** Carried along by a build that was put back: how many times, counting this one. */
public final class Resubmitted extends InvisibleAction implements Queue.QueueAction {
    private final int times;

    /**
     * @param times at least one
     */
    public Resubmitted(int times) {
        this.times = times;
    }

    /** At least one. */
    public int getTimes() {
        return times;
    }

    /** Two lost builds of one job are two pieces of work, though they look alike in the queue. */
    @Override
    public boolean shouldSchedule(List<Action> actions) {
        return true;
    }
}
