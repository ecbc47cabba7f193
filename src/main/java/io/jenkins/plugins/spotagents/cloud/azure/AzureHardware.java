package io.jenkins.plugins.spotagents.cloud.azure;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.spotagents.cloud.Rules;
import io.spotagents.model.Size;
import io.spotagents.provider.azure.AzureSettings;
import io.spotagents.provider.cloud.TypeFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What instances of a source are, and what they have. */
public final class AzureHardware implements Describable<AzureHardware> {

    public static final String DEFAULT_DISK_TYPE = "StandardSSD_LRS";
    public static final String DEFAULT_ADMIN_USER = "azureadmin";

    private String families = "";
    private int maxCpus;
    private int maxMemoryMib;
    private String zones = "";
    private int diskGib;
    private String diskType = DEFAULT_DISK_TYPE;
    private String adminUser = DEFAULT_ADMIN_USER;
    private String publicKey = "";

    @DataBoundConstructor
    public AzureHardware() {
        // all by setters, as each can be left out
    }

    /** Families of sizes, such as {@code Das_v5 Ds_v5}; empty is all. */
    public String getFamilies() {
        return families;
    }

    @DataBoundSetter
    public void setFamilies(@CheckForNull String families) {
        this.families = Rules.trimmed(families);
    }

    /** Most processors of a size; 0 is no limit. */
    public int getMaxCpus() {
        return maxCpus;
    }

    @DataBoundSetter
    public void setMaxCpus(int maxCpus) {
        this.maxCpus = maxCpus;
    }

    /** Most memory of a size; 0 is no limit. */
    public int getMaxMemoryMib() {
        return maxMemoryMib;
    }

    @DataBoundSetter
    public void setMaxMemoryMib(int maxMemoryMib) {
        this.maxMemoryMib = maxMemoryMib;
    }

    /** Such as {@code 1 2}; empty is all. */
    public String getZones() {
        return zones;
    }

    @DataBoundSetter
    public void setZones(@CheckForNull String zones) {
        this.zones = Rules.trimmed(zones);
    }

    /** Size of the system's disk; 0 is what the image says. */
    public int getDiskGib() {
        return diskGib;
    }

    @DataBoundSetter
    public void setDiskGib(int diskGib) {
        this.diskGib = diskGib;
    }

    /** Type of the system's disk; used with a size alone. */
    public String getDiskType() {
        return diskType;
    }

    @DataBoundSetter
    public void setDiskType(@CheckForNull String diskType) {
        this.diskType = Rules.isBlank(diskType) ? DEFAULT_DISK_TYPE : diskType.trim();
    }

    /** Name of the user that Azure sets up. */
    public String getAdminUser() {
        return adminUser;
    }

    @DataBoundSetter
    public void setAdminUser(@CheckForNull String adminUser) {
        this.adminUser = Rules.isBlank(adminUser) ? DEFAULT_ADMIN_USER : adminUser.trim();
    }

    /** Its key for SSH; empty if all images are specialized. */
    public String getPublicKey() {
        return publicKey;
    }

    @DataBoundSetter
    public void setPublicKey(@CheckForNull String publicKey) {
        this.publicKey = Rules.trimmed(publicKey);
    }

    /** As the core knows it. Only if there are no {@link #problems}. */
    AzureSettings.Hardware toHardware() {
        return new AzureSettings.Hardware(
                types(),
                new TreeSet<>(Rules.words(zones)),
                diskGib == 0
                        ? Optional.empty()
                        : Optional.of(new AzureSettings.Disk(diskGib, diskType)),
                publicKey.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new AzureSettings.Login(adminUser, publicKey)));
    }

    private TypeFilter types() {
        Size most = new Size(limit(maxCpus), limit(maxMemoryMib));
        return TypeFilter.between(new Size(1, 1), most).of(new TreeSet<>(Rules.words(families)));
    }

    private static int limit(int most) {
        return most == 0 ? Integer.MAX_VALUE : most;
    }

    List<String> problems() {
        List<String> problems = new ArrayList<>();
        maxCpusProblem(maxCpus).ifPresent(problems::add);
        maxMemoryProblem(maxMemoryMib).ifPresent(problems::add);
        if (problems.isEmpty()) {
            Rules.said(Messages.AzureHardware_Hardware(), this::toHardware)
                    .ifPresent(problems::add);
        }
        return problems;
    }

    private static Optional<String> maxCpusProblem(int most) {
        return Rules.within(0, Integer.MAX_VALUE, most, Messages::AzureHardware_MaxCpusNegative);
    }

    private static Optional<String> maxMemoryProblem(int most) {
        return Rules.within(0, Integer.MAX_VALUE, most, Messages::AzureHardware_MaxMemoryNegative);
    }

    /** A file edited by hand may lack what a constructor would have set. */
    private Object readResolve() {
        setFamilies(families);
        setZones(zones);
        setDiskType(diskType);
        setAdminUser(adminUser);
        setPublicKey(publicKey);
        return this;
    }

    /** Descriptor of hardware. */
    @Extension
    @Symbol("azureHardware")
    public static final class DescriptorImpl extends Descriptor<AzureHardware> {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.AzureHardware_DisplayName();
        }

        /** Hardware with nothing but defaults. */
        public AzureHardware getBlank() {
            return new AzureHardware();
        }

        @POST
        public FormValidation doCheckMaxCpus(@QueryParameter String value) {
            Rules.checkPermission();
            return Rules.shownNumber(value, AzureHardware::maxCpusProblem);
        }

        @POST
        public FormValidation doCheckMaxMemoryMib(@QueryParameter String value) {
            Rules.checkPermission();
            return Rules.shownNumber(value, AzureHardware::maxMemoryProblem);
        }

        @POST
        public FormValidation doCheckDiskGib(
                @QueryParameter String value, @QueryParameter String diskType) {
            Rules.checkPermission();
            AzureHardware typed = getBlank();
            typed.setDiskType(diskType);
            return Rules.shownNumber(
                    value,
                    number -> {
                        typed.setDiskGib(number);
                        return typed.problems().stream().findFirst();
                    });
        }
    }
}
