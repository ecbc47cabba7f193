package io.jenkins.plugins.spotagents.pipeline;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import java.io.IOException;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.workflow.flow.ErrorCondition;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.support.steps.AgentErrorCondition;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * A condition of {@code retry}: the agent was reclaimed, or was lost without a notice. What the
 * work itself does wrong is never meant.
 */
public final class ReclaimCondition extends ErrorCondition {

    private static final long serialVersionUID = 1L;

    @DataBoundConstructor
    public ReclaimCondition() {}

    @Override
    public boolean test(@NonNull Throwable error, @CheckForNull StepContext context)
            throws IOException, InterruptedException {
        return new AgentErrorCondition().test(error, context);
    }

    /** Descriptor of the condition. */
    @Extension
    @Symbol("spotReclaim")
    public static final class DescriptorImpl extends ErrorConditionDescriptor {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.ReclaimCondition_DisplayName();
        }
    }
}
