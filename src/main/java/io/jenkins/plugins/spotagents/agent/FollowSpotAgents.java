package io.jenkins.plugins.spotagents.agent;

import hudson.Extension;
import hudson.model.Computer;
import hudson.model.Node;
import hudson.model.TaskListener;
import hudson.remoting.Channel;
import hudson.slaves.ComputerListener;
import hudson.slaves.OfflineCause;
import io.jenkins.plugins.spotagents.fleet.FleetRegistry;
import io.jenkins.plugins.spotagents.fleet.Pulse;
import io.spotagents.fleet.FleetEvent;
import io.spotagents.reclaim.Notice;
import io.spotagents.watch.NoticeWatcher;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.NodeListener;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Tells the fleet loop what becomes of agents, and sends each one its watcher. */
@Extension
@Restricted(NoExternalUse.class)
public final class FollowSpotAgents extends ComputerListener {

    private static final Logger LOGGER = Logger.getLogger(FollowSpotAgents.class.getName());

    /** A look at a local file costs nothing; clouds publish notices within seconds. */
    private static final Duration LOOK = Duration.ofMillis(500);

    /** Three renewals fit into the shortest lease. */
    private static final Duration RENEW = Duration.ofSeconds(10);

    /** Longer than a controller restart, so that a restart costs no instance. */
    static final Duration LEASE = Duration.ofMinutes(10);

    @Override
    public void onOnline(Computer computer, TaskListener listener) {
        if (!(computer instanceof SpotComputer spot)) {
            return;
        }
        Channel channel = spot.getChannel();
        if (channel == null) {
            return;
        }
        // First, as it may be given work and be deleted while the watcher is on its way.
        Pulse.get().cameOnline(spot);
        watch(spot.instanceId(), channel);
    }

    @Override
    public void onOffline(Computer computer, OfflineCause cause) {
        if (computer instanceof SpotComputer spot && spot.getChannel() == null) {
            Pulse.get().settle(spot.instanceId());
            FleetRegistry.get().post(new FleetEvent.AgentDisconnected(spot.instanceId()));
        }
    }

    private static void watch(String instanceId, Channel channel) {
        WatchInstance.Sink sink = channel.export(WatchInstance.Sink.class, new ToldBy(instanceId));
        NoticeWatcher.Rhythm rhythm = new NoticeWatcher.Rhythm(LOOK, RENEW, LEASE);
        try {
            channel.callAsync(new WatchInstance(sink, rhythm));
        } catch (IOException e) {
            LOGGER.log(
                    Level.WARNING,
                    e,
                    () ->
                            instanceId
                                    + " cannot be watched from within: a reclaim of it will be seen"
                                    + " only when it is gone");
        }
    }

    /** What an instance says of itself. */
    private record ToldBy(String instanceId) implements WatchInstance.Sink {

        @Override
        public void reclaimAnnounced(long leftMillis) {
            Instant now = Instant.now();
            Notice notice =
                    new Notice(instanceId, Notice.Source.AGENT, now, now.plusMillis(leftMillis));
            FleetRegistry.get().post(new FleetEvent.Noticed(notice));
        }

        @Override
        public void riskRaised(long agoMillis) {
            Instant since = Instant.now().minusMillis(Math.max(0, agoMillis));
            FleetRegistry.get().post(new FleetEvent.InstanceAtRisk(instanceId, since));
        }
    }

    /**
     * An instance and its node go together: of a node that somebody deleted the instance must not
     * live on, nor a node whose instance is gone.
     */
    @Extension
    @Restricted(NoExternalUse.class)
    public static final class KeepNodesWithInstances extends NodeListener {

        @Override
        protected void onCreated(Node node) {
            if (node instanceof SpotAgent agent) {
                FleetRegistry.get().agents().ifPresent(agents -> agents.created(agent));
            }
        }

        @Override
        protected void onDeleted(Node node) {
            if (node instanceof SpotAgent agent) {
                Pulse.get().settle(agent.getInstanceId());
                FleetRegistry.get().post(new FleetEvent.AgentDrained(agent.getInstanceId()));
            }
        }
    }
}
