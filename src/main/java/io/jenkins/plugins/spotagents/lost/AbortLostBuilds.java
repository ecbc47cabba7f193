package io.jenkins.plugins.spotagents.lost;

import hudson.Extension;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.model.BuildStepListener;
import hudson.model.Executor;
import hudson.model.Result;
import hudson.tasks.BuildStep;

/**
 * A build step that ends because its agent is lost says nothing of the code it built: the build
 * counts as aborted, not as failed. Most steps pass the interruption on and are aborted anyway; a
 * shell that is just being launched, or whose channel breaks, just fails; and a machine that is
 * switched off may kill a build's processes a moment before it kills the agent.
 */
@Extension
public final class AbortLostBuilds extends BuildStepListener {

    @SuppressWarnings("rawtypes") // as core declares it
    @Override
    public void started(AbstractBuild build, BuildStep step, BuildListener listener) {}

    @SuppressWarnings("rawtypes") // as core declares it
    @Override
    public void finished(
            AbstractBuild build, BuildStep step, BuildListener listener, boolean canContinue) {
        if (!canContinue && build.isBuilding() && isLost(build)) {
            Executor executor = Executor.currentExecutor();
            if (executor != null) {
                executor.recordCauseOfInterruption(build, listener);
            }
            build.setResult(Result.ABORTED);
        }
    }

    private static boolean isLost(AbstractBuild<?, ?> build) {
        return WatchBuildsOnSpotAgents.currentAgent()
                .filter(agent -> isGivenUp(build) || !StillThere.answers(agent.getChannel()))
                .isPresent();
    }

    private static boolean isGivenUp(AbstractBuild<?, ?> build) {
        return Rescue.get().isGivenUp(build);
    }
}
