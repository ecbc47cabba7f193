package io.jenkins.plugins.spotagents.tests;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.Executor;
import hudson.model.Node;
import hudson.model.Queue;
import hudson.model.TopLevelItem;
import hudson.model.queue.SubTask;
import hudson.remoting.RequestAbortedException;
import hudson.slaves.WorkspaceList;
import io.jenkins.plugins.spotagents.agent.SpotComputer;
import io.jenkins.plugins.spotagents.cloud.SpotTemplate;
import io.jenkins.plugins.spotagents.fleet.FleetRegistry;
import io.jenkins.plugins.spotagents.lost.Reclaimable;
import io.spotagents.batches.Asker;
import io.spotagents.batches.Batch;
import io.spotagents.model.Usd;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One agent's part of a test run, on its executor: prepares once, then runs batch after batch until
 * there is nothing left for it.
 */
final class AgentWork implements Queue.Executable, Reclaimable {

    private static final Logger LOGGER = Logger.getLogger(AgentWork.class.getName());

    /** Of an instance that may be reclaimed, while the fleet does not tell that of its pool. */
    static final double USUAL_RECLAIMS_PER_HOUR = 0.1;

    /** How often reports are looked at, and an agent without work asks again. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** A command whose tests all have their results may take so long to end by itself. */
    private static final Duration MAY_FINISH = Duration.ofSeconds(30);

    private static final Duration MAY_IDLE = Duration.ofSeconds(20);

    private final AgentTask task;
    private final LiveRun live;
    private final Instant since = Instant.now();
    private volatile Computer computer;
    private volatile boolean leaves;
    private volatile boolean isLastBatch;
    private volatile Executor executor;

    AgentWork(AgentTask task) {
        this.task = task;
        this.live = task.live();
    }

    @Override
    public void run() {
        executor = Executor.currentExecutor();
        computer = executor.getOwner();
        live.came(this);
        try {
            work();
        } catch (InterruptedException e) {
            live.lost(this, Messages.AgentWork_Interrupted());
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.FINE, e, () -> this + " is lost");
            live.lost(this, e instanceof RequestAbortedException ? "" : String.valueOf(e));
        } finally {
            live.left(this);
        }
    }

    private void work() throws IOException, InterruptedException {
        Node node = computer.getNode();
        if (node == null || !(task.build().getParent() instanceof TopLevelItem job)) {
            throw new IOException("no workspace on " + computer.getName());
        }
        FilePath place = node.getWorkspaceFor(job);
        if (place == null) {
            throw new IOException(computer.getName() + " is not connected");
        }
        try (WorkspaceList.Lease lease = computer.getWorkspaceList().allocate(place)) {
            Commands commands = new Commands(live, node, lease.path);
            commands.killLeftOver();
            if (prepared(commands)) {
                batches(commands, runner(commands));
            }
        }
    }

    private boolean prepared(Commands commands) throws IOException, InterruptedException {
        String prepare = live.step().getPrepare();
        if (prepare == null) {
            return true;
        }
        try (Commands.Running running = commands.start("prepare", prepare, Map.of())) {
            boolean goesOn = true;
            while (goesOn) {
                goesOn = !live.isOverWithin(LOOK) && !leaves && running.isAlive();
            }
            if (!running.isAlive() && running.exitCode() != 0) {
                live.notPrepared(this, running.exitCode(), running.lastLines());
                return false;
            }
        }
        return !live.isOver() && !leaves;
    }

    private RunningBatch.Runner runner(Commands commands) {
        return live.step().hasBody()
                ? new RunningBody.Runner(this, commands, LiveRuns.get().lanes(live.id()))
                : commands;
    }

    private void batches(Commands commands, RunningBatch.Runner runner)
            throws IOException, InterruptedException {
        try {
            untilNothingIsLeft(commands, runner);
        } finally {
            runner.notUsed();
        }
    }

    private void untilNothingIsLeft(Commands commands, RunningBatch.Runner runner)
            throws IOException, InterruptedException {
        Instant idleSince = Instant.now();
        boolean isOver = live.isOver();
        while (!isOver && !leaves && !isLastBatch) {
            Optional<Batch> batch = runner.isReady() ? live.next(this) : Optional.empty();
            if (batch.isPresent()) {
                run(batch.get(), commands.workspace(), runner);
                idleSince = Instant.now();
                isOver = live.isOver();
                continue;
            }
            runner.notUsed();
            if (live.isOneTooMany(Duration.between(idleSince, Instant.now()), MAY_IDLE)) {
                return;
            }
            isOver = live.isOverWithin(LOOK);
        }
    }

    private void run(Batch batch, FilePath workspace, RunningBatch.Runner runner)
            throws IOException, InterruptedException {
        String pattern = live.step().getReports();
        Map<String, String> seen =
                PickUpReports.now(workspace, pattern, List.of(), Map.of()).seen();
        Set<String> reported = new HashSet<>();
        try (RunningBatch running = runner.start(batch)) {
            Instant doneSince = null;
            boolean isAlive = true;
            while (isAlive && !live.isOverWithin(LOOK)) {
                isAlive = running.isAlive(); // before the last look, which then sees everything
                PickedUp picked = PickUpReports.now(workspace, pattern, batch.tests(), seen);
                seen = picked.seen();
                picked.tests().forEach(one -> reported.add(one.test()));
                live.reported(this, batch, picked);
                if (leaves) {
                    running.agentLeaves();
                } else if (!live.isHeld(batch)) {
                    doneSince = doneSince == null ? Instant.now() : doneSince;
                    boolean isDone = reported.containsAll(batch.tests());
                    Instant end = isDone ? doneSince.plus(MAY_FINISH) : doneSince;
                    if (!end.isAfter(Instant.now())) {
                        return;
                    }
                }
            }
            if (!isAlive) {
                live.ended(this, batch, running.ended());
            }
        }
    }

    /** The reports of what still runs count, but what it has not done goes elsewhere at once. */
    @Override
    public void reclaimAnnounced(String why) {
        leaves = true;
        live.reclaimed(this, why);
    }

    @Override
    public void notNeeded() {
        isLastBatch = true;
    }

    @Override
    public void gone(String why) {
        leaves = true;
        live.reclaimed(this, why);
        Executor now = executor;
        if (now != null) {
            now.interrupt();
        }
    }

    boolean isLeaving() {
        return leaves;
    }

    boolean lastsAndStays() {
        return !leaves && lasts();
    }

    AgentTask task() {
        return task;
    }

    /** Whether its agent can be spoken to. */
    boolean isConnected() {
        Computer now = computer;
        return now != null && now.isOnline() && now.getChannel() != null;
    }

    Asker asker() {
        return new Asker(id(), reclaimsPerHour(), lasts());
    }

    private double reclaimsPerHour() {
        return computer instanceof SpotComputer spot && spot.purchase().isReclaimed()
                ? FleetRegistry.get()
                        .reclaimsPerHour(spot.instanceId())
                        .orElse(USUAL_RECLAIMS_PER_HOUR)
                : 0;
    }

    /**
     * Whether it may have tests that were reclaimed too often. Where a template allows them nothing
     * else, they go to spot again.
     */
    boolean lasts() {
        return !(computer instanceof SpotComputer spot)
                || !spot.purchase().isReclaimed()
                || FleetRegistry.get()
                        .template(spot.template())
                        .filter(SpotTemplate::allowsOnDemand)
                        .filter(template -> template.isTooOften(LiveRun.RECLAIMS_BEFORE_LASTING))
                        .isEmpty();
    }

    /** Unique also on an agent with several executors. */
    String id() {
        return (computer instanceof SpotComputer spot ? spot.instanceId() : computer.getName())
                + "/"
                + executor.getNumber();
    }

    /** For people. */
    String where() {
        return computer.getDisplayName();
    }

    /** The pool of its instance; empty if it is no instance of ours. */
    Optional<String> pool() {
        return computer instanceof SpotComputer spot ? Optional.of(spot.pool()) : Optional.empty();
    }

    /** What an hour of it costs; empty if it is not ours, or nobody knows. */
    Optional<Usd> hourly() {
        return computer instanceof SpotComputer spot
                ? FleetRegistry.get().hourly(spot.instanceId())
                : Optional.empty();
    }

    Duration held(Instant now) {
        return Duration.between(since, now);
    }

    @NonNull
    @Override
    public SubTask getParent() {
        return task;
    }

    @Override
    public Queue.Executable getParentExecutable() {
        return task.build() instanceof Queue.Executable build ? build : null;
    }

    @Override
    public String toString() {
        return task.getDisplayName();
    }
}
