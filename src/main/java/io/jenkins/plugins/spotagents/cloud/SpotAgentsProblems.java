package io.jenkins.plugins.spotagents.cloud;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.AdministrativeMonitor;
import java.util.List;
import jenkins.model.Jenkins;

/** Tells administrators which clouds, sources and templates are not used, and why. */
@Extension
public final class SpotAgentsProblems extends AdministrativeMonitor {

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.SpotAgentsProblems_DisplayName();
    }

    @Override
    public boolean isActivated() {
        return !getClouds().isEmpty();
    }

    /** The clouds with problems, in the order in which they are configured. */
    public List<SpotCloud> getClouds() {
        return Jenkins.get().clouds.getAll(SpotCloud.class).stream()
                .filter(cloud -> !cloud.problems().isEmpty())
                .toList();
    }
}
