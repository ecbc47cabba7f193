package io.jenkins.plugins.spotagents.cloud.gcp;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.spotagents.cloud.Rules;
import io.spotagents.model.Size;
import io.spotagents.provider.cloud.TypeFilter;
import io.spotagents.provider.gcp.GcpSettings;
import java.util.Optional;
import java.util.TreeSet;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What instances of a source are, and what they have. */
public final class GcpHardware implements Describable<GcpHardware> {

    private String serviceAccount = "";
    private String scopes = "";
    private int diskGib;
    private String diskType = "";
    private String families = "";
    private int maxCpus;
    private int maxMemoryMib;
    private boolean shielded = true;

    @DataBoundConstructor
    public GcpHardware() {
        // all by setters, as each can be left out
    }

    /** As which builds act in Google Cloud; empty is none. */
    public String getServiceAccount() {
        return serviceAccount;
    }

    @DataBoundSetter
    public void setServiceAccount(@CheckForNull String serviceAccount) {
        this.serviceAccount = Rules.trimmed(serviceAccount);
    }

    /** What the account's tokens are good for, as URLs; empty leaves the proof of identity. */
    public String getScopes() {
        return scopes;
    }

    @DataBoundSetter
    public void setScopes(@CheckForNull String scopes) {
        this.scopes = Rules.trimmed(scopes);
    }

    /** Size of the boot disk; 0 is what the image says. */
    public int getDiskGib() {
        return diskGib;
    }

    @DataBoundSetter
    public void setDiskGib(int diskGib) {
        this.diskGib = diskGib;
    }

    /** Type of the boot disk, used with a size alone; empty is what suits the machine type. */
    public String getDiskType() {
        return diskType;
    }

    @DataBoundSetter
    public void setDiskType(@CheckForNull String diskType) {
        this.diskType = Rules.trimmed(diskType);
    }

    /** Families of machine types, such as {@code n2d c3d}; empty is all. */
    public String getFamilies() {
        return families;
    }

    @DataBoundSetter
    public void setFamilies(@CheckForNull String families) {
        this.families = Rules.trimmed(families);
    }

    /** Most processors of a machine type; 0 is no limit. */
    public int getMaxCpus() {
        return maxCpus;
    }

    @DataBoundSetter
    public void setMaxCpus(int maxCpus) {
        this.maxCpus = maxCpus;
    }

    /** Most memory of a machine type; 0 is no limit. */
    public int getMaxMemoryMib() {
        return maxMemoryMib;
    }

    @DataBoundSetter
    public void setMaxMemoryMib(int maxMemoryMib) {
        this.maxMemoryMib = maxMemoryMib;
    }

    /** Secure boot, virtual TPM and integrity monitoring. */
    public boolean isShielded() {
        return shielded;
    }

    @DataBoundSetter
    public void setShielded(boolean shielded) {
        this.shielded = shielded;
    }

    /** As the core knows it. Only if there is no {@link #problem}. */
    GcpSettings.Hardware toHardware() {
        Size most = new Size(limit(maxCpus), limit(maxMemoryMib));
        return new GcpSettings.Hardware(
                TypeFilter.between(new Size(1, 1), most).of(new TreeSet<>(Rules.words(families))),
                GcpRules.given(serviceAccount)
                        .map(one -> new GcpSettings.ServiceAccount(one, Rules.words(scopes))),
                diskGib == 0
                        ? Optional.empty()
                        : Optional.of(new GcpSettings.Disk(diskGib, GcpRules.given(diskType))),
                shielded);
    }

    private static int limit(int most) {
        return most == 0 ? Integer.MAX_VALUE : most;
    }

    Optional<String> problem() {
        return maxCpusProblem(maxCpus)
                .or(() -> maxMemoryProblem(maxMemoryMib))
                .or(() -> Rules.said(Messages.GcpHardware_Hardware(), this::toHardware));
    }

    private static Optional<String> maxCpusProblem(int most) {
        return Rules.within(0, Integer.MAX_VALUE, most, Messages::GcpHardware_MaxCpusNegative);
    }

    private static Optional<String> maxMemoryProblem(int most) {
        return Rules.within(0, Integer.MAX_VALUE, most, Messages::GcpHardware_MaxMemoryNegative);
    }

    /** A file edited by hand may lack what a constructor would have set. */
    private Object readResolve() {
        setServiceAccount(serviceAccount);
        setScopes(scopes);
        setDiskType(diskType);
        setFamilies(families);
        return this;
    }

    /** Descriptor of hardware. */
    @Extension
    @Symbol("gcpHardware")
    public static final class DescriptorImpl extends Descriptor<GcpHardware> {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.GcpHardware_DisplayName();
        }

        /** Hardware with nothing but defaults. */
        public GcpHardware getBlank() {
            return new GcpHardware();
        }

        @POST
        public FormValidation doCheckServiceAccount(@QueryParameter String value) {
            Rules.checkPermission();
            GcpHardware typed = getBlank();
            typed.setServiceAccount(value);
            return Rules.shown(typed.problem());
        }

        @POST
        public FormValidation doCheckDiskGib(@QueryParameter String value) {
            Rules.checkPermission();
            return Rules.shownNumber(
                    value,
                    gib -> {
                        GcpHardware typed = getBlank();
                        typed.setDiskGib(gib);
                        return typed.problem();
                    });
        }

        @POST
        public FormValidation doCheckMaxCpus(@QueryParameter String value) {
            Rules.checkPermission();
            return Rules.shownNumber(value, GcpHardware::maxCpusProblem);
        }

        @POST
        public FormValidation doCheckMaxMemoryMib(@QueryParameter String value) {
            Rules.checkPermission();
            return Rules.shownNumber(value, GcpHardware::maxMemoryProblem);
        }
    }
}
