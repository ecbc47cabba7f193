package io.jenkins.plugins.spotagents.lost;

import hudson.Extension;
import hudson.model.AbstractProject;
import hudson.model.Job;
import jenkins.model.OptionalJobProperty;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** On a job whose builds must not run twice by themselves: a deployment, say. */
public final class NoResubmitProperty extends OptionalJobProperty<AbstractProject<?, ?>> {

    @DataBoundConstructor
    public NoResubmitProperty() {}

    /** The form's check box. */
    @Symbol("noResubmitAfterReclaim")
    @Extension
    public static final class DescriptorImpl extends OptionalJobPropertyDescriptor {

        @Override
        public String getDisplayName() {
            return Messages.NoResubmitProperty_DisplayName();
        }

        /** Pipelines decide by their own {@code retry} steps. */
        @SuppressWarnings("rawtypes") // as core declares it
        @Override
        public boolean isApplicable(Class<? extends Job> jobType) {
            return AbstractProject.class.isAssignableFrom(jobType);
        }
    }
}
