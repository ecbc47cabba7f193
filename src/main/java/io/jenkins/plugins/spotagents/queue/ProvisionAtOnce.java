package io.jenkins.plugins.spotagents.queue;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.model.Label;
import hudson.model.LoadStatistics;
import hudson.model.Queue;
import hudson.model.queue.QueueListener;
import hudson.slaves.Cloud;
import hudson.slaves.CloudProvisioningListener;
import hudson.slaves.NodeProvisioner;
import io.jenkins.plugins.spotagents.cloud.SpotCloud;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import jenkins.model.Jenkins;
import jenkins.util.Listeners;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Turns waiting work into promises without Jenkins' usual delay, for labels of ours. Work that
 * other agents with the label can take is not counted; a label that no cloud of ours serves is left
 * to others.
 */
@Extension(ordinal = 100)
@Restricted(NoExternalUse.class)
public final class ProvisionAtOnce extends NodeProvisioner.Strategy {

    @Override
    public NodeProvisioner.StrategyDecision apply(NodeProvisioner.StrategyState state) {
        LoadStatistics.LoadStatisticsSnapshot load = state.getSnapshot();
        int missing =
                load.getQueueLength()
                        - handedOver(state.getLabel())
                        - load.getAvailableExecutors()
                        - load.getConnectingExecutors()
                        - state.getPlannedCapacitySnapshot()
                        - state.getAdditionalPlannedCapacity()
                        - PlannedAgents.get().unknownToJenkins(state.getLabel());
        missing = Math.min(missing, waitingNow(state.getLabel()));
        Cloud.CloudState asked =
                new Cloud.CloudState(state.getLabel(), state.getAdditionalPlannedCapacity());
        List<SpotCloud> clouds = cloudsFor(asked);
        for (SpotCloud cloud : clouds) {
            if (missing > 0 && isAllowed(cloud, asked, missing)) {
                missing -= provision(cloud, asked, missing, state);
            }
        }
        return clouds.isEmpty() || missing > 0
                ? NodeProvisioner.StrategyDecision.CONSULT_REMAINING_STRATEGIES
                : NodeProvisioner.StrategyDecision.PROVISIONING_COMPLETED;
    }

    /**
     * Work that an executor has been found for and that does not run yet: Jenkins counts the work
     * as waiting, and its executor as taken.
     */
    private static int handedOver(@CheckForNull Label label) {
        return (int)
                Queue.getInstance().getPendingItems().stream()
                        .filter(item -> Objects.equals(item.getAssignedLabel(), label))
                        .count();
    }

    /**
     * Work that has begun since the load was counted waits no more, and must not be launched for
     * once more.
     */
    private static int waitingNow(@CheckForNull Label label) {
        return (int)
                Queue.getInstance().getBuildableItems().stream()
                        .filter(item -> !item.isPending())
                        .filter(item -> Objects.equals(item.getAssignedLabel(), label))
                        .count();
    }

    private static int provision(
            SpotCloud cloud,
            Cloud.CloudState asked,
            int missing,
            NodeProvisioner.StrategyState state) {
        Collection<NodeProvisioner.PlannedNode> planned = cloud.provision(asked, missing);
        Listeners.notify(
                CloudProvisioningListener.class,
                true,
                listener -> listener.onStarted(cloud, state.getLabel(), planned));
        state.recordPendingLaunches(planned);
        return planned.stream().mapToInt(node -> node.numExecutors).sum();
    }

    private static boolean isAllowed(SpotCloud cloud, Cloud.CloudState asked, int missing) {
        return CloudProvisioningListener.all().stream()
                .map(listener -> listener.canProvision(cloud, asked, missing))
                .allMatch(Objects::isNull);
    }

    private static List<SpotCloud> cloudsFor(Cloud.CloudState asked) {
        return Jenkins.get().clouds.stream()
                .filter(SpotCloud.class::isInstance)
                .map(SpotCloud.class::cast)
                .filter(cloud -> cloud.canProvision(asked))
                .toList();
    }

    /**
     * Has Jenkins look at the labels that work waits for and that are ours. Jenkins looks by itself
     * only each ten seconds, and for the first time 100 seconds after its start.
     */
    public static void review() {
        Queue.getInstance().getBuildableItems().stream()
                .map(Queue.Item::getAssignedLabel)
                .distinct()
                .filter(label -> !cloudsFor(new Cloud.CloudState(label, 0)).isEmpty())
                .forEach(ProvisionAtOnce::review);
    }

    private static void review(@CheckForNull Label label) {
        NodeProvisioner provisioner =
                label == null ? Jenkins.get().unlabeledNodeProvisioner : label.nodeProvisioner;
        provisioner.suggestReviewNow();
    }

    /** Work that has just begun to wait is looked at as soon as Jenkins counts it. */
    @Extension
    @Restricted(NoExternalUse.class)
    public static final class LookAtNewWork extends QueueListener {

        @Override
        public void onEnterBuildable(Queue.BuildableItem item) {
            Label label = item.getAssignedLabel();
            if (!cloudsFor(new Cloud.CloudState(label, 0)).isEmpty()) {
                review(label);
            }
        }
    }
}
