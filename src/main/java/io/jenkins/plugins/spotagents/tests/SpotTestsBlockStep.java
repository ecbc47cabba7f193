package io.jenkins.plugins.spotagents.tests;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code spotTests} with a body in place of a command. Pipeline knows no step with and without. */
public final class SpotTestsBlockStep extends SpotTestsStep {

    private static final long serialVersionUID = 1L;

    /** Each body is a thread of the build's own, and a few dozen of these are what one can bear. */
    static final int MOST_AGENTS = 64;

    @DataBoundConstructor
    public SpotTestsBlockStep(String label, String reports) {
        super(label, reports);
    }

    @Override
    boolean hasBody() {
        return true;
    }

    @Override
    SpotTestsStep anew(String withLabel) {
        return new SpotTestsBlockStep(withLabel, getReports());
    }

    @Override
    int withDefault(int agents) {
        return Math.min(agents, MOST_AGENTS);
    }

    @Override
    int mostAgents() {
        return getAgents() == 0 ? MOST_AGENTS : getAgents();
    }

    @Override
    void checkWork() {
        if (!getCommand().isEmpty()) {
            throw new IllegalArgumentException(Messages.SpotTests_CommandAndBody());
        }
        if (getAgents() > MOST_AGENTS) {
            throw new IllegalArgumentException(
                    Messages.SpotTests_TooManyBodies(MOST_AGENTS, getAgents()));
        }
    }

    /** Describes the step. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {

        @Override
        public String getFunctionName() {
            return "spotTests";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.SpotTestsBlock_DisplayName();
        }

        @Override
        public boolean takesImplicitBlockArgument() {
            return true;
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class);
        }
    }
}
