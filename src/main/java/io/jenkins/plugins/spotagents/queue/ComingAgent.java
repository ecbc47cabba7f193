package io.jenkins.plugins.spotagents.queue;

import hudson.model.Node;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import jenkins.model.Jenkins;

/**
 * The node of an agent that was promised. Jenkins asks for it seconds after the agent came, and
 * adds what it gets: a node that was removed in between must not come back, so there is none then.
 */
final class ComingAgent extends CompletableFuture<Node> {

    @Override
    public Node get() throws InterruptedException, ExecutionException {
        Node node = super.get();
        boolean isThere = node != null && Jenkins.get().getNode(node.getNodeName()) != null;
        return isThere ? node : null;
    }
}
