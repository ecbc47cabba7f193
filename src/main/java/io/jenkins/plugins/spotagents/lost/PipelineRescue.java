package io.jenkins.plugins.spotagents.lost;

import hudson.model.Result;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.support.steps.ExecutorStepExecution.PlaceholderTask;

/**
 * Pipeline's {@code node} bodies. They are stopped step by step: interrupting the executor, as a
 * person would, drops the cause on its way, and then no retry knows that the agent was to blame.
 */
final class PipelineRescue {
    private static final Logger LOGGER = Logger.getLogger(PipelineRescue.class.getName());

    private final StopBodies stopBodies;
    private final LostWork lost;
    private final Reclaims history;

    PipelineRescue(StopBodies stopBodies, LostWork lost, Reclaims history) {
        this.stopBodies = stopBodies;
        this.history = history;
        this.lost = lost;
    }

    void announced(Rescue.Held held, PlaceholderTask task, Loss loss) {
        Optional<FlowNode> block = blockOf(task);
        if (block.isEmpty() || !lost.firstNotice(held.executable())) {
            return;
        }
        Optional<RetryAround> retry = RetryAround.of(block.get(), loss.interruption());
        if (retry.isEmpty()) {
            log(block.get(), Messages.PipelineRescue_Left(loss.agent(), loss.why()));
            return;
        }
        if (lost.giveUp(held.executable())) {
            log(block.get(), stopped(loss, retry.get()));
            count(block.get(), loss);
            stopBodies.stop(block.get(), held, loss, loss.interruption());
            lost.post(loss, held.elapsed());
        }
    }

    /** An actual interruption, which no retry takes for its own. */
    void stop(Rescue.Held held, PlaceholderTask task, Loss loss) {
        Optional<FlowNode> block = blockOf(task);
        if (block.isPresent() && lost.giveUp(held.executable())) {
            BudgetSpent cause = loss.budgetSpent();
            log(block.get(), cause.getShortDescription());
            stopBodies.stop(
                    block.get(),
                    held,
                    loss,
                    new FlowInterruptedException(Result.ABORTED, true, cause));
        }
    }

    private void count(FlowNode block, Loss loss) {
        int reclaims = history.reclaimed(block);
        Reclaims.told(reclaims, loss.computer().template()).ifPresent(line -> log(block, line));
    }

    /** Pipeline itself ends the body once the node is removed; what is missing is why. */
    void gone(Rescue.Held held, PlaceholderTask task, Loss loss) {
        Optional<FlowNode> block = blockOf(task);
        if (block.isEmpty() || !lost.giveUp(held.executable())) {
            return;
        }
        Duration done = held.elapsed();
        lost.post(loss, done);
        Optional<RetryAround> retry = RetryAround.of(block.get(), loss.interruption());
        if (retry.isPresent()) {
            count(block.get(), loss);
        }
        String seconds = Long.toString(done.toSeconds());
        log(
                block.get(),
                retry.map(around -> gone(loss, seconds, around))
                        .orElseGet(
                                () ->
                                        Messages.PipelineRescue_GoneForGood(
                                                loss.agent(), loss.why(), seconds)));
    }

    private static String stopped(Loss loss, RetryAround retry) {
        return Messages.PipelineRescue_Stopped(
                loss.agent(), loss.why(), retry.attempt() + 1, retry.count());
    }

    private static String gone(Loss loss, String seconds, RetryAround retry) {
        return Messages.PipelineRescue_Gone(
                loss.agent(), loss.why(), seconds, retry.attempt() + 1, retry.count());
    }

    private static Optional<FlowNode> blockOf(PlaceholderTask task) {
        try {
            return Optional.ofNullable(task.getNode());
        } catch (IOException e) {
            LOGGER.log(Level.FINE, e, () -> task + " has probably ended");
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static void log(FlowNode block, String line) {
        try {
            block.getExecution().getOwner().getListener().getLogger().println(line);
        } catch (IOException e) {
            LOGGER.log(Level.FINE, e, () -> "Cannot write to the build log: " + line);
        }
    }
}
