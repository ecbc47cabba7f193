package io.jenkins.plugins.spotagents.queue;

import hudson.AbortException;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Computer;
import hudson.model.Label;
import hudson.model.Node;
import hudson.model.Queue;
import hudson.slaves.NodeProvisioner.PlannedNode;
import io.jenkins.plugins.spotagents.agent.SpotAgent;
import io.jenkins.plugins.spotagents.agent.SpotComputer;
import io.jenkins.plugins.spotagents.cloud.SpotTemplate;
import io.jenkins.plugins.spotagents.fleet.FleetRegistry;
import io.spotagents.fleet.FleetEvent;
import io.spotagents.fleet.Waiting;
import io.spotagents.model.TemplateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Agents that Jenkins was promised and that are not online yet: the demand that the fleet loop
 * works on. A promise stays open until an agent is online, since an inbound agent counts nowhere
 * before; closed earlier, Jenkins would ask for the same agents again and again.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class PlannedAgents {

    /** Work on its way from one queue to another is nowhere for a moment. */
    static final Duration SURPLUS_AFTER = Duration.ofSeconds(10);

    private final List<Promise> promises = new LinkedList<>();
    private final Map<Label, Instant> surplusSince = new HashMap<>();
    private final Set<Promise> unknown = new HashSet<>();
    private final UsualDurations durations = new UsualDurations();
    private volatile Map<TemplateKey, Waiting> told = Map.of();
    private volatile Map<Label, Integer> missing = Collections.emptyMap();
    private volatile Map<TemplateKey, Map<Label, Integer>> beyond = Collections.emptyMap();

    public static PlannedAgents get() {
        return ExtensionList.lookupSingleton(PlannedAgents.class);
    }

    /**
     * Promises agents, and returns at once.
     *
     * @param label what the waiting work asks for; null for work that asks for nothing
     * @param executors how many executors are wanted; fewer are promised if the template's maximum
     *     allows no more
     */
    public Collection<PlannedNode> plan(
            TemplateKey key, SpotTemplate template, Label label, int executors) {
        if (durations.of(label).isEmpty()) {
            durations.read();
        }
        List<PlannedNode> planned = new ArrayList<>();
        promise(key, template, label, executors)
                .forEach(
                        promise ->
                                planned.add(
                                        new PlannedNode(
                                                key.toString(),
                                                promise.node(),
                                                promise.executors())));
        missing = Lasting.missing();
        tellDemand();
        return planned;
    }

    /**
     * Plans for work that Jenkins does not ask for. Of agents for work that was reclaimed too
     * often, since it sees idle ones that this work may not have. And of work beyond a template's
     * maximum, which is promised nothing: the fleet hears of it, since it may find a better place
     * for what it has.
     */
    public void planUnasked() {
        beyond = beyondMaximum();
        missing = Lasting.missing();
        missing.forEach(
                (label, executors) -> {
                    int more = executors - promised(label);
                    Optional<Lasting.Served> served = Lasting.template(label);
                    if (more > 0 && served.isPresent()) {
                        promise(served.get().key(), served.get().template(), label, more)
                                .forEach(this::unknownToJenkins);
                    }
                });
        durations.read();
        tellDemandIfChanged();
    }

    /** Executors that work waits for whose template has, or was promised, all that it may have. */
    private Map<TemplateKey, Map<Label, Integer>> beyondMaximum() {
        Map<TemplateKey, Map<Label, Integer>> found = new HashMap<>();
        waiting()
                .forEach(
                        (label, executors) -> {
                            int over = executors - promised(label);
                            Lasting.template(label)
                                    .filter(served -> over > 0 && allowed(served) < 1)
                                    .ifPresent(
                                            served ->
                                                    found.computeIfAbsent(
                                                                    served.key(),
                                                                    key -> new HashMap<>())
                                                            .put(label, over));
                        });
        return found;
    }

    private synchronized int allowed(Lasting.Served served) {
        TemplateKey key = served.key();
        return served.template().getMaxInstances() - existing(key) - promised(key);
    }

    /** Executors promised that Jenkins does not count. */
    synchronized int unknownToJenkins(Label label) {
        return promises.stream()
                .filter(unknown::contains)
                .filter(promise -> Objects.equals(promise.label(), label))
                .mapToInt(Promise::executors)
                .sum();
    }

    private synchronized void unknownToJenkins(Promise promise) {
        unknown.add(promise);
    }

    private synchronized int promised(Label label) {
        return promises.stream()
                .filter(promise -> Objects.equals(promise.label(), label))
                .mapToInt(Promise::executors)
                .sum();
    }

    private List<Promise> promise(
            TemplateKey key, SpotTemplate template, Label label, int executors) {
        List<Promise> made = new ArrayList<>();
        synchronized (this) {
            int wanted = (executors + template.getExecutors() - 1) / template.getExecutors();
            int allowed = allowed(new Lasting.Served(key, template));
            for (int i = 0; i < Math.min(wanted, allowed); i++) {
                Promise promise =
                        new Promise(key, label, template.getExecutors(), new ComingAgent());
                promises.add(promise);
                made.add(promise);
            }
        }
        return made;
    }

    /**
     * An agent came online: the oldest promise of its template is kept. The fleet hears of it first
     * and without a look at the queue: whoever ends the agent right now must not find it asking for
     * another.
     */
    public void came(SpotAgent agent) {
        CompletableFuture<Node> kept = null;
        synchronized (this) {
            for (Iterator<Promise> all = promises.iterator(); all.hasNext() && kept == null; ) {
                Promise promise = all.next();
                if (promise.key().equals(agent.templateKey())) {
                    all.remove();
                    kept = promise.node();
                }
            }
        }
        if (kept != null) {
            tellDemand();
            kept.complete(agent);
        }
    }

    /** Takes back promises that nothing in the queue needs any more: builds were canceled, say. */
    public void takeBackSurplus(Instant now) {
        Map<Label, Integer> waiting = waiting();
        List<Promise> surplus = new ArrayList<>();
        synchronized (this) {
            Map<Label, Integer> promised = new HashMap<>();
            promises.forEach(
                    promise -> promised.merge(promise.label(), promise.executors(), Integer::sum));
            surplusSince.keySet().retainAll(promised.keySet());
            promised.forEach(
                    (label, executors) -> {
                        int over = executors - waiting.getOrDefault(label, 0);
                        if (over <= 0) {
                            surplusSince.remove(label);
                        } else if (isLongAgo(surplusSince.putIfAbsent(label, now), now)) {
                            surplus.addAll(newest(label, over));
                        }
                    });
            promises.removeAll(surplus);
        }
        for (Promise promise : surplus) {
            promise.node()
                    .completeExceptionally(
                            new AbortException("no work waits for " + promise.key() + " any more"));
        }
        if (!surplus.isEmpty()) {
            tellDemand();
        }
    }

    private void tellDemand() {
        Map<TemplateKey, Waiting> waiting = demand();
        told = waiting;
        FleetRegistry.get().post(new FleetEvent.DemandChanged(waiting));
    }

    /** Work may turn out to be other than it looked when it was promised for. */
    private void tellDemandIfChanged() {
        if (!demand().equals(told)) {
            tellDemand();
        }
    }

    private Map<TemplateKey, Waiting> demand() {
        Map<TemplateKey, Map<Label, Integer>> demand = new TreeMap<>();
        beyond.forEach((key, labels) -> demand.put(key, new HashMap<>(labels)));
        synchronized (this) {
            unknown.retainAll(promises);
            for (Promise promise : promises) {
                demand.computeIfAbsent(promise.key(), key -> new HashMap<>())
                        .merge(promise.label(), promise.executors(), Integer::sum);
            }
        }
        Map<TemplateKey, Waiting> waiting = new TreeMap<>();
        Map<Label, Integer> lasting = missing;
        demand.forEach((key, labels) -> waiting.put(key, waiting(labels, lasting)));
        return waiting;
    }

    private Waiting waiting(Map<Label, Integer> executors, Map<Label, Integer> mustLast) {
        int all = 0;
        int lasting = 0;
        List<Duration> usual = new ArrayList<>();
        for (Map.Entry<Label, Integer> one : executors.entrySet()) {
            all += one.getValue();
            lasting += Math.min(one.getValue(), mustLast.getOrDefault(one.getKey(), 0));
            durations.of(one.getKey()).ifPresent(usual::add);
        }
        Optional<Duration> mean =
                usual.stream().reduce(Duration::plus).map(sum -> sum.dividedBy(usual.size()));
        return new Waiting(all, lasting, mean);
    }

    private int promised(TemplateKey key) {
        return (int) promises.stream().filter(promise -> promise.key().equals(key)).count();
    }

    private static int existing(TemplateKey key) {
        return (int) Stream.of(Jenkins.get().getComputers()).filter(c -> counts(c, key)).count();
    }

    /** Agents that drain are not counted: they go, and their work has to go on. */
    private static boolean counts(Computer computer, TemplateKey key) {
        return computer instanceof SpotComputer spot
                && spot.template().equals(key)
                && spot.isOnline()
                && spot.isAcceptingTasks();
    }

    private static Map<Label, Integer> waiting() {
        Map<Label, Integer> waiting = new HashMap<>();
        for (Queue.BuildableItem item : Queue.getInstance().getBuildableItems()) {
            waiting.merge(item.getAssignedLabel(), 1, Integer::sum);
        }
        return waiting;
    }

    private List<Promise> newest(Label label, int executors) {
        List<Promise> newest = new ArrayList<>();
        int left = executors;
        for (int i = promises.size() - 1; i >= 0 && left > 0; i--) {
            Promise promise = promises.get(i);
            if (Objects.equals(promise.label(), label) && promise.executors() <= left) {
                newest.add(promise);
                left -= promise.executors();
            }
        }
        return newest;
    }

    private static boolean isLongAgo(Instant since, Instant now) {
        return since != null && !since.plus(SURPLUS_AFTER).isAfter(now);
    }

    private record Promise(
            TemplateKey key, Label label, int executors, CompletableFuture<Node> node) {

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }
}
