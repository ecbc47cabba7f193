package io.jenkins.plugins.spotagents.lost;

import hudson.model.AbstractBuild;
import hudson.model.AbstractProject;
import hudson.model.Action;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.ParametersAction;
import hudson.model.Queue;
import hudson.model.queue.ScheduleResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Puts a lost build back in the queue with its own parameters, revision and causes. */
final class PutBack {
    private static final Logger LOGGER = Logger.getLogger(PutBack.class.getName());

    /** Work that was reclaimed three times in a row has met a bad day; a person should look. */
    static final int MAX_TIMES = 3;

    private PutBack() {}

    /** Why this build may not run again by itself, in words for its log; empty if it may. */
    static Optional<String> obstacle(AbstractBuild<?, ?> build, Loss loss) {
        AbstractProject<?, ?> job = build.getProject();
        if (!loss.computer().resubmits()) {
            return Optional.of(Messages.PutBack_OffForTemplate());
        }
        if (job.getProperty(NoResubmitProperty.class) != null) {
            return Optional.of(Messages.PutBack_OffForJob());
        }
        if (build.getRootBuild() != build) {
            return Optional.of(Messages.PutBack_PartOfAnother(build.getRootBuild()));
        }
        if (!job.isBuildable()) {
            return Optional.of(Messages.PutBack_JobDisabled());
        }
        return timesOf(build) >= MAX_TIMES
                ? Optional.of(Messages.PutBack_TooOften(MAX_TIMES))
                : Optional.empty();
    }

    /** What runs again, and the cause to stop the lost build with. */
    record Again(Queue.Item item, Reclaimed cause) {}

    /** Empty if the queue would not take it. */
    static Optional<Again> schedule(AbstractBuild<?, ?> build, Loss loss) {
        int time = timesOf(build) + 1;
        ScheduleResult result =
                Queue.getInstance().schedule2(build.getProject(), 0, actions(build, loss, time));
        if (!result.isAccepted()) {
            LOGGER.log(
                    Level.WARNING,
                    () ->
                            build
                                    + " was lost with "
                                    + loss.agent()
                                    + " and the queue refused it; start it again by hand");
            return Optional.empty();
        }
        Reclaimed cause = loss.cause(Messages.PutBack_RunsAgain(time, MAX_TIMES));
        return Optional.of(new Again(result.getItem(), cause));
    }

    private static int timesOf(AbstractBuild<?, ?> build) {
        Resubmitted resubmitted = build.getAction(Resubmitted.class);
        return resubmitted == null ? 0 : resubmitted.getTimes();
    }

    private static List<Action> actions(AbstractBuild<?, ?> build, Loss loss, int time) {
        List<Action> actions = new ArrayList<>();
        for (Action action : build.getAllActions()) {
            if (action instanceof ParametersAction parameters) {
                actions.add(parameters.createUpdated(List.of())); // one belongs to one build
            } else if (action instanceof Queue.QueueAction && !(action instanceof Resubmitted)) {
                actions.add(action); // what it was started with: a revision, say
            }
        }
        List<Cause> causes = new ArrayList<>(build.getCauses());
        causes.add(new LostBuildCause(build.getFullDisplayName(), loss.agent(), loss.why()));
        actions.add(new CauseAction(causes));
        actions.add(new Resubmitted(time));
        return actions;
    }
}
