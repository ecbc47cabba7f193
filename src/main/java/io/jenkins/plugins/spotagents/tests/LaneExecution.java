package io.jenkins.plugins.spotagents.tests;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.model.Result;
import java.io.IOException;
import java.io.Serial;
import java.util.List;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.support.steps.FilePathDynamicContext;

/**
 * One branch: runs the body on the agents that have a batch for it. A body that a restart of
 * Jenkins finds under way is cancelled; its tests run again.
 */
final class LaneExecution extends StepExecution {

    @Serial private static final long serialVersionUID = 1L;

    private String run;
    private BodyExecution body;
    private boolean runs;

    /** Whoever waits for the body; nobody after a restart. */
    private transient RunningBody waiting;

    LaneExecution(StepContext context) {
        super(context);
    }

    @Override
    public boolean start() throws Exception {
        LaneStep.OfRun of = getContext().get(LaneStep.OfRun.class);
        if (of == null) {
            throw new AbortException(Messages.LaneStep_NotHere());
        }
        run = of.id();
        LiveRuns.get().lanes(run).add(this);
        return false;
    }

    @Override
    public void onResume() {
        if (isRunning()) {
            cancel(Messages.LaneExecution_Restarted());
        } else {
            LiveRuns.get().lanes(run).add(this);
        }
    }

    /** Somebody aborts the build: that ends the whole run, and with it all lanes. */
    @Override
    public void stop(@NonNull Throwable cause) throws Exception {
        if (!LiveRuns.get().stop(run, cause)) {
            super.stop(cause);
        }
    }

    /** The run is over. */
    void end() {
        getContext().onSuccess(null);
    }

    /** Has the body run. Returns at once. */
    void begin(RunningBody whoWaits, BodyPlace place) throws IOException, InterruptedException {
        StepContext context = getContext();
        FlowNode node = context.get(FlowNode.class);
        EnvironmentExpander around = context.get(EnvironmentExpander.class);
        var invoker =
                context.newBodyInvoker()
                        .withContexts(
                                List.of(
                                        place.ofAgent(),
                                        EnvironmentExpander.merge(
                                                around,
                                                EnvironmentExpander.constant(place.variables())),
                                        FilePathDynamicContext.createContextualObject(
                                                place.workspace(), node),
                                        new BodyPlace.Marker()))
                        .withDisplayName(place.name())
                        .withCallback(new Callback(this));
        synchronized (this) {
            waiting = whoWaits;
            body = invoker.start();
        }
    }

    /** Quietly: neither a retry within the body nor the build's result takes notice of it. */
    void cancel(String why) {
        BodyExecution now;
        synchronized (this) {
            now = body;
        }
        if (now != null) {
            now.cancel(new FlowInterruptedException(Result.SUCCESS, true, new BatchEnded(why)));
        }
    }

    private synchronized boolean isRunning() {
        return runs;
    }

    private synchronized void began() {
        runs = true;
    }

    private void ended(Throwable error) {
        RunningBody told;
        synchronized (this) {
            runs = false;
            body = null;
            told = waiting;
            waiting = null;
        }
        if (error instanceof FlowInterruptedException stopped
                && stopped.isActualInterruption()
                && !BatchEnded.isWhy(stopped)) {
            LiveRuns.get().stop(run, error);
        }
        if (told != null) {
            told.ended(error);
        }
        LiveRuns.get().lanes(run).add(this);
    }

    private static final class Callback extends BodyExecutionCallback {

        @Serial private static final long serialVersionUID = 1L;

        private final LaneExecution lane;

        Callback(LaneExecution lane) {
            this.lane = lane;
        }

        @Override
        public void onStart(StepContext context) {
            lane.began();
        }

        @Override
        public void onSuccess(StepContext context, Object result) {
            lane.ended(null);
        }

        @Override
        public void onFailure(StepContext context, Throwable error) {
            lane.ended(error);
        }
    }
}
