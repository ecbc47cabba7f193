package io.jenkins.plugins.spotagents.cloud.aws;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.spotagents.cloud.Rules;
import io.spotagents.provider.aws.ImageChoice;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** An image that instances of a source boot from: one for each kind of processor wanted. */
public final class AwsImage implements Describable<AwsImage> {

    public static final ImageChoice.By DEFAULT_BY = ImageChoice.By.ID;

    private ImageChoice.By by = DEFAULT_BY;
    private final String image;
    private String owner = "";

    @DataBoundConstructor
    public AwsImage(@CheckForNull String image) {
        this.image = Rules.trimmed(image);
    }

    /** An AMI id, a name that may hold {@code *}, or the name of a parameter. */
    public String getImage() {
        return Rules.trimmed(image);
    }

    /** What {@link #getImage} is. */
    public ImageChoice.By getBy() {
        return by;
    }

    @DataBoundSetter
    public void setBy(@CheckForNull ImageChoice.By by) {
        this.by = Objects.requireNonNullElse(by, DEFAULT_BY);
    }

    /** Whose images a name is looked for in; needed with a name alone. */
    public String getOwner() {
        return owner;
    }

    @DataBoundSetter
    public void setOwner(@CheckForNull String owner) {
        this.owner = Rules.trimmed(owner);
    }

    /** As the core knows it. Only if there are no {@link #problems}. */
    ImageChoice toChoice() {
        Optional<String> named = Optional.of(owner).filter(text -> !text.isEmpty());
        return new ImageChoice(by, getImage(), named);
    }

    List<String> problems() {
        return Rules.said(Messages.AwsImage_Image(), this::toChoice).stream().toList();
    }

    /** A file edited by hand may lack what a constructor would have set. */
    private Object readResolve() {
        setBy(by);
        setOwner(owner);
        return this;
    }

    /** Descriptor of an image. */
    @Extension
    @Symbol("awsImage")
    public static final class DescriptorImpl extends Descriptor<AwsImage> {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.AwsImage_DisplayName();
        }

        /** What the form calls a way of naming an image. */
        public String textOf(ImageChoice.By by) {
            return switch (by) {
                case ID -> Messages.AwsImage_ById();
                case NAME -> Messages.AwsImage_ByName();
                case PARAMETER -> Messages.AwsImage_ByParameter();
            };
        }

        @POST
        public FormValidation doCheckImage(
                @QueryParameter String value,
                @QueryParameter String by,
                @QueryParameter String owner) {
            Rules.checkPermission();
            AwsImage typed = new AwsImage(value);
            typed.setBy(Rules.choice(ImageChoice.By.class, by, DEFAULT_BY));
            typed.setOwner(owner);
            return Rules.shown(typed.problems().stream().findFirst());
        }
    }
}
