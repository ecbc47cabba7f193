package io.jenkins.plugins.spotagents.lost;

import hudson.model.TaskListener;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.jenkinsci.plugins.workflow.actions.ArgumentsAction;
import org.jenkinsci.plugins.workflow.actions.BodyInvocationAction;
import org.jenkinsci.plugins.workflow.flow.ErrorCondition;
import org.jenkinsci.plugins.workflow.graph.BlockEndNode;
import org.jenkinsci.plugins.workflow.graph.BlockStartNode;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graph.StepNode;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;

/**
 * The {@code retry} step that would run a {@code node} block again if its agent were lost now. Read
 * from the build's graph, because the step itself tells nobody how often it has tried.
 * Declarative's {@code agent { ... retries n }} is such a step, too.
 *
 * @param attempt the attempt that runs now, counted from one; less than {@code count}
 */
record RetryAround(int attempt, int count) {
    private static final Logger LOGGER = Logger.getLogger(RetryAround.class.getName());

    private static final String RETRY = "retry";

    /** These steps end an error that comes from inside them: a retry further out never sees it. */
    private static final Set<String> END_ERRORS = Set.of("catchError", "warnError");

    /** The innermost that has attempts left and accepts the loss; empty if there is none. */
    static Optional<RetryAround> of(FlowNode nodeBlock, FlowInterruptedException loss) {
        BlockStartNode body = null;
        Iterator<BlockStartNode> enclosing = nodeBlock.iterateEnclosingBlocks().iterator();
        while (enclosing.hasNext()) {
            BlockStartNode block = enclosing.next();
            String step = isBody(block) ? "" : stepName(block);
            if (END_ERRORS.contains(step)) {
                return Optional.empty();
            }
            Optional<RetryAround> retry =
                    RETRY.equals(step) && body != null ? read(block, body, loss) : Optional.empty();
            if (retry.isPresent()) {
                return retry;
            }
            body = block;
        }
        return Optional.empty();
    }

    /** Is this the start of a step's body, one attempt of a retry for instance? */
    static boolean isBody(FlowNode block) {
        return block.getPersistentAction(BodyInvocationAction.class) != null;
    }

    static boolean isRetry(FlowNode block) {
        return RETRY.equals(stepName(block));
    }

    private static String stepName(FlowNode node) {
        StepDescriptor step = node instanceof StepNode stepNode ? stepNode.getDescriptor() : null;
        return step == null ? "" : step.getFunctionName();
    }

    private static Optional<RetryAround> read(
            BlockStartNode retry, BlockStartNode body, FlowInterruptedException loss) {
        Map<String, ?> arguments = ArgumentsAction.getResolvedArguments(retry);
        if (!(arguments.get("count") instanceof Number count)
                || !accepts(arguments.get("conditions"), loss)) {
            return Optional.empty();
        }
        RetryAround found = new RetryAround(attemptOf(body, retry), count.intValue());
        return found.attempt < found.count ? Optional.of(found) : Optional.empty();
    }

    /** Every attempt starts where the one before it ended. */
    private static int attemptOf(BlockStartNode body, BlockStartNode retry) {
        int attempt = 1;
        List<FlowNode> before = body.getParents();
        while (before.size() == 1
                && !before.get(0).equals(retry)
                && before.get(0) instanceof BlockEndNode<?> end) {
            attempt++;
            before = end.getStartNode().getParents();
        }
        return attempt;
    }

    private static boolean accepts(Object conditions, FlowInterruptedException loss) {
        if (conditions == null) {
            return true; // a bare retry(n) takes every error but an actual interruption
        }
        if (!(conditions instanceof List<?> list)) {
            return false; // not stored, so nobody can tell
        }
        return list.isEmpty() || list.stream().anyMatch(one -> acceptsOne(one, loss));
    }

    private static boolean acceptsOne(Object condition, FlowInterruptedException loss) {
        try {
            if (condition instanceof ErrorCondition ready) {
                return ready.test(loss, null);
            }
            return condition instanceof UninstantiatedDescribable described
                    && described
                            .instantiate(ErrorCondition.class, TaskListener.NULL)
                            .test(loss, null);
        } catch (Exception e) { // conditions are other plugins' code
            LOGGER.log(Level.FINE, e, () -> "Cannot ask " + condition + "; taken as a no");
            return false;
        }
    }
}
