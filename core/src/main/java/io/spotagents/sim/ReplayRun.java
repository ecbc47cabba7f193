package io.spotagents.sim;

import io.spotagents.cost.LedgerBook;
import io.spotagents.cost.LedgerEntry;
import io.spotagents.fleet.FleetEvent;
import io.spotagents.fleet.FleetLoop;
import io.spotagents.fleet.FleetStatus;
import io.spotagents.fleet.FleetTimings;
import io.spotagents.fleet.Template;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Size;
import io.spotagents.model.TemplateKey;
import io.spotagents.reclaim.Notice;
import io.spotagents.selection.Need;
import io.spotagents.selection.PurchaseChoice;
import io.spotagents.selection.SelectionPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * One workload, done by the production loop with one policy, on one market, from one moment on. Not
 * thread-safe, used once.
 */
final class ReplayRun {

    static final String SOURCE = "replay/market";
    private static final TemplateKey TEMPLATE = new TemplateKey("replay", "agents");
    private static final UUID CONTROLLER = new UUID(1, 1);
    private static final Duration TICK = Duration.ofSeconds(10);

    private final ReplayPlan plan;
    private final Instant start;
    private final SimulatedTime time;
    private final RunMeter meter = new RunMeter();
    private final Troubles troubles = new Troubles();
    private final SimulatedCloud cloud;
    private final SimulatedAgents agents;
    private final SimulatedProvider front;
    private final Watcher watcher = new Watcher();
    private final Book ledger = new Book();
    private final Supplier<FleetLoop> loops;
    private final Script script;
    private FleetLoop loop;
    private boolean isStepDue;
    private long tokens;

    ReplayRun(ReplayPlan plan, Instant start, Entrant entrant, long seed) {
        this(plan, Script.NONE, start, entrant, seed);
    }

    ReplayRun(ReplayPlan plan, Script script, Instant start, Entrant entrant, long seed) {
        this.plan = plan;
        this.script = script;
        this.start = start;
        this.time = new SimulatedTime(start);
        this.cloud = new SimulatedCloud(time, CONTROLLER, plan, meter, troubles);
        this.agents =
                new SimulatedAgents(
                        time,
                        new SimulatedAgents.Job(
                                plan.work(),
                                plan.rules(),
                                plan.circumstances().allowed().map(start::plus)),
                        TEMPLATE,
                        this::post,
                        meter);
        this.front = script.front().before(cloud, time);
        this.loops = loops(entrant, seed);
        this.loop = loops.get();
    }

    /** What outlives a restart is made once, here. */
    private Supplier<FleetLoop> loops(Entrant entrant, long seed) {
        SimulatedCalls calls = new SimulatedCalls(time, front, this::wake);
        FleetLoop.Kept kept =
                new FleetLoop.Kept(CONTROLLER, calls, ledger, entrant.seen().upTo(start));
        FleetLoop.Outside outside =
                new FleetLoop.Outside(time, () -> new UUID(2, ++tokens), source -> calls);
        Contender.Run run = new Contender.Run(time, plan.pools(), plan.work(), troubles, seed);
        return () -> {
            SelectionPolicy policy = entrant.contender().policy(run);
            SelectionPolicy noting = entrant.foresight().noting(policy, time);
            return new FleetLoop(
                    outside,
                    kept,
                    new FleetLoop.Deciding(
                            entrant.decisions().timed(noting), entrant.contender().deadlines()),
                    timings(),
                    agents);
        };
    }

    /** Runs until the work is done, and as long after as the script says, or for the longest. */
    RunResult run() {
        Instant last = start.plus(plan.longest());
        script.restarts().forEach(after -> time.after(after, this::restart));
        configure();
        agents.begin();
        cloud.begin(watcher);
        plan.circumstances().warnings().ifPresent(this::expect);
        tick();
        while (isGoingOn(last) && time.runNext()) {
            // each task adds those that follow from it
        }
        cloud.close();
        double usefulHours = agents.doneHours();
        return new RunResult(
                start,
                new RunResult.Done(
                        agents.isFinished(), usefulHours, makespanHours(last), isInTime()),
                meter.money(),
                meter.losses(),
                LowerBound.usd(plan, start, usefulHours));
    }

    private boolean isInTime() {
        return plan.circumstances()
                .allowed()
                .filter(allowed -> agents.finishedAt().isAfter(start.plus(allowed)))
                .isEmpty();
    }

    private double makespanHours(Instant last) {
        Instant end = agents.isFinished() ? agents.finishedAt() : last;
        return Duration.between(start, end).toMillis() / 3_600_000.0;
    }

    RunMeter meter() {
        return meter;
    }

    /** What the loop wrote down of instances, in the order of their ids. */
    List<LedgerEntry> ledger() {
        return ledger.all();
    }

    /** What the loop knew last. */
    FleetStatus status() {
        return loop.status();
    }

    /** A policy, what it has seen in earlier runs, and how long it takes to decide. */
    record Entrant(Contender contender, Observed seen, Foresight foresight, Decisions decisions) {}

    private boolean isGoingOn(Instant last) {
        if (!agents.isFinished()) {
            return time.instant().isBefore(last);
        }
        return time.instant().isBefore(agents.finishedAt().plus(script.windUp()));
    }

    /** A cloud warns whoever has instances in a pool, and nobody else. */
    private void expect(Warnings warnings) {
        for (SimulatedPool pool : plan.pools()) {
            warnings.of(pool).stream()
                    .filter(at -> at.isAfter(start) && at.isBefore(start.plus(plan.longest())))
                    .forEach(at -> time.at(at, () -> warn(pool)));
        }
    }

    private void warn(SimulatedPool pool) {
        cloud.aliveIn(pool.pool())
                .forEach(id -> post(new FleetEvent.InstanceAtRisk(id, time.instant())));
    }

    private void configure() {
        loop.post(new FleetEvent.Configured(List.of(template()), Map.of(SOURCE, front)));
    }

    /** All that was in memory is gone, answers on their way among it. */
    private void restart() {
        loop = loops.get();
        configure();
        agents.reconnect();
        watcher.tellAgain();
        wake();
    }

    private void tick() {
        wake();
        time.after(TICK, this::tick);
    }

    private void post(FleetEvent event) {
        loop.post(event);
        wake();
    }

    /** Several events of one moment are read by one step. */
    private void wake() {
        if (!isStepDue) {
            isStepDue = true;
            time.after(
                    Duration.ZERO,
                    () -> {
                        isStepDue = false;
                        loop.step();
                    });
        }
    }

    private Template template() {
        Need need =
                new Need(
                        new Size(1, 1),
                        OperatingSystem.LINUX,
                        PurchaseChoice.SPOT_THEN_ON_DEMAND,
                        new TreeSet<>(List.of(SOURCE)));
        Template.Lifetime lifetime =
                new Template.Lifetime(Duration.ofMinutes(1), Template.Reuse.REUSABLE);
        return new Template(TEMPLATE, need, 1, plan.work().agents(), lifetime);
    }

    /** As in production, but for listings and prices, which never surprise here. */
    private static FleetTimings timings() {
        FleetTimings usual = FleetTimings.DEFAULT;
        return new FleetTimings(
                new FleetTimings.Polling(
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(10),
                        usual.polling().callDeadline()),
                usual.coolDown(),
                usual.patience());
    }

    private final class Watcher implements SimulatedCloud.Reclaims {
        private final Map<String, Instant> deadlines = new TreeMap<>();

        /** An agent that is still there when it reconnects tells its notice again. */
        void tellAgain() {
            deadlines.keySet().removeIf(id -> !cloud.isAlive(id));
            new TreeMap<>(deadlines).forEach(this::announced);
        }

        @Override
        public void announced(String instanceId, Instant deadline) {
            deadlines.put(instanceId, deadline);
            post(
                    new FleetEvent.Noticed(
                            new Notice(instanceId, Notice.Source.AGENT, time.instant(), deadline)));
        }

        @Override
        public void happened(List<String> instanceIds) {
            instanceIds.forEach(agents::lost);
        }
    }

    /** Money is counted by the meter, at the cloud's side; the ledger is written all the same. */
    private static final class Book implements LedgerBook {
        private final Map<String, LedgerEntry> entries = new TreeMap<>();

        @Override
        public void put(LedgerEntry entry) {
            entries.put(entry.instanceId(), entry);
        }

        @Override
        public Optional<LedgerEntry> find(String instanceId) {
            return Optional.ofNullable(entries.get(instanceId));
        }

        @Override
        public List<LedgerEntry> all() {
            return List.copyOf(entries.values());
        }
    }
}
