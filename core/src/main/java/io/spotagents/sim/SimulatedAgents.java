package io.spotagents.sim;

import io.spotagents.fleet.Agents;
import io.spotagents.fleet.FleetEvent;
import io.spotagents.fleet.Member;
import io.spotagents.fleet.Template;
import io.spotagents.fleet.Waiting;
import io.spotagents.model.TemplateKey;
import io.spotagents.provider.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Agents that boot, take units of work one after another, and lose what they work on when their
 * instance is taken. Not thread-safe.
 */
final class SimulatedAgents implements Agents {

    private final SimulatedTime time;
    private final Workload work;
    private final CloudRules rules;
    private final Optional<Instant> due;
    private final TemplateKey template;
    private final Consumer<FleetEvent> tell;
    private final RunMeter meter;
    private final Map<String, Worker> workers = new HashMap<>();
    private int waiting;
    private int done;
    private Instant finishedAt = Instant.MAX;

    /**
     * @param tell the loop's ear
     */
    SimulatedAgents(
            SimulatedTime time,
            Job job,
            TemplateKey template,
            Consumer<FleetEvent> tell,
            RunMeter meter) {
        this.time = time;
        this.work = job.work();
        this.rules = job.rules();
        this.due = job.due();
        this.template = template;
        this.tell = tell;
        this.meter = meter;
        this.waiting = work.units();
    }

    /** What is to be done, and how the cloud behaves meanwhile. */
    record Job(Workload work, CloudRules rules, Optional<Instant> due) {}

    void begin() {
        tellDemand();
    }

    boolean isFinished() {
        return done == work.units();
    }

    /** Work that was done to its end, in hours of one agent. */
    double doneHours() {
        return work.hours(done);
    }

    Instant finishedAt() {
        return finishedAt;
    }

    /** The instances were taken: what they worked on is lost, and their channels break. */
    void lost(String instanceId) {
        Worker worker = workers.get(instanceId);
        if (worker != null) {
            worker.isGone = true;
            giveBack(worker);
            tell.accept(new FleetEvent.AgentDisconnected(instanceId));
        }
    }

    /**
     * The controller came back from a restart: agents call in with what they work on, and whether
     * one was to drain is forgotten.
     */
    void reconnect() {
        List<Worker> all = new ArrayList<>(workers.values());
        all.sort(Comparator.comparing(worker -> worker.id));
        for (Worker worker : all) {
            tell.accept(new FleetEvent.AgentKnown(worker.instance, worker.source));
            worker.isAccepting = true;
            if (worker.isIdle()) {
                takeNext(worker);
            } else if (worker.isOnline && !worker.isGone) {
                tell.accept(new FleetEvent.AgentWorks(worker.id, 1));
            }
        }
        tellDemand();
    }

    @Override
    public void prepare(Member member, Template forTemplate) {
        Worker worker = new Worker(member);
        if (workers.putIfAbsent(member.id(), worker) == null) {
            time.at(member.instance().launchedAt().plus(rules.boot()), () -> online(worker));
        }
    }

    @Override
    public void drain(String instanceId, Drain drain) {
        Worker worker = workers.get(instanceId);
        if (worker == null || !worker.isOnline) {
            if (worker != null) {
                worker.isGone = true;
            }
            tell.accept(new FleetEvent.AgentDrained(instanceId));
            return;
        }
        worker.isAccepting = false;
        boolean ends = worker.isWorking && !worker.unitEnds.isAfter(drain.deadline());
        if (!ends) {
            giveBack(worker);
            tell.accept(new FleetEvent.AgentDrained(instanceId));
        }
    }

    @Override
    public void remove(String instanceId, String reason) {
        Worker worker = workers.remove(instanceId);
        if (worker != null) {
            worker.isGone = true;
            giveBack(worker);
        }
    }

    private void online(Worker worker) {
        if (!worker.isGone) {
            worker.isOnline = true;
            takeNext(worker);
        }
    }

    private void takeNext(Worker worker) {
        worker.isWorking = worker.isAccepting && waiting > 0;
        if (worker.isWorking) {
            waiting--;
            worker.unitEnds = time.instant().plus(work.unit());
            int unit = ++worker.units;
            time.at(worker.unitEnds, () -> unitDone(worker, unit));
        }
        tell.accept(new FleetEvent.AgentWorks(worker.id, worker.isWorking ? 1 : 0));
        tellDemand();
    }

    private void unitDone(Worker worker, int unit) {
        if (worker.isGone || !worker.isWorking || worker.units != unit) {
            return;
        }
        worker.isWorking = false;
        done++;
        meter.unitDone(time.instant());
        if (isFinished()) {
            finishedAt = time.instant();
        }
        takeNext(worker);
        if (!worker.isAccepting) {
            tell.accept(new FleetEvent.AgentDrained(worker.id));
        }
    }

    private void giveBack(Worker worker) {
        if (worker.isWorking) {
            worker.isWorking = false;
            waiting++;
            Instant began = worker.unitEnds.minus(work.unit());
            meter.lostWork(Duration.between(began, time.instant()));
            idleTakes();
            tellDemand();
        }
    }

    /** Work that came back goes to agents that have nothing to do. */
    private void idleTakes() {
        workers.values().stream()
                .filter(Worker::isIdle)
                .min(Comparator.comparing(worker -> worker.id))
                .ifPresent(this::takeNext);
    }

    private void tellDemand() {
        Optional<Duration> usual = due.map(moment -> work.unit());
        Waiting demand = new Waiting(waiting, 0, usual, due);
        tell.accept(new FleetEvent.DemandChanged(Map.of(template, demand)));
    }

    private static final class Worker {
        private final String id;
        private final Instance instance;
        private final String source;
        private boolean isOnline;
        private boolean isAccepting = true;
        private boolean isWorking;
        private boolean isGone;
        private int units;
        private Instant unitEnds = Instant.MIN;

        private Worker(Member member) {
            this.id = member.id();
            this.instance = member.instance();
            this.source = member.source();
        }

        private boolean isIdle() {
            return isOnline && isAccepting && !isWorking && !isGone;
        }
    }
}
