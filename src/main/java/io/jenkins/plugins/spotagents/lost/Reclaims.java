package io.jenkins.plugins.spotagents.lost;

import hudson.model.Executor;
import hudson.model.Queue;
import hudson.model.Run;
import io.jenkins.plugins.spotagents.cloud.SpotTemplate;
import io.jenkins.plugins.spotagents.fleet.FleetRegistry;
import io.spotagents.model.TemplateKey;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.actions.LabelAction;
import org.jenkinsci.plugins.workflow.actions.ThreadNameAction;
import org.jenkinsci.plugins.workflow.graph.BlockStartNode;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.support.steps.ExecutorStepExecution.PlaceholderTask;

/**
 * How often a piece of work was reclaimed. A build carries it along when it is put back; a Pipeline
 * build keeps it for its node blocks. Both are on disk, so a restart changes nothing. Thread-safe.
 */
public final class Reclaims {
    private static final Logger LOGGER = Logger.getLogger(Reclaims.class.getName());

    private static final Map<Run<?, ?>, ReclaimedBlocks> RECLAIMED =
            Collections.synchronizedMap(new WeakHashMap<>());

    private final RescueThreads threads;
    private final Map<PlaceholderTask, WeakReference<Run<?, ?>>> runs =
            Collections.synchronizedMap(new WeakHashMap<>());
    private final Map<PlaceholderTask, String> blocks =
            Collections.synchronizedMap(new WeakHashMap<>());

    Reclaims(RescueThreads threads) {
        this.threads = threads;
    }

    /**
     * Of waiting work. Returns at once, also under the Queue lock; for a node block that is not
     * known yet, what its build's other blocks went through at most.
     */
    public int of(Queue.Item item) {
        Resubmitted resubmitted = item.getAction(Resubmitted.class);
        if (resubmitted != null) {
            return resubmitted.getTimes();
        }
        return item.task instanceof PlaceholderTask task ? of(task) : 0;
    }

    /** Of work that runs. Returns at once; 0 where nothing runs. */
    public int of(Executor executor) {
        Queue.Executable running = executor.getCurrentExecutable();
        if (running == null) {
            return 0;
        }
        if (running.getParent() instanceof PlaceholderTask task) {
            return of(task);
        }
        Resubmitted resubmitted =
                running instanceof Run<?, ?> run ? run.getAction(Resubmitted.class) : null;
        return resubmitted == null ? 0 : resubmitted.getTimes();
    }

    private int of(PlaceholderTask task) {
        Run<?, ?> run = runOf(task);
        ReclaimedBlocks reclaimed = run == null ? null : RECLAIMED.get(run);
        if (reclaimed == null) {
            return 0;
        }
        String block = blocks.get(task);
        if (block == null) {
            threads.looks().execute(() -> find(task));
            return reclaimed.most();
        }
        return reclaimed.of(block);
    }

    /** Asked for every waiting block and idle agent; to ask the task takes too long for that. */
    private Run<?, ?> runOf(PlaceholderTask task) {
        WeakReference<Run<?, ?>> known = runs.get(task);
        Run<?, ?> run = known == null ? null : known.get();
        if (run == null && task.getOwnerExecutable() instanceof Run<?, ?> found) {
            runs.put(task, new WeakReference<>(found));
            return found;
        }
        return run;
    }

    static void know(Run<?, ?> run, ReclaimedBlocks blocks) {
        RECLAIMED.put(run, blocks);
    }

    private void find(PlaceholderTask task) {
        try {
            FlowNode node = task.getNode();
            if (node != null && blocks.put(task, nameOf(node)) == null) {
                Queue.getInstance().scheduleMaintenance();
            }
        } catch (IOException e) {
            LOGGER.log(Level.FINE, e, () -> task + " has probably ended");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Counts one more; answers how many there were. */
    int reclaimed(FlowNode nodeBlock) {
        try {
            if (nodeBlock.getExecution().getOwner().getExecutable() instanceof Run<?, ?> run) {
                int times = actionOf(run).count(nameOf(nodeBlock));
                threads.putBacks().execute(() -> save(run));
                return times;
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot count a reclaim of " + nodeBlock);
        }
        return 0;
    }

    private static synchronized ReclaimedBlocks actionOf(Run<?, ?> run) {
        ReclaimedBlocks known = run.getAction(ReclaimedBlocks.class);
        if (known == null) {
            known = new ReclaimedBlocks();
            run.addAction(known);
        }
        return known;
    }

    private static void save(Run<?, ?> run) {
        try {
            run.save();
        } catch (IOException e) {
            LOGGER.log(
                    Level.WARNING, e, () -> "Reclaims of " + run + " are forgotten at a restart");
        }
    }

    /**
     * The same for every attempt: the outermost retry around it, and the stages and branches
     * within. Blocks of one retry that have the same count together.
     */
    private static String nameOf(FlowNode nodeBlock) {
        List<String> names = new ArrayList<>();
        List<String> sinceRetry = List.of();
        String retry = "";
        for (BlockStartNode block : nodeBlock.getEnclosingBlocks()) {
            nameOfPart(block).ifPresent(names::add);
            if (RetryAround.isRetry(block) && !RetryAround.isBody(block)) {
                retry = block.getId();
                sinceRetry = List.copyOf(names);
            }
        }
        return retry + "/" + String.join("/", sinceRetry);
    }

    private static Optional<String> nameOfPart(BlockStartNode block) {
        ThreadNameAction branch = block.getPersistentAction(ThreadNameAction.class);
        if (branch != null) {
            return Optional.of(branch.getThreadName());
        }
        return Optional.ofNullable(block.getPersistentAction(LabelAction.class))
                .map(LabelAction::getDisplayName);
    }

    /** What becomes of work that was reclaimed so often, for its log; empty if that is not yet. */
    static Optional<String> told(int reclaims, TemplateKey key) {
        Optional<SpotTemplate> template =
                FleetRegistry.get().template(key).filter(one -> one.isTooOften(reclaims));
        return template.map(
                one ->
                        one.allowsOnDemand()
                                ? Messages.Reclaims_GoesWhereNothingIsReclaimed(reclaims)
                                : Messages.Reclaims_SpotOnly(reclaims, key));
    }
}
