package io.jenkins.plugins.spotagents.agent;

import hudson.model.Computer;
import hudson.model.Descriptor;
import hudson.model.Node;
import hudson.slaves.OfflineCause;
import io.jenkins.plugins.spotagents.cloud.SpotCloud;
import io.jenkins.plugins.spotagents.cloud.SpotTemplate;
import io.jenkins.plugins.spotagents.fleet.FleetRegistry;
import io.jenkins.plugins.spotagents.lost.Rescue;
import io.spotagents.fleet.Agents;
import io.spotagents.fleet.FleetEvent;
import io.spotagents.fleet.Member;
import io.spotagents.fleet.Template;
import io.spotagents.model.TemplateKey;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.jspecify.annotations.Nullable;

/** What the fleet loop does to agents, done in Jenkins. Slow things happen on other threads. */
public final class JenkinsAgents implements Agents {

    /** More than can be on their way to become nodes at once. */
    private static final int GONE_KEPT = 10_000;

    private static final Logger LOGGER = Logger.getLogger(JenkinsAgents.class.getName());

    /** A node that still looks connected when it is removed keeps its pipelines waiting. */
    private static final long DISCONNECT_SECONDS = 10;

    private final Rescue rescue;
    private final Executor additions;
    private final Executor removals;
    private final Map<String, String> nodeNames = new ConcurrentHashMap<>();

    /** Instances that went last, oldest first; guarded by itself. */
    private final Set<String> gone = new LinkedHashSet<>();

    /**
     * @param additions one thread: nodes are added one after another
     * @param removals several threads: each may wait for a channel to close
     */
    public JenkinsAgents(Rescue rescue, Executor additions, Executor removals) {
        this.rescue = rescue;
        this.additions = additions;
        this.removals = removals;
    }

    @Override
    public void prepare(Member member, Template template) {
        nodeNames.put(member.id(), NodeNames.of(member.instance()));
        additions.execute(() -> add(member));
    }

    @Override
    public void drain(String instanceId, Drain drain) {
        Optional<SpotComputer> computer = computerOf(nodeNames.get(instanceId));
        if (computer.isEmpty()) {
            FleetRegistry.get().post(new FleetEvent.AgentDrained(instanceId));
            return;
        }
        computer.get().setAcceptingTasks(false);
        rescue.announced(computer.get(), drain);
    }

    @Override
    public void remove(String instanceId, String reason) {
        // Remembered first: a node that is added from now on is found by created().
        synchronized (gone) {
            gone.add(instanceId);
            if (gone.size() > GONE_KEPT) {
                gone.remove(gone.iterator().next());
            }
        }
        String name = nodeNames.remove(instanceId);
        computerOf(name).ifPresent(found -> removeSoon(found, reason));
    }

    /**
     * A node was added, maybe while its instance went: by us, or by Jenkins, which adds the node of
     * a promised agent once more. Whose instance is gone must not stay.
     */
    void created(SpotAgent agent) {
        boolean isGone;
        synchronized (gone) {
            isGone = gone.contains(agent.getInstanceId());
        }
        if (isGone) {
            computerOf(agent.getNodeName())
                    .ifPresent(found -> removeSoon(found, "its instance is gone"));
        }
    }

    /** Nodes from before a restart, so that they are found by their instance. */
    public void know(SpotAgent agent) {
        nodeNames.put(agent.getInstanceId(), agent.getNodeName());
    }

    private void add(Member member) {
        String name = nodeNames.get(member.id());
        Jenkins jenkins = Jenkins.get();
        if (name == null || jenkins.getNode(name) != null) {
            return;
        }
        try {
            Optional<SpotTemplate> settings = settings(member.template());
            if (settings.isPresent()) {
                jenkins.addNode(
                        new SpotAgent(
                                name,
                                member,
                                settings.get(),
                                FleetRegistry.get().launcher(member)));
            }
        } catch (IOException | Descriptor.FormException | RuntimeException e) {
            LOGGER.log(
                    Level.WARNING,
                    e,
                    () ->
                            "No agent can be made for "
                                    + member.id()
                                    + "; it ends when its boot deadline passes");
        }
    }

    private static Optional<SpotTemplate> settings(TemplateKey key) {
        return Jenkins.get().getCloud(key.cloud()) instanceof SpotCloud spot
                ? spot.template(key.template())
                : Optional.empty();
    }

    private void removeSoon(SpotComputer computer, String reason) {
        computer.setAcceptingTasks(false);
        removals.execute(() -> remove(computer, reason));
    }

    private void remove(SpotComputer computer, String reason) {
        SpotAgent agent = computer.getNode();
        if (agent == null) {
            return;
        }
        try {
            if (rescue.isAnnounced(computer) && computer.isDrained()) {
                LetGo.tell(computer);
            }
            rescue.gone(computer, reason);
            computer.disconnect(OfflineCause.create(Messages._JenkinsAgents_removed(reason)))
                    .get(DISCONNECT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOGGER.log(Level.FINE, e, () -> computer.getName() + " does not disconnect");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            NodeRemoval.remove(agent);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Node " + computer.getName() + " stays on disk");
        }
    }

    private static Optional<SpotComputer> computerOf(@Nullable String name) {
        Node node = name == null ? null : Jenkins.get().getNode(name);
        Computer computer = node == null ? null : node.toComputer();
        return computer instanceof SpotComputer spot ? Optional.of(spot) : Optional.empty();
    }
}
