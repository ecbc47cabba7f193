package io.jenkins.plugins.spotagents.tests;

import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** The body of the step, which holds the branches; it ends once all of them have. */
final class StepBody implements Serializable {

    @Serial private static final long serialVersionUID = 1L;

    private static final String LANES = "SPOT_TESTS_LANES";

    private final SpotTestsExecution execution;
    private boolean began;
    private boolean over;

    /** Between the wish to begin and the beginning; both may have to be repeated after a crash. */
    private transient boolean asked;

    private transient Throwable failure;

    StepBody(SpotTestsExecution execution) {
        this.execution = execution;
    }

    void begin(int lanes) throws IOException, InterruptedException {
        synchronized (this) {
            if (asked || began) {
                return;
            }
            asked = true;
        }
        StepContext context = execution.getContext();
        EnvironmentExpander around = context.get(EnvironmentExpander.class);
        EnvironmentExpander count =
                EnvironmentExpander.constant(Map.of(LANES, Integer.toString(lanes)));
        context.newBodyInvoker()
                .withContexts(
                        List.of(
                                EnvironmentExpander.merge(around, count),
                                new LaneStep.OfRun(execution.id())))
                .withCallback(new Callback(this))
                .start();
    }

    synchronized boolean isOpen() {
        return (asked || began) && !over;
    }

    void thenFail(Throwable error) {
        synchronized (this) {
            if (isOpen()) {
                failure = error;
                return;
            }
        }
        execution.fail(error);
    }

    private synchronized void began() {
        began = true;
    }

    private void ended() {
        LiveRuns.get().forgetLanes(execution.id());
        Throwable error;
        synchronized (this) {
            over = true;
            error = failure;
        }
        if (error != null) {
            execution.fail(error);
        }
    }

    /** Told on a thread of Pipeline's. */
    private static final class Callback extends BodyExecutionCallback {

        @Serial private static final long serialVersionUID = 1L;

        private final StepBody body;

        Callback(StepBody body) {
            this.body = body;
        }

        @Override
        public void onStart(StepContext context) {
            body.began();
        }

        @Override
        public void onSuccess(StepContext context, Object result) {
            body.ended();
        }

        @Override
        public void onFailure(StepContext context, Throwable error) {
            LiveRuns.get().stop(body.execution.id(), error);
            body.ended();
        }
    }
}
