package io.jenkins.plugins.spotagents.lost;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.AbstractBuild;
import hudson.model.Executor;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import hudson.remoting.Channel;
import io.jenkins.plugins.spotagents.agent.SpotComputer;
import java.util.Optional;
import jenkins.model.InterruptedBuildAction;

/** Keeps the logs of builds on our agents at hand, and notes those that a broken channel ended. */
@Extension
public final class WatchBuildsOnSpotAgents extends RunListener<Run<?, ?>> {

    @Override
    public void onStarted(Run<?, ?> run, TaskListener listener) {
        if (run instanceof AbstractBuild<?, ?> build && currentAgent().isPresent()) {
            Rescue.get().logs().opened(build, listener);
            Resubmitted resubmitted = build.getAction(Resubmitted.class);
            if (resubmitted != null) {
                Reclaims.told(resubmitted.getTimes(), currentAgent().get().template())
                        .ifPresent(listener.getLogger()::println);
            }
        }
    }

    @Override
    public void onCompleted(Run<?, ?> run, @NonNull TaskListener listener) {
        Optional<SpotComputer> agent = currentAgent();
        if (run instanceof AbstractBuild<?, ?> build
                && agent.isPresent()
                && endedByBrokenChannel(build, agent.get())) {
            Rescue.get().ended(build, agent.get());
        } else if (run instanceof AbstractBuild<?, ?> build && agent.isPresent()) {
            WorkDone.tell(build, agent.get());
            Rescue.get().ended(build);
        }
    }

    @Override
    public void onFinalized(Run<?, ?> run) {
        if (run instanceof AbstractBuild<?, ?> build) {
            Rescue.get().logs().closed(build);
        }
    }

    /** Of the executor that this thread is. */
    static Optional<SpotComputer> currentAgent() {
        Executor executor = Executor.currentExecutor();
        return executor != null && executor.getOwner() instanceof SpotComputer computer
                ? Optional.of(computer)
                : Optional.empty();
    }

    static boolean isBroken(SpotComputer agent) {
        Channel channel = agent.getChannel();
        return channel == null || channel.isClosingOrClosed();
    }

    /** Neither a success nor stopped by somebody. */
    private static boolean endedByBrokenChannel(AbstractBuild<?, ?> build, SpotComputer agent) {
        Result result = build.getResult();
        return isBroken(agent)
                && result != null
                && result.isWorseOrEqualTo(Result.FAILURE)
                && build.getAction(InterruptedBuildAction.class) == null;
    }
}
