package io.jenkins.plugins.spotagents.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.FreeStyleProject;
import hudson.model.Node;
import hudson.model.labels.LabelAtom;
import hudson.slaves.DumbSlave;
import hudson.slaves.JNLPLauncher;
import io.jenkins.plugins.spotagents.testing.SpotFleet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.model.Nodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** An agent whose instance is gone. */
@WithJenkins
class RemovedAgentTest {

    private static final Logger NODES = Logger.getLogger(Nodes.class.getName());

    @TempDir private Path folder;

    /** As happens by itself where many instances end at once. */
    @Test
    void nothingOfItStaysIfAnotherNodeGoesAtThatMoment(JenkinsRule rule) throws Exception {
        SpotFleet.add(rule.jenkins);
        Node another = new DumbSlave("another", folder.toString(), new JNLPLauncher());
        rule.jenkins.addNode(another);
        FreeStyleProject job = rule.createFreeStyleProject();
        job.setAssignedLabel(new LabelAtom(SpotFleet.LABEL));
        rule.buildAndAssertSuccess(job);
        SpotComputer agent = SpotFleet.computers(rule.jenkins).get(0);
        Handler hook = new InTheMiddle(() -> remove(another));
        Level before = NODES.getLevel();
        NODES.setLevel(Level.FINE);
        NODES.addHandler(hook);

        SpotFleet.provider().reclaim(agent.instanceId(), Duration.ZERO);

        await().atMost(SpotFleet.PATIENCE).until(() -> SpotFleet.computers(rule.jenkins).isEmpty());
        assertThat(rule.jenkins.getNode("another")).isNull();
        NODES.removeHandler(hook);
        NODES.setLevel(before);
    }

    private static void remove(Node node) {
        try {
            Jenkins.get().removeNode(node);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of a removal: Jenkins has forgotten the node, and not yet its computer. */
    private static final class InTheMiddle extends Handler {

        private final Runnable then;
        private boolean done;

        InTheMiddle(Runnable then) {
            this.then = then;
        }

        @Override
        public void publish(LogRecord message) {
            if (!done && message.getMessage().startsWith("deleting ")) {
                done = true;
                then.run();
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
