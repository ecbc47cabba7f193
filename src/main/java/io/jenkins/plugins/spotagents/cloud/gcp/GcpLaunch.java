package io.jenkins.plugins.spotagents.cloud.gcp;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.spotagents.cloud.Money;
import io.jenkins.plugins.spotagents.cloud.Rules;
import io.spotagents.provider.cloud.UserData;
import io.spotagents.provider.gcp.GcpSettings;
import java.time.Duration;
import java.util.Optional;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** How instances of a source are made, and how long they may run. */
public final class GcpLaunch implements Describable<GcpLaunch> {

    public static final int DEFAULT_LONGEST_HOURS =
            Math.toIntExact(GcpSettings.Figures.USUAL.longestRun().toHours());
    public static final int DEFAULT_ADVISED_TYPES = GcpSettings.Figures.USUAL.advisedTypes();

    private int longestHours = DEFAULT_LONGEST_HOURS;
    private String labels = "";
    private String metadata = "";
    private String template = "";
    private int advisedTypes = DEFAULT_ADVISED_TYPES;
    private String windowsLicence = "";

    @DataBoundConstructor
    public GcpLaunch() {
        // all by setters, as each can be left out
    }

    /** Hours after which Google deletes an instance, whatever it does then. */
    public int getLongestHours() {
        return longestHours;
    }

    @DataBoundSetter
    public void setLongestHours(int longestHours) {
        this.longestHours = longestHours;
    }

    /** Lines such as {@code team=build}, for every instance and disk. */
    public String getLabels() {
        return labels;
    }

    @DataBoundSetter
    public void setLabels(@CheckForNull String labels) {
        this.labels = Rules.trimmed(labels);
    }

    /** Lines such as {@code enable-oslogin=TRUE}. */
    public String getMetadata() {
        return metadata;
    }

    @DataBoundSetter
    public void setMetadata(@CheckForNull String metadata) {
        this.metadata = Rules.trimmed(metadata);
    }

    /** Path of an instance template that settles the rest; empty is none. */
    public String getTemplate() {
        return template;
    }

    @DataBoundSetter
    public void setTemplate(@CheckForNull String template) {
        this.template = Rules.trimmed(template);
    }

    /** How many of the cheapest machine types Google is asked for advice about; 0 is none. */
    public int getAdvisedTypes() {
        return advisedTypes;
    }

    @DataBoundSetter
    public void setAdvisedTypes(int advisedTypes) {
        this.advisedTypes = advisedTypes;
    }

    /** Dollars for a processor and hour of Windows; empty, and Windows pools have no price. */
    public String getWindowsLicence() {
        return windowsLicence;
    }

    @DataBoundSetter
    public void setWindowsLicence(@CheckForNull String windowsLicence) {
        this.windowsLicence = Rules.trimmed(windowsLicence);
    }

    /** As the core knows it. Only if there is no {@link #problem}. */
    GcpSettings.Ways toWays(UserData script) {
        return new GcpSettings.Ways(
                Rules.pairs(labels),
                Rules.pairs(metadata),
                GcpRules.given(template),
                script,
                new GcpSettings.Figures(
                        longestRun(),
                        advisedTypes,
                        GcpSettings.Figures.USUAL.advisedInstances(),
                        Money.usd(windowsLicence)));
    }

    Duration longestRun() {
        return Duration.ofHours(longestHours);
    }

    Optional<String> problem() {
        return Money.problem(windowsLicence, Messages::GcpLaunch_LicenceBad)
                .or(() -> Rules.said(Messages.GcpLaunch_Launch(), () -> toWays(UserData.NONE)));
    }

    /** A file edited by hand may lack what a constructor would have set. */
    private Object readResolve() {
        setLabels(labels);
        setMetadata(metadata);
        setTemplate(template);
        setWindowsLicence(windowsLicence);
        return this;
    }

    /** Descriptor of launches. */
    @Extension
    @Symbol("gcpLaunch")
    public static final class DescriptorImpl extends Descriptor<GcpLaunch> {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.GcpLaunch_DisplayName();
        }

        /** Launches with nothing but defaults. */
        public GcpLaunch getBlank() {
            return new GcpLaunch();
        }

        @POST
        public FormValidation doCheckLongestHours(@QueryParameter String value) {
            Rules.checkPermission();
            return Rules.shownNumber(
                    value,
                    hours -> {
                        GcpLaunch typed = getBlank();
                        typed.setLongestHours(hours);
                        return typed.problem();
                    });
        }

        @POST
        public FormValidation doCheckLabels(@QueryParameter String value) {
            GcpLaunch typed = getBlank();
            typed.setLabels(value);
            return shown(typed);
        }

        @POST
        public FormValidation doCheckMetadata(@QueryParameter String value) {
            GcpLaunch typed = getBlank();
            typed.setMetadata(value);
            return shown(typed);
        }

        @POST
        public FormValidation doCheckAdvisedTypes(@QueryParameter String value) {
            Rules.checkPermission();
            return Rules.shownNumber(
                    value,
                    types -> {
                        GcpLaunch typed = getBlank();
                        typed.setAdvisedTypes(types);
                        return typed.problem();
                    });
        }

        @POST
        public FormValidation doCheckWindowsLicence(@QueryParameter String value) {
            GcpLaunch typed = getBlank();
            typed.setWindowsLicence(value);
            return shown(typed);
        }

        private static FormValidation shown(GcpLaunch typed) {
            Rules.checkPermission();
            return Rules.shown(typed.problem());
        }
    }
}
