package io.jenkins.plugins.spotagents.lost;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * Stops the bodies of {@code node} blocks. A build is asked what it runs once per look, however
 * many of its branches are on reclaimed agents, and it is looked at until those are free.
 */
final class StopBodies {
    private static final Logger LOGGER = Logger.getLogger(StopBodies.class.getName());

    /** Short against a notice of 30 s; a look costs the build's thread well under a millisecond. */
    static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final RescueThreads threads;
    private final InstantSource time;
    private final Map<FlowExecution, List<Body>> bodies = new HashMap<>();

    StopBodies(RescueThreads threads, InstantSource time) {
        this.threads = threads;
        this.time = time;
    }

    /**
     * Stops what the executor runs of this block, and goes on looking until the executor is free.
     */
    void stop(FlowNode block, Rescue.Held held, Loss loss, FlowInterruptedException why) {
        FlowExecution build = block.getExecution();
        Body body = new Body(block, held, loss, why);
        synchronized (bodies) {
            List<Body> known = bodies.get(build);
            if (known != null) {
                known.add(body);
                return; // the next look takes it along
            }
            bodies.put(build, new ArrayList<>(List.of(body)));
        }
        look(build);
    }

    private void look(FlowExecution build) {
        ListenableFuture<BuildSnapshot> snapshot =
                Futures.transform(
                        build.getCurrentExecutions(true),
                        steps -> BuildSnapshot.of(build, steps),
                        MoreExecutors.directExecutor());
        Futures.addCallback(snapshot, new Look(build), threads.looks());
    }

    private void act(FlowExecution build, BuildSnapshot now) {
        for (Body body : current(build)) {
            for (StepExecution step : body.due(build, now)) {
                threads.stops().execute(() -> stop(step, body.interruption));
            }
        }
    }

    private static void stop(StepExecution step, FlowInterruptedException interruption) {
        try {
            step.stop(interruption);
        } catch (Exception e) { // steps are other plugins' code
            LOGGER.log(Level.FINE, e, () -> "Stopping " + step + " failed; ending it instead");
            step.getContext().onFailure(interruption);
        }
    }

    private List<Body> current(FlowExecution build) {
        synchronized (bodies) {
            return List.copyOf(bodies.getOrDefault(build, List.of()));
        }
    }

    private void lookAgainWhileNeeded(FlowExecution build) {
        Instant now = time.instant();
        synchronized (bodies) {
            List<Body> left = bodies.get(build);
            left.removeIf(body -> body.isOver(now));
            if (left.isEmpty()) {
                bodies.remove(build);
                return;
            }
        }
        threads.looks()
                .schedule(() -> look(build), BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What one look at a build leads to. */
    private final class Look implements FutureCallback<BuildSnapshot> {
        private final FlowExecution build;

        Look(FlowExecution build) {
            this.build = build;
        }

        @Override
        public void onSuccess(BuildSnapshot now) {
            try {
                act(build, now);
            } finally {
                lookAgainWhileNeeded(build);
            }
        }

        @Override
        public void onFailure(Throwable e) {
            LOGGER.log(Level.FINE, e, () -> "Cannot tell what " + build + " runs");
            lookAgainWhileNeeded(build);
        }
    }

    /** One node block on one executor. */
    private static final class Body {
        private final Rescue.Held held;
        private final Loss loss;
        private final FlowInterruptedException interruption;
        private final BodyStop stop;

        Body(FlowNode block, Rescue.Held held, Loss loss, FlowInterruptedException interruption) {
            this.held = held;
            this.loss = loss;
            this.interruption = interruption;
            this.stop = new BodyStop(block, loss.computer());
        }

        List<StepExecution> due(FlowExecution build, BuildSnapshot now) {
            try {
                return stop.due(build, now);
            } catch (IOException e) {
                LOGGER.log(Level.FINE, e, () -> "Cannot read the graph of " + build);
                return List.of();
            }
        }

        /** The executor is free, or the instance is: Pipeline itself ends what is left. */
        boolean isOver(Instant now) {
            return !held.isStillRunning() || now.isAfter(loss.until());
        }
    }
}
