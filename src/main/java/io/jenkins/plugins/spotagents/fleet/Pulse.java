package io.jenkins.plugins.spotagents.fleet;

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
import jenkins.model.Jenkins;

/**
 * Looks at what all agents do, and tells the loop what changed: memory only, no agent is called.
 * Jenkins tells of builds that begin and end, but before it has freed the executor.
 */
final class Pulse {

    private final Map<String, Integer> busy = new HashMap<>();
    private final Set<String> drained = new HashSet<>();

    void beat() {
        Set<String> present = new HashSet<>();
        for (Computer computer : Jenkins.get().getComputers()) {
            if (computer instanceof SpotComputer spot) {
                present.add(spot.instanceId());
                look(spot);
            }
        }
        busy.keySet().retainAll(present);
        drained.retainAll(present);
        PlannedAgents.get().takeBackSurplus(Instant.now());
        ProvisionAtOnce.review();
    }

    private void look(SpotComputer computer) {
        String id = computer.instanceId();
        if (computer.isOnline()) {
            int now = computer.countBusy();
            Integer before = busy.put(id, now);
            if (before == null) {
                keepPromise(computer); // first, or the loop sees a want that nothing boots for
            }
            if (before == null || before != now) {
                FleetRegistry.get().post(new FleetEvent.AgentWorks(id, now));
            }
        }
        if (!drained.contains(id) && computer.isDrained()) {
            drained.add(id);
            FleetRegistry.get().post(new FleetEvent.AgentDrained(id));
        }
    }

    /**
     * Not at the moment the agent comes online: Jenkins does not count its executors at once, and
     * would ask for another agent in between.
     */
    private static void keepPromise(SpotComputer computer) {
        SpotAgent agent = computer.getNode();
        if (agent != null) {
            PlannedAgents.get().came(agent);
        }
    }
}
