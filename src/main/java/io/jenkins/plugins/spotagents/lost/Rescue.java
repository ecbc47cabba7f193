package io.jenkins.plugins.spotagents.lost;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import hudson.model.AbstractBuild;
import hudson.model.Executor;
import hudson.model.Queue;
import io.jenkins.plugins.spotagents.agent.SpotComputer;
import io.spotagents.fleet.Agents;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.support.steps.ExecutorStepExecution.PlaceholderTask;

/**
 * What becomes of the work on an agent that is reclaimed, or gone. Work that somebody would do
 * again is stopped while the agent still lives, and goes elsewhere; other work is left to run as
 * long as its instance does. Both methods return at once and may be repeated.
 */
@Extension
public final class Rescue {
    private static final Logger LOGGER = Logger.getLogger(Rescue.class.getName());

    /** Work that the agent had accepted, but not begun, when it was told to take no more. */
    static final Duration BETWEEN_SCANS = Duration.ofSeconds(1);

    private final InstantSource time = InstantSource.system();
    private final RescueThreads threads = new RescueThreads();
    private final LostWork lost = new LostWork();
    private final Reclaims reclaims = new Reclaims(threads);
    private final PipelineRescue pipelines =
            new PipelineRescue(new StopBodies(threads, time), lost, reclaims);
    private final FreestyleRescue builds = new FreestyleRescue(lost);
    private final EndedBuilds ended = new EndedBuilds(time);
    private final Set<SpotComputer> announced =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    /** The one of this Jenkins. */
    public static Rescue get() {
        return ExtensionList.lookupSingleton(Rescue.class);
    }

    /**
     * A reclaim was announced, or a budget is spent; the agent takes no new tasks any more. What an
     * agent still does that drains because nobody needs it, it may finish; of a test run, its
     * batch.
     */
    public void announced(SpotComputer computer, Agents.Drain drain) {
        switch (drain.cause()) {
            case RECLAIM -> {
                announced.add(computer);
                Loss loss = Loss.announced(computer, drain, time.instant());
                threads.looks().execute(() -> scan(loss, this::tellAnnounced));
            }
            case BUDGET_SPENT -> {
                Loss loss = Loss.ofBudget(computer, drain);
                threads.looks().execute(() -> scan(loss, this::stop));
            }
            case NOT_NEEDED -> heldBy(computer).forEach(Rescue::mayFinish);
        }
    }

    /**
     * The instance is gone, or about to be ended with whatever still runs on it. Called before its
     * node is removed; with or without a notice before.
     */
    public void gone(SpotComputer computer, String reason) {
        Loss loss =
                isAnnounced(computer)
                        ? Loss.reclaimed(computer, reason, time.instant())
                        : Loss.gone(computer, reason, time.instant());
        List<Held> held =
                heldBy(computer); // now: Pipeline ends its bodies when the node is removed
        List<EndedBuilds.Ended> before = ended.gone(loss);
        held.forEach(one -> handOn(one, loss, this::tellGone));
        before.forEach(one -> threads.putBacks().execute(() -> builds.endedBefore(one, loss)));
    }

    /** Whether a reclaim of its instance was announced. */
    public boolean isAnnounced(SpotComputer computer) {
        return announced.contains(computer);
    }

    /** A build ended because its agent's channel broke; if the agent is gone, it is put back. */
    void ended(AbstractBuild<?, ?> build, SpotComputer computer) {
        if (lost.isUndecided(build)) {
            ended.remember(build, computer)
                    .ifPresent(known -> threads.putBacks().execute(() -> endedBefore(known)));
        }
    }

    /** A build ended by itself, or because it was stopped here. */
    void ended(AbstractBuild<?, ?> build) {
        builds.ended(build);
    }

    private void endedBefore(EndedBuilds.Known known) {
        builds.endedBefore(known.build(), known.loss());
    }

    /** Whether this work was put back, stopped, or counts as lost. */
    public boolean isGivenUp(Queue.Executable work) {
        return !lost.isUndecided(work);
    }

    /** How often waiting work was reclaimed. */
    public Reclaims reclaims() {
        return reclaims;
    }

    BuildLogs logs() {
        return builds.logs();
    }

    /** Ends the threads with this Jenkins. */
    @Terminator
    public static void shutdown() {
        ExtensionList.lookup(Rescue.class).forEach(rescue -> rescue.threads.shutdown());
    }

    private static void mayFinish(Held held) {
        if (held.executable instanceof Reclaimable work) {
            work.notNeeded();
        }
    }

    private void scan(Loss loss, BiConsumer<Held, Loss> rescue) {
        heldBy(loss.computer()).forEach(one -> handOn(one, loss, rescue));
        if (!loss.computer().isIdle() && time.instant().isBefore(loss.until())) {
            threads.looks()
                    .schedule(
                            () -> scan(loss, rescue),
                            BETWEEN_SCANS.toMillis(),
                            TimeUnit.MILLISECONDS);
        }
    }

    /** One executor's trouble must not keep the others' work from being rescued. */
    private void handOn(Held held, Loss loss, BiConsumer<Held, Loss> rescue) {
        threads(held)
                .execute(
                        () -> {
                            try {
                                rescue.accept(held, loss);
                            } catch (RuntimeException e) {
                                LOGGER.log(Level.WARNING, e, () -> notRescued(held));
                            }
                        });
    }

    private ExecutorService threads(Held held) {
        return held.executable instanceof AbstractBuild ? threads.putBacks() : threads.looks();
    }

    private static String notRescued(Held held) {
        return "Cannot rescue "
                + held.executable
                + "; it ends with its agent, start it again by hand";
    }

    private void tellAnnounced(Held held, Loss loss) {
        if (held.executable.getParent() instanceof PlaceholderTask task) {
            pipelines.announced(held, task, loss);
        } else if (held.executable instanceof Reclaimable work) {
            work.reclaimAnnounced(loss.why());
        } else if (held.executable instanceof AbstractBuild<?, ?> build) {
            builds.announced(held, build, loss);
        }
    }

    private void stop(Held held, Loss loss) {
        if (held.executable.getParent() instanceof PlaceholderTask task) {
            pipelines.stop(held, task, loss);
        } else if (held.executable instanceof AbstractBuild<?, ?> build) {
            builds.stop(held, build, loss);
        }
    }

    private void tellGone(Held held, Loss loss) {
        if (held.executable.getParent() instanceof PlaceholderTask task) {
            pipelines.gone(held, task, loss);
        } else if (held.executable instanceof Reclaimable work) {
            work.gone(loss.why());
        } else if (held.executable instanceof AbstractBuild<?, ?> build) {
            builds.gone(held, build, loss);
        }
    }

    private static List<Held> heldBy(SpotComputer computer) {
        List<Held> held = new ArrayList<>();
        for (Executor executor : computer.getExecutors()) {
            Queue.Executable executable = executor.getCurrentExecutable();
            if (executable != null) {
                held.add(new Held(executor, executable));
            }
        }
        return held;
    }

    /** What an executor did when it was looked at. */
    record Held(Executor executor, Queue.Executable executable) {

        Duration elapsed() {
            return Duration.ofMillis(executor.getElapsedTime());
        }

        boolean isStillRunning() {
            return executor.getCurrentExecutable() == executable;
        }
    }
}
