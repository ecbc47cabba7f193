package io.jenkins.plugins.spotagents.cloud.azure;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.spotagents.cloud.Rules;
import io.spotagents.model.OperatingSystem;
import io.spotagents.provider.azure.ImageChoice;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** An image that instances of a source boot from: one for each kind of processor wanted. */
public final class AzureImage implements Describable<AzureImage> {

    public static final OperatingSystem DEFAULT_SYSTEM = OperatingSystem.LINUX;
    public static final ImageChoice.Architecture DEFAULT_ARCHITECTURE =
            ImageChoice.Architecture.X64;

    private static final int PLAN_PARTS = 3;

    private final String image;
    private OperatingSystem operatingSystem = DEFAULT_SYSTEM;
    private ImageChoice.Architecture architecture = DEFAULT_ARCHITECTURE;
    private boolean specialized;
    private String plan = "";

    @DataBoundConstructor
    public AzureImage(@CheckForNull String image) {
        this.image = Rules.trimmed(image);
    }

    /** A resource id, or {@code publisher:offer:sku:version}. */
    public String getImage() {
        return Rules.trimmed(image);
    }

    /** What is installed on it. */
    public OperatingSystem getOperatingSystem() {
        return operatingSystem;
    }

    @DataBoundSetter
    public void setOperatingSystem(@CheckForNull OperatingSystem operatingSystem) {
        this.operatingSystem = Objects.requireNonNullElse(operatingSystem, DEFAULT_SYSTEM);
    }

    /** What processors it runs on. */
    public ImageChoice.Architecture getArchitecture() {
        return architecture;
    }

    @DataBoundSetter
    public void setArchitecture(@CheckForNull ImageChoice.Architecture architecture) {
        this.architecture = Objects.requireNonNullElse(architecture, DEFAULT_ARCHITECTURE);
    }

    /** Whether it keeps its users and host name. */
    public boolean isSpecialized() {
        return specialized;
    }

    @DataBoundSetter
    public void setSpecialized(boolean specialized) {
        this.specialized = specialized;
    }

    /** {@code publisher:product:name} of a marketplace image that is bought; empty is none. */
    public String getPlan() {
        return plan;
    }

    @DataBoundSetter
    public void setPlan(@CheckForNull String plan) {
        this.plan = Rules.trimmed(plan);
    }

    /** As the core knows it. Only if there are no {@link #problems}. */
    ImageChoice toChoice() {
        return new ImageChoice(
                getImage(),
                operatingSystem,
                architecture,
                new ImageChoice.Preparation(specialized, bought()));
    }

    private Optional<ImageChoice.Plan> bought() {
        if (plan.isEmpty()) {
            return Optional.empty();
        }
        String[] parts = plan.split(":", -1);
        if (parts.length != PLAN_PARTS) {
            throw new IllegalArgumentException(Messages.AzureImage_PlanBad(plan));
        }
        return Optional.of(new ImageChoice.Plan(parts[0], parts[1], parts[2]));
    }

    List<String> problems() {
        return Rules.said(Messages.AzureImage_Image(), this::toChoice).stream().toList();
    }

    /** A file edited by hand may lack what a constructor would have set. */
    private Object readResolve() {
        setOperatingSystem(operatingSystem);
        setArchitecture(architecture);
        setPlan(plan);
        return this;
    }

    /** Descriptor of an image. */
    @Extension
    @Symbol("azureImage")
    public static final class DescriptorImpl extends Descriptor<AzureImage> {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.AzureImage_DisplayName();
        }

        /** What the form calls an operating system. */
        public String textOf(OperatingSystem system) {
            return switch (system) {
                case LINUX -> "Linux";
                case WINDOWS -> "Windows";
            };
        }

        /** What the form calls a kind of processor. */
        public String textOf(ImageChoice.Architecture architecture) {
            return switch (architecture) {
                case X64 -> "x64";
                case ARM64 -> "Arm64";
            };
        }

        @POST
        public FormValidation doCheckImage(@QueryParameter String value) {
            return shown(new AzureImage(value));
        }

        @POST
        public FormValidation doCheckPlan(
                @QueryParameter String value, @QueryParameter String image) {
            AzureImage typed = new AzureImage(image);
            typed.setPlan(value);
            return shown(typed);
        }

        private static FormValidation shown(AzureImage typed) {
            Rules.checkPermission();
            return Rules.shown(typed.problems().stream().findFirst());
        }
    }
}
