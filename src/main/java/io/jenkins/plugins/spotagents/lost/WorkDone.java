package io.jenkins.plugins.spotagents.lost;

import hudson.model.AbstractBuild;
import hudson.model.Executor;
import hudson.model.Queue;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.spotagents.agent.SpotComputer;
import io.jenkins.plugins.spotagents.fleet.FleetRegistry;
import io.spotagents.fleet.FleetEvent;
import java.time.Duration;
import java.util.Objects;
import org.jenkinsci.plugins.workflow.support.steps.ExecutorStepExecution.PlaceholderTask;

/**
 * Tells the fleet how long whole pieces of work took, which machine types are compared by. What
 * failed or was stopped says nothing: it took less.
 */
public final class WorkDone {

    private WorkDone() {}

    static void tell(AbstractBuild<?, ?> build, SpotComputer agent) {
        Duration took =
                Duration.ofMillis(System.currentTimeMillis() - build.getStartTimeInMillis());
        if (isWhole(build) && !Rescue.get().isGivenUp(build)) {
            post(agent, build.getParent().getFullName(), took);
        }
    }

    /** An executor has ended its task. Only the bodies of Pipelines are told of here. */
    public static void tell(
            Executor executor, Queue.Task task, SpotComputer agent, long tookMillis) {
        Queue.Executable work = executor.getCurrentExecutable();
        if (!(task instanceof PlaceholderTask body) || work == null) {
            return;
        }
        if (body.getOwnerExecutable() instanceof Run<?, ?> run
                && isWhole(run)
                && !Rescue.get().isGivenUp(work)) {
            String name = run.getParent().getFullName();
            String place = Objects.requireNonNullElse(body.getEnclosingLabel(), "");
            post(agent, place.isEmpty() ? name : name + "/" + place, Duration.ofMillis(tookMillis));
        }
    }

    /** As far as is known: a Pipeline that goes on has no result yet. */
    private static boolean isWhole(Run<?, ?> run) {
        Result result = run.getResult();
        return result == null || result.isBetterOrEqualTo(Result.UNSTABLE);
    }

    private static void post(SpotComputer agent, String work, Duration took) {
        if (!took.isNegative() && !took.isZero()) {
            FleetRegistry.get().post(new FleetEvent.WorkDone(agent.instanceId(), work, took));
        }
    }
}
