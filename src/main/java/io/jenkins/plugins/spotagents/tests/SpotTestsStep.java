package io.jenkins.plugins.spotagents.tests;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code spotTests} of a Jenkinsfile: a test run by a command on as many agents as pay off. */
public class SpotTestsStep extends Step implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String label;
    private String command = "";
    private final String reports;
    private ArrayList<String> tests;
    private String testsFile;
    private String prepare;
    private Integer agents;
    private int deadline;
    private double budget;
    private Integer reclaims;
    private Integer failures;

    @DataBoundConstructor
    public SpotTestsStep(String label, String reports) {
        this.label = Util.fixNull(label).trim();
        this.reports = Util.fixNull(reports).trim();
    }

    public String getLabel() {
        return label;
    }

    /** Empty if it has a body. */
    public String getCommand() {
        return command;
    }

    @DataBoundSetter
    public void setCommand(String command) {
        this.command = Util.fixNull(command).trim();
    }

    public String getReports() {
        return reports;
    }

    /** Null if they are to be found elsewhere. */
    public List<String> getTests() {
        return tests == null ? null : List.copyOf(tests);
    }

    @DataBoundSetter
    public void setTests(List<String> tests) {
        this.tests = tests == null ? null : new ArrayList<>(tests);
    }

    public String getTestsFile() {
        return testsFile;
    }

    @DataBoundSetter
    public void setTestsFile(String testsFile) {
        this.testsFile = Util.fixEmptyAndTrim(testsFile);
    }

    public String getPrepare() {
        return prepare;
    }

    @DataBoundSetter
    public void setPrepare(String prepare) {
        this.prepare = Util.fixEmptyAndTrim(prepare);
    }

    /** Null if it is the default. */
    public Integer getAgents() {
        return agents;
    }

    @DataBoundSetter
    public void setAgents(Integer agents) {
        this.agents = agents;
    }

    /** In minutes; 0 is none. */
    public int getDeadline() {
        return deadline;
    }

    @DataBoundSetter
    public void setDeadline(int deadline) {
        this.deadline = deadline;
    }

    /** In US dollars; 0 is none. */
    public double getBudget() {
        return budget;
    }

    @DataBoundSetter
    public void setBudget(double budget) {
        this.budget = budget;
    }

    /** Null if it is the default. */
    public Integer getReclaims() {
        return reclaims;
    }

    @DataBoundSetter
    public void setReclaims(Integer reclaims) {
        this.reclaims = reclaims;
    }

    /** Null if it is the default. */
    public Integer getFailures() {
        return failures;
    }

    @DataBoundSetter
    public void setFailures(Integer failures) {
        this.failures = failures;
    }

    @Override
    public StepExecution start(StepContext context) {
        return new SpotTestsExecution(context, withDefaults(SpotTestsDefaults.get()));
    }

    /** The same, with nothing left to be decided: what changes later is for later steps. */
    SpotTestsStep withDefaults(SpotTestsDefaults defaults) {
        SpotTestsStep filled = anew(label.isEmpty() ? defaults.getLabel() : label);
        filled.command = command;
        filled.tests = tests;
        filled.testsFile = testsFile;
        filled.prepare = prepare;
        filled.agents = agents == null ? (Integer) withDefault(defaults.getAgents()) : agents;
        filled.deadline = deadline;
        filled.budget = budget;
        filled.reclaims = reclaims == null ? (Integer) defaults.getReclaims() : reclaims;
        filled.failures = failures == null ? (Integer) defaults.getFailures() : failures;
        return filled;
    }

    /**
     * What is wrong with the parameters, once they have their defaults.
     *
     * @throws IllegalArgumentException if something is; it says what to write
     */
    void check() {
        if (label.isEmpty()) {
            throw new IllegalArgumentException(Messages.SpotTests_NoLabel());
        }
        checkWork();
        if (reports.isEmpty()) {
            throw new IllegalArgumentException(Messages.SpotTests_Required("reports"));
        }
        if (tests != null && testsFile != null) {
            throw new IllegalArgumentException(Messages.SpotTests_TestsTwice());
        }
        Limits.AGENTS.check(agents);
        Limits.DEADLINE.check(deadline);
        Limits.RECLAIMS.check(reclaims);
        Limits.FAILURES.check(failures);
        if (!(budget >= 0) || budget > 1_000_000) {
            throw new IllegalArgumentException(
                    Messages.SpotTests_OutOfRange("budget", "1000000", budget));
        }
    }

    boolean hasBody() {
        return false;
    }

    SpotTestsStep anew(String withLabel) {
        return new SpotTestsStep(withLabel, reports);
    }

    int withDefault(int usualAgents) {
        return usualAgents;
    }

    /** Agents at once, once it has its defaults. */
    int mostAgents() {
        return agents == 0 ? LiveRun.MOST_AGENTS : agents;
    }

    void checkWork() {
        if (command.isEmpty()) {
            throw new IllegalArgumentException(Messages.SpotTests_NoWork());
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
            return Messages.SpotTests_DisplayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class);
        }

        /** Nothing is looked up, so nobody is asked for a permission. */
        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckLabel(@QueryParameter String value) {
            boolean isThere =
                    Util.fixEmptyAndTrim(value) != null
                            || !SpotTestsDefaults.get().getLabel().isEmpty();
            return isThere
                    ? FormValidation.ok()
                    : FormValidation.error(Messages.SpotTests_NoLabel());
        }

        /** Nothing is looked up, so nobody is asked for a permission. */
        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckCommand(@QueryParameter String value) {
            return checkRequired("command", value);
        }

        /** Nothing is looked up, so nobody is asked for a permission. */
        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckReports(@QueryParameter String value) {
            return checkRequired("reports", value);
        }

        private static FormValidation checkRequired(String field, String value) {
            return Util.fixEmptyAndTrim(value) == null
                    ? FormValidation.error(Messages.SpotTests_Required(field))
                    : FormValidation.ok();
        }
    }
}
