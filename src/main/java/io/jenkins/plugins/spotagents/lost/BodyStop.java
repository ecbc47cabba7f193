package io.jenkins.plugins.spotagents.lost;

import hudson.model.Computer;
import io.jenkins.plugins.spotagents.lost.BuildSnapshot.Place;
import io.jenkins.plugins.spotagents.lost.BuildSnapshot.Running;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.graph.BlockStartNode;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * Which steps of one {@code node} block are still to be stopped. Every branch is stopped once: what
 * runs in it afterwards is its author's {@code finally} or {@code post}, and that is what the agent
 * is kept alive for. A branch is stopped again only if the first time had no effect (the step ended
 * well all the same), or if a retry within the block starts its body anew on the dying agent.
 *
 * <p>Not thread-safe: one look at a time.
 */
final class BodyStop {
    private final FlowNode block;
    private final Computer agent;

    /** Blocks whose next running step is to be stopped: at first the node block itself. */
    private final Set<String> awaited = new HashSet<>();

    /** Steps that were told to stop and have not ended, with their branches. */
    private final Map<String, String> stopping = new HashMap<>();

    /** Retry steps around what was stopped, and their attempts that were already stopped. */
    private final Set<String> retries = new HashSet<>();

    private final Set<String> attempts = new HashSet<>();

    BodyStop(FlowNode block, Computer agent) {
        this.block = block;
        this.agent = agent;
        awaited.add(block.getId());
    }

    /** The steps to be stopped now; every one is answered once. */
    List<StepExecution> due(FlowExecution build, BuildSnapshot now) throws IOException {
        settle(build, now.runningIds());
        List<Running> due = new ArrayList<>();
        Set<String> reached = new HashSet<>();
        for (Running running : now.running()) {
            List<BlockStartNode> within = running.place().upTo(block);
            awaitNewAttempts(within);
            Optional<String> scope = awaitedScope(within);
            if (scope.isPresent() && isFresh(running)) {
                due.add(running);
                reached.add(scope.get());
            }
        }
        due.forEach(this::remember);
        awaitTheRest(reached, now.heads());
        return due.stream().map(Running::step).toList();
    }

    /** A step that ended without an error did not pass the interruption on: its branch goes on. */
    private void settle(FlowExecution build, Set<String> runningIds) throws IOException {
        for (String id : List.copyOf(stopping.keySet())) {
            if (!runningIds.contains(id)) {
                String branch = stopping.remove(id);
                FlowNode ended = build.getNode(id);
                if (ended != null && !(ended instanceof BlockStartNode) && !failed(ended)) {
                    awaited.add(branch);
                }
            }
        }
    }

    private static boolean failed(FlowNode ended) {
        return ended.getError() != null;
    }

    private void awaitNewAttempts(List<BlockStartNode> within) {
        for (int i = 0; i + 1 < within.size(); i++) {
            String attempt = within.get(i).getId();
            if (retries.contains(within.get(i + 1).getId()) && attempts.add(attempt)) {
                awaited.add(attempt);
            }
        }
    }

    private Optional<String> awaitedScope(List<BlockStartNode> within) {
        return within.stream().map(FlowNode::getId).filter(awaited::contains).findFirst();
    }

    private boolean isFresh(Running running) {
        return !stopping.containsKey(running.place().node().getId())
                && running.computer().filter(agent::equals).isPresent();
    }

    private void remember(Running stopped) {
        stopping.put(stopped.place().node().getId(), stopped.place().branchWithin(block));
        List<BlockStartNode> within = stopped.place().upTo(block);
        for (int i = 0; i + 1 < within.size(); i++) {
            BlockStartNode retry = within.get(i + 1);
            if (RetryAround.isRetry(retry) && !RetryAround.isBody(retry)) {
                retries.add(retry.getId());
                attempts.add(within.get(i).getId());
            }
        }
    }

    /** Branches of a block just reached that were between two steps have to be waited for. */
    private void awaitTheRest(Set<String> reached, List<Place> heads) {
        awaited.removeAll(reached);
        for (Place head : heads) {
            boolean open =
                    head.upTo(block).stream().map(FlowNode::getId).anyMatch(reached::contains);
            String branch = head.branchWithin(block);
            if (open && !stopping.containsValue(branch)) {
                awaited.add(branch);
            }
        }
    }
}
