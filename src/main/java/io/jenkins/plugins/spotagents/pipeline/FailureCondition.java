package io.jenkins.plugins.spotagents.pipeline;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import java.io.IOException;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.workflow.flow.ErrorCondition;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * A condition of {@code retry}: the work itself failed. Neither a lost agent is meant nor somebody
 * who aborts the build.
 */
public final class FailureCondition extends ErrorCondition {

    private static final long serialVersionUID = 1L;

    @DataBoundConstructor
    public FailureCondition() {}

    @Override
    public boolean test(@NonNull Throwable error, @CheckForNull StepContext context)
            throws IOException, InterruptedException {
        boolean isWished =
                error instanceof FlowInterruptedException interruption
                        && interruption.isActualInterruption();
        return !isWished && !new ReclaimCondition().test(error, context);
    }

    /** Descriptor of the condition. */
    @Extension
    @Symbol("spotFailure")
    public static final class DescriptorImpl extends ErrorConditionDescriptor {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.FailureCondition_DisplayName();
        }
    }
}
