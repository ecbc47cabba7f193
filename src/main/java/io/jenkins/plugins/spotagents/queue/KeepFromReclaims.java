package io.jenkins.plugins.spotagents.queue;

import hudson.Extension;
import hudson.model.Node;
import hudson.model.Queue;
import hudson.model.queue.CauseOfBlockage;
import hudson.model.queue.QueueTaskDispatcher;
import io.jenkins.plugins.spotagents.agent.SpotAgent;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Keeps work that was reclaimed too often off agents that may be reclaimed. Asked for every item
 * and every idle agent under the Queue lock, so it looks up what is known already.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class KeepFromReclaims extends QueueTaskDispatcher {

    @Override
    public CauseOfBlockage canTake(Node node, Queue.BuildableItem item) {
        boolean isKept =
                node instanceof SpotAgent agent
                        && agent.purchase().isReclaimed()
                        && Lasting.hasToLast(item, agent.templateKey());
        return isKept
                ? CauseOfBlockage.fromMessage(
                        Messages._KeepFromReclaims_ReclaimedTooOften(
                                Lasting.reclaims(item), node.getDisplayName()))
                : null;
    }
}
