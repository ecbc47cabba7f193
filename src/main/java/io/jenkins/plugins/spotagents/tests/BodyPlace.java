package io.jenkins.plugins.spotagents.tests;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.Node;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.DynamicContext;

/**
 * Where a body runs, as {@code node} would have it.
 *
 * @param name for people
 * @param ofAgent the agent's own environment
 * @param variables what comes on top
 */
record BodyPlace(String name, FilePath workspace, EnvVars ofAgent, Map<String, String> variables) {

    /** Steps that find this around them are on an agent of a test run. */
    static final class Marker implements Serializable {
        @Serial private static final long serialVersionUID = 1L;
    }

    private static Computer computer(DynamicContext.DelegatedContext context)
            throws IOException, InterruptedException {
        FilePath workspace = context.get(Marker.class) == null ? null : context.get(FilePath.class);
        return workspace == null ? null : workspace.toComputer();
    }

    /** Comes before those of {@code node}, as there may be one around the run; or within. */
    @Extension(ordinal = 200)
    public static final class ComputerOfBody extends DynamicContext.Typed<Computer> {

        @NonNull
        @Override
        protected Class<Computer> type() {
            return Computer.class;
        }

        @Override
        protected Computer get(DelegatedContext context) throws IOException, InterruptedException {
            return computer(context);
        }
    }

    /** As above. */
    @Extension(ordinal = 200)
    public static final class NodeOfBody extends DynamicContext.Typed<Node> {

        @NonNull
        @Override
        protected Class<Node> type() {
            return Node.class;
        }

        @Override
        protected Node get(DelegatedContext context) throws IOException, InterruptedException {
            Computer computer = computer(context);
            return computer == null ? null : computer.getNode();
        }
    }
}
