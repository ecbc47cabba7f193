package io.jenkins.plugins.spotagents.fleet;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Computer;
import io.jenkins.plugins.spotagents.agent.SpotAgent;
import io.jenkins.plugins.spotagents.agent.SpotComputer;
import io.jenkins.plugins.spotagents.queue.PlannedAgents;
import io.jenkins.plugins.spotagents.queue.ProvisionAtOnce;
import io.spotagents.fleet.FleetEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Looks at what all agents do, and tells the loop what changed: memory only, no agent is called.
 * Jenkins tells of builds that begin and end, but before it has freed the executor.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class Pulse {

    private final Map<String, SpotAgent> cameOnline = new ConcurrentHashMap<>();
    private final Map<String, FleetEvent.AgentWorks> told = new HashMap<>();
    private final Set<String> drained = new HashSet<>();

    public static Pulse get() {
        return ExtensionList.lookupSingleton(Pulse.class);
    }

    /**
     * An agent came online. It is settled at the next beat, not at once: Jenkins does not count its
     * executors yet, and would ask for another agent in between. From any thread.
     */
    public void cameOnline(SpotComputer computer) {
        SpotAgent agent = computer.getNode();
        if (agent != null) {
            cameOnline.put(computer.instanceId(), agent);
        }
    }

    /**
     * Keeps the promise that an agent was made for, then tells the loop that it came: the other way
     * round the loop would see a want that nothing boots for. To be called before the loop is told
     * that the agent went again. May be repeated, from any thread; whoever comes second waits until
     * it is done.
     */
    public void settle(String instanceId) {
        cameOnline.computeIfPresent(
                instanceId,
                (id, agent) -> {
                    PlannedAgents.get().came(agent);
                    FleetRegistry.get().post(works(id, agent.toComputer()));
                    return null;
                });
    }

    void beat() {
        Instant now = Instant.now();
        cameOnline.keySet().forEach(this::settle);
        Set<String> present = new HashSet<>();
        for (Computer computer : Jenkins.get().getComputers()) {
            if (computer instanceof SpotComputer spot) {
                present.add(spot.instanceId());
                look(spot);
                spot.callIfMissed(now);
            }
        }
        told.keySet().retainAll(present);
        drained.retainAll(present);
        PlannedAgents.get().takeBackSurplus(now);
        PlannedAgents.get().planUnasked();
        ProvisionAtOnce.review();
    }

    private void look(SpotComputer computer) {
        String id = computer.instanceId();
        if (computer.isOnline() && !cameOnline.containsKey(id)) {
            FleetEvent.AgentWorks now = works(id, computer);
            if (!now.equals(told.put(id, now))) {
                FleetRegistry.get().post(now);
            }
        }
        if (!drained.contains(id) && computer.isDrained()) {
            drained.add(id);
            FleetRegistry.get().post(new FleetEvent.AgentDrained(id));
        }
    }

    private static FleetEvent.AgentWorks works(String id, Computer computer) {
        if (!(computer instanceof SpotComputer spot)) {
            return new FleetEvent.AgentWorks(id, 0);
        }
        int busy = spot.countBusy();
        return new FleetEvent.AgentWorks(id, busy, Math.min(busy, spot.countOnLastTry()));
    }
}
