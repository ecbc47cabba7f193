package io.jenkins.plugins.spotagents.lost;

import hudson.model.Computer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.workflow.actions.ThreadNameAction;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.graph.BlockEndNode;
import org.jenkinsci.plugins.workflow.graph.BlockStartNode;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * What a Pipeline build does at one moment.
 *
 * @param running the innermost step of every branch that is in one; a branch between two steps has
 *     none
 * @param heads where every branch stands, in a step or between two
 */
record BuildSnapshot(List<Running> running, List<Place> heads) {
    private static final Logger LOGGER = Logger.getLogger(BuildSnapshot.class.getName());

    /** Both taken at the same moment, so best called where the build's program cannot go on. */
    static BuildSnapshot of(FlowExecution build, Collection<StepExecution> steps) {
        List<FlowNode> heads = build.getCurrentHeads();
        List<Running> running = new ArrayList<>();
        for (StepExecution step : steps) {
            nodeOf(step)
                    .filter(node -> !waitsForItsBody(node, heads))
                    .ifPresent(node -> running.add(new Running(step, Place.of(node))));
        }
        return new BuildSnapshot(
                running, heads.stream().filter(head -> !endsABranch(head)).map(Place::of).toList());
    }

    Set<String> runningIds() {
        return running.stream().map(step -> step.place.node.getId()).collect(Collectors.toSet());
    }

    /**
     * A block step whose body is between two steps is reported as the innermost one; to stop it
     * would leave its body running. One that has not begun its body (it waits for a lock, say) is
     * itself where its branch stands.
     */
    private static boolean waitsForItsBody(FlowNode node, List<FlowNode> heads) {
        return node instanceof BlockStartNode && !heads.contains(node);
    }

    /** A branch that is done, and stands there until its siblings are. */
    private static boolean endsABranch(FlowNode head) {
        return head instanceof BlockEndNode<?> end && isBranch(end.getStartNode());
    }

    private static boolean isBranch(FlowNode block) {
        return block.getPersistentAction(ThreadNameAction.class) != null;
    }

    private static Optional<FlowNode> nodeOf(StepExecution step) {
        try {
            return Optional.ofNullable(step.getContext().get(FlowNode.class));
        } catch (IOException | InterruptedException e) {
            return unknown(step, e);
        }
    }

    private static <T> Optional<T> unknown(StepExecution step, Exception e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        LOGGER.log(Level.FINE, e, () -> "Cannot tell where " + step + " runs");
        return Optional.empty();
    }

    /** A step and where in the build it stands. */
    record Running(StepExecution step, Place place) {

        /** The agent that the step runs on; empty outside every node block. */
        Optional<Computer> computer() {
            try {
                return Optional.ofNullable(step.getContext().get(Computer.class));
            } catch (IOException | InterruptedException e) {
                return unknown(step, e);
            }
        }
    }

    /**
     * A node of the build's graph, with the blocks around it.
     *
     * @param blocks innermost first; the node itself is the first if it starts a block
     */
    record Place(FlowNode node, List<BlockStartNode> blocks) {

        static Place of(FlowNode node) {
            List<BlockStartNode> blocks = new ArrayList<>();
            if (node instanceof BlockStartNode start) {
                blocks.add(start);
            }
            blocks.addAll(node.getEnclosingBlocks());
            return new Place(node, blocks);
        }

        /** The blocks from here up to, and with, the given one; empty if this stands outside it. */
        List<BlockStartNode> upTo(FlowNode block) {
            int index = blocks.indexOf(block);
            return blocks.subList(0, index + 1);
        }

        /** The innermost branch of a {@code parallel} in the given block, else that block. */
        String branchWithin(FlowNode block) {
            return upTo(block).stream()
                    .filter(BuildSnapshot::isBranch)
                    .findFirst()
                    .map(FlowNode::getId)
                    .orElse(block.getId());
        }
    }
}
