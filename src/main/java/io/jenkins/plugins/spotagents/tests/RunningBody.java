package io.jenkins.plugins.spotagents.tests;

import hudson.EnvVars;
import hudson.model.Computer;
import hudson.model.TaskListener;
import io.spotagents.batches.Batch;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** A body under way for one batch, as its agent sees it. */
final class RunningBody implements RunningBatch {

    /** Between two steps a body cannot be cancelled, and it may go on after a step was. */
    private static final Duration CANCELS_AGAIN = Duration.ofSeconds(30);

    /** For a process that does not end by itself, Pipeline gives up after 20 s. */
    private static final Duration MAY_END = Duration.ofSeconds(45);

    private final LaneExecution lane;
    private final AgentWork work;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile Throwable error;
    private Instant cancelAgain = Instant.EPOCH;

    private RunningBody(LaneExecution lane, AgentWork work) {
        this.lane = lane;
        this.work = work;
    }

    /** On a thread of Pipeline's. */
    void ended(Throwable thrown) {
        error = thrown;
        over.countDown();
    }

    @Override
    public boolean isAlive() {
        return over.getCount() > 0;
    }

    @Override
    public Ended ended() {
        Throwable thrown = error;
        if (thrown == null) {
            return new Ended(Messages.RunningBody_Ended(), "");
        }
        String said =
                thrown instanceof FlowInterruptedException stopped
                        ? String.join(
                                "; ",
                                stopped.getCauses().stream()
                                        .map(cause -> cause.getShortDescription())
                                        .toList())
                        : String.valueOf(thrown.getMessage());
        return new Ended(Messages.RunningBody_Threw(), said);
    }

    @Override
    public void agentLeaves() {
        cancel(Messages.RunningBody_Reclaimed(work.where()));
    }

    private void cancel(String why) {
        if (isAlive() && !cancelAgain.isAfter(Instant.now())) {
            cancelAgain = Instant.now().plus(CANCELS_AGAIN);
            lane.cancel(why);
        }
    }

    /** The executor stays taken while the body still runs on it, unless the agent is gone. */
    @Override
    public void close() {
        try {
            Instant until = Instant.now().plus(MAY_END);
            cancel(Messages.RunningBody_Done());
            boolean isOver = !isAlive();
            while (!isOver && work.isConnected() && until.isAfter(Instant.now())) {
                cancel(Messages.RunningBody_Done());
                isOver = over.await(1, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs the body on one agent. */
    static final class Runner implements RunningBatch.Runner {

        private final AgentWork work;
        private final Commands commands;
        private final Lanes lanes;
        private Optional<LaneExecution> lane = Optional.empty();

        Runner(AgentWork work, Commands commands, Lanes lanes) {
            this.work = work;
            this.commands = commands;
            this.lanes = lanes;
        }

        @Override
        public boolean isReady() {
            lane = lane.or(lanes::take);
            return lane.isPresent();
        }

        @Override
        public void notUsed() {
            lane.ifPresent(lanes::add);
            lane = Optional.empty();
        }

        @Override
        public RunningBatch start(Batch batch) throws IOException, InterruptedException {
            Computer computer = commands.workspace().toComputer();
            if (computer == null) {
                throw new IOException(work.where() + " is not connected");
            }
            EnvVars ofAgent = computer.getEnvironment();
            ofAgent.overrideExpandingAll(computer.buildEnvironment(TaskListener.NULL));
            ofAgent.put("NODE_NAME", computer.getName());
            ofAgent.putAll(commands.place());
            BodyPlace place =
                    new BodyPlace(
                            Messages.RunningBody_Name(
                                    work.where(), batch.number(), batch.tests().size()),
                            commands.workspace(),
                            ofAgent,
                            commands.variables(batch));
            LaneExecution taken = lane.orElseThrow();
            RunningBody running = new RunningBody(taken, work);
            taken.begin(running, place);
            lane = Optional.empty();
            return running;
        }
    }
}
