package io.jenkins.plugins.spotagents.agent;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Computer;
import hudson.model.Node;
import hudson.slaves.DumbSlave;
import hudson.slaves.JNLPLauncher;
import hudson.slaves.RetentionStrategy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class NodeRemovalTest {

    private static final int ROUNDS = 10;
    private static final int AT_ONCE = 8;

    @Test
    void noComputerStaysOfNodesThatGoTogether(JenkinsRule rule) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                CyclicBarrier start = new CyclicBarrier(AT_ONCE);
                List<Callable<Void>> removals = new ArrayList<>();
                for (Node node : add(rule.jenkins)) {
                    removals.add(
                            () -> {
                                start.await();
                                NodeRemoval.remove(node);
                                return null;
                            });
                }
                for (Future<Void> removal : threads.invokeAll(removals)) {
                    removal.get();
                }
                assertThat(rule.jenkins.getComputers())
                        .extracting(Computer::getName)
                        .containsExactly("");
            }
        } finally {
            threads.shutdown();
        }
    }

    private static List<Node> add(Jenkins jenkins) throws Exception {
        List<Node> nodes = new ArrayList<>();
        for (int number = 0; number < AT_ONCE; number++) {
            DumbSlave node = new DumbSlave("agent-" + number, "work", new JNLPLauncher());
            node.setRetentionStrategy(RetentionStrategy.NOOP);
            jenkins.addNode(node);
            nodes.add(node);
        }
        return nodes;
    }
}
