package io.jenkins.plugins.spotagents.tests;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import java.io.Serial;
import java.io.Serializable;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** A branch of {@code spotTests} with a body; of no use elsewhere. */
public final class LaneStep extends Step {

    @DataBoundConstructor
    public LaneStep() {}

    @Override
    public StepExecution start(StepContext context) {
        return new LaneExecution(context);
    }

    /** Tells lanes whose they are. */
    static final class OfRun implements Serializable {

        @Serial private static final long serialVersionUID = 1L;

        private final String id;

        OfRun(String id) {
            this.id = id;
        }

        String id() {
            return id;
        }
    }

    /** Describes the step. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {

        @Override
        public String getFunctionName() {
            return "spotTestsLane";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.LaneStep_DisplayName();
        }

        @Override
        public boolean takesImplicitBlockArgument() {
            return true;
        }

        @Override
        public boolean isAdvanced() {
            return true;
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of();
        }
    }
}
