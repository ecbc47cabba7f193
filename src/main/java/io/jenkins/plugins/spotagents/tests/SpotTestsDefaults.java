package io.jenkins.plugins.spotagents.tests;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.util.FormValidation;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * What {@code spotTests} goes by where a Jenkinsfile does not say; a part of the system's form.
 * What cannot be stops the steps that use it, not the controller.
 */
@Extension
@Symbol("spotTestsDefaults")
public final class SpotTestsDefaults extends GlobalConfiguration {

    static final int RECLAIMS = 10;

    private String label = "";
    private int agents;
    private int reclaims = RECLAIMS;
    private int failures;

    public SpotTestsDefaults() {
        load();
    }

    static SpotTestsDefaults get() {
        return ExtensionList.lookupSingleton(SpotTestsDefaults.class);
    }

    /** Empty if each step has to name its own. */
    public synchronized String getLabel() {
        return label;
    }

    @DataBoundSetter
    public synchronized void setLabel(String label) {
        this.label = Util.fixNull(label).trim();
        save();
    }

    public synchronized int getAgents() {
        return agents;
    }

    @DataBoundSetter
    public synchronized void setAgents(int agents) {
        this.agents = agents;
        save();
    }

    public synchronized int getReclaims() {
        return reclaims;
    }

    @DataBoundSetter
    public synchronized void setReclaims(int reclaims) {
        this.reclaims = reclaims;
        save();
    }

    public synchronized int getFailures() {
        return failures;
    }

    @DataBoundSetter
    public synchronized void setFailures(int failures) {
        this.failures = failures;
        save();
    }

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.SpotTestsDefaults_DisplayName();
    }

    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckAgents(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.MANAGE);
        return Limits.AGENTS.checkForm(value);
    }

    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckReclaims(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.MANAGE);
        return Limits.RECLAIMS.checkForm(value);
    }

    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckFailures(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.MANAGE);
        return Limits.FAILURES.checkForm(value);
    }
}
