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

/** {@code spotTests} of a Jenkinsfile: a test run on as many agents as pay off. */
public final class SpotTestsStep extends Step implements Serializable {

    private static final long serialVersionUID = 1L;

    static final int DEFAULT_RECLAIMS = 10;
    static final int MOST_AGENTS = 5_000;

    private final String label;
    private final String command;
    private final String reports;
    private ArrayList<String> tests;
    private String testsFile;
    private String prepare;
    private int agents;
    private int deadline;
    private double budget;
    private int reclaims = DEFAULT_RECLAIMS;
    private int failures;

    @DataBoundConstructor
    public SpotTestsStep(String label, String command, String reports) {
        this.label = Util.fixNull(label).trim();
        this.command = Util.fixNull(command).trim();
        this.reports = Util.fixNull(reports).trim();
    }

    public String getLabel() {
        return label;
    }

    public String getCommand() {
        return command;
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

    public int getAgents() {
        return agents;
    }

    @DataBoundSetter
    public void setAgents(int agents) {
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

    public int getReclaims() {
        return reclaims;
    }

    @DataBoundSetter
    public void setReclaims(int reclaims) {
        this.reclaims = reclaims;
    }

    public int getFailures() {
        return failures;
    }

    @DataBoundSetter
    public void setFailures(int failures) {
        this.failures = failures;
    }

    @Override
    public StepExecution start(StepContext context) {
        return new SpotTestsExecution(context, this);
    }

    /**
     * What is wrong with the parameters.
     *
     * @throws IllegalArgumentException if something is; it says what to write
     */
    void check() {
        required("label", label);
        required("command", command);
        required("reports", reports);
        if (tests != null && testsFile != null) {
            throw new IllegalArgumentException(Messages.SpotTests_TestsTwice());
        }
        within("agents", agents, MOST_AGENTS);
        within("deadline", deadline, 60 * 24 * 7);
        within("reclaims", reclaims, 1_000);
        within("failures", failures, 1_000);
        if (!(budget >= 0) || budget > 1_000_000) {
            throw new IllegalArgumentException(
                    Messages.SpotTests_OutOfRange("budget", "1000000", budget));
        }
    }

    private static void required(String field, String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException(Messages.SpotTests_Required(field));
        }
    }

    private static void within(String field, int value, int most) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException(
                    Messages.SpotTests_OutOfRange(field, Integer.toString(most), value));
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
            return checkRequired("label", value);
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
