package io.jenkins.plugins.spotagents.enrolment;

import hudson.model.Node;
import io.jenkins.plugins.spotagents.agent.NodeNames;
import io.spotagents.enrolment.Handout;
import io.spotagents.enrolment.Handouts;
import io.spotagents.provider.Instance;
import java.util.Optional;
import jenkins.model.Jenkins;
import jenkins.slaves.JnlpAgentReceiver;

/** Names and secrets of nodes that exist: before that, nobody could connect with them. */
public final class NodeHandouts implements Handouts {

    @Override
    public Optional<Handout> of(Instance instance) {
        String name = NodeNames.of(instance);
        Node node = Jenkins.get().getNode(name);
        return node == null || node.toComputer() == null
                ? Optional.empty()
                : Optional.of(new Handout(name, JnlpAgentReceiver.SLAVE_SECRET.mac(name)));
    }
}
