package io.jenkins.plugins.spotagents.agent;

import hudson.model.Node;
import java.io.IOException;
import jenkins.model.Jenkins;

/**
 * Removes nodes, one after another. Of two that are removed at once, Jenkins (seen in 2.541.3) may
 * give one a new computer that nothing removes any more: each removal clears away the computers of
 * all nodes that are gone, and then makes up for the one that it misses.
 */
final class NodeRemoval {

    private static final Object ONE_AT_A_TIME = new Object();

    private NodeRemoval() {}

    /** Returns once the node is gone; does nothing if it is gone already. From any thread. */
    static void remove(Node node) throws IOException {
        synchronized (ONE_AT_A_TIME) {
            Jenkins.get().removeNode(node);
        }
    }
}
