package io.jenkins.plugins.spotagents.cloud.aws;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.spotagents.cloud.Rules;
import io.spotagents.model.Size;
import io.spotagents.provider.aws.AwsSettings;
import io.spotagents.provider.cloud.TypeFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What instances of a source are, and what they have. */
public final class AwsHardware implements Describable<AwsHardware> {

    public static final String DEFAULT_VOLUME_TYPE = "gp3";
    public static final int DEFAULT_METADATA_HOPS = 1;

    private String families = "";
    private int maxCpus;
    private int maxMemoryMib;
    private String keyPair = "";
    private String instanceProfile = "";
    private int volumeGib;
    private String volumeType = DEFAULT_VOLUME_TYPE;
    private int metadataHops = DEFAULT_METADATA_HOPS;

    @DataBoundConstructor
    public AwsHardware() {
        // all by setters, as each can be left out
    }

    /** Families of machine types, such as {@code m7g c7g}; empty is all. */
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

    /** Name of a key pair, for SSH; empty is none. */
    public String getKeyPair() {
        return keyPair;
    }

    @DataBoundSetter
    public void setKeyPair(@CheckForNull String keyPair) {
        this.keyPair = Rules.trimmed(keyPair);
    }

    /** Name or ARN of an instance profile: what builds may do in AWS; empty is none. */
    public String getInstanceProfile() {
        return instanceProfile;
    }

    @DataBoundSetter
    public void setInstanceProfile(@CheckForNull String instanceProfile) {
        this.instanceProfile = Rules.trimmed(instanceProfile);
    }

    /** Size of the root device; 0 is what the image says. */
    public int getVolumeGib() {
        return volumeGib;
    }

    @DataBoundSetter
    public void setVolumeGib(int volumeGib) {
        this.volumeGib = volumeGib;
    }

    /** Type of the root device; used with a size alone. */
    public String getVolumeType() {
        return volumeType;
    }

    @DataBoundSetter
    public void setVolumeType(@CheckForNull String volumeType) {
        this.volumeType = Rules.isBlank(volumeType) ? DEFAULT_VOLUME_TYPE : volumeType.trim();
    }

    /** Network hops to the metadata service: 1 keeps containers from it, 2 lets them in. */
    public int getMetadataHops() {
        return metadataHops;
    }

    @DataBoundSetter
    public void setMetadataHops(int metadataHops) {
        this.metadataHops = metadataHops;
    }

    /** As the core knows it. Only if there are no {@link #problems}. */
    AwsSettings.Hardware toHardware() {
        return new AwsSettings.Hardware(
                types(),
                Optional.of(keyPair).filter(text -> !text.isEmpty()),
                Optional.of(instanceProfile).filter(text -> !text.isEmpty()),
                volumeGib == 0
                        ? Optional.empty()
                        : Optional.of(new AwsSettings.Volume(volumeGib, volumeType)),
                metadataHops);
    }

    private TypeFilter types() {
        Set<String> named = new TreeSet<>(Rules.words(families));
        Size most = new Size(limit(maxCpus), limit(maxMemoryMib));
        return TypeFilter.between(new Size(1, 1), most).of(named);
    }

    private static int limit(int most) {
        return most == 0 ? Integer.MAX_VALUE : most;
    }

    List<String> problems() {
        List<String> problems = new ArrayList<>();
        maxCpusProblem(maxCpus).ifPresent(problems::add);
        maxMemoryProblem(maxMemoryMib).ifPresent(problems::add);
        if (problems.isEmpty()) {
            Rules.said(Messages.AwsHardware_Hardware(), this::toHardware).ifPresent(problems::add);
        }
        return problems;
    }

    private static Optional<String> maxCpusProblem(int most) {
        return Rules.within(0, Integer.MAX_VALUE, most, Messages::AwsHardware_MaxCpusNegative);
    }

    private static Optional<String> maxMemoryProblem(int most) {
        return Rules.within(0, Integer.MAX_VALUE, most, Messages::AwsHardware_MaxMemoryNegative);
    }

    /** A file edited by hand may lack what a constructor would have set. */
    private Object readResolve() {
        setFamilies(families);
        setKeyPair(keyPair);
        setInstanceProfile(instanceProfile);
        setVolumeType(volumeType);
        return this;
    }

    /** Descriptor of hardware. */
    @Extension
    @Symbol("awsHardware")
    public static final class DescriptorImpl extends Descriptor<AwsHardware> {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.AwsHardware_DisplayName();
        }

        /** Hardware with nothing but defaults. */
        public AwsHardware getBlank() {
            return new AwsHardware();
        }

        @POST
        public FormValidation doCheckMaxCpus(@QueryParameter String value) {
            Rules.checkPermission();
            return Rules.shownNumber(value, AwsHardware::maxCpusProblem);
        }

        @POST
        public FormValidation doCheckMaxMemoryMib(@QueryParameter String value) {
            Rules.checkPermission();
            return Rules.shownNumber(value, AwsHardware::maxMemoryProblem);
        }

        @POST
        public FormValidation doCheckVolumeGib(
                @QueryParameter String value, @QueryParameter String volumeType) {
            Rules.checkPermission();
            AwsHardware typed = getBlank();
            typed.setVolumeType(volumeType);
            return Rules.shownNumber(
                    value,
                    number -> {
                        typed.setVolumeGib(number);
                        return typed.problems().stream().findFirst();
                    });
        }

        @POST
        public FormValidation doCheckMetadataHops(@QueryParameter String value) {
            Rules.checkPermission();
            AwsHardware typed = getBlank();
            return Rules.shownNumber(
                    value,
                    number -> {
                        typed.setMetadataHops(number);
                        return typed.problems().stream().findFirst();
                    });
        }
    }
}
