package io.jenkins.plugins.spotagents.cloud;

import hudson.ExtensionPoint;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.slaves.ComputerLauncher;
import hudson.util.FormValidation;
import io.spotagents.enrolment.IdentityCheck;
import io.spotagents.model.Size;
import io.spotagents.provider.Provider;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Settings of a source: an account and region of a provider, with image and network. */
public abstract class SpotSource implements Describable<SpotSource>, ExtensionPoint {

    /** Not "name": copying a cloud replaces its name wherever its XML has a name of that text. */
    private final String sourceName;

    protected SpotSource(String name) {
        this.sourceName = Rules.trimmed(name);
    }

    /** Unique within the cloud. */
    public String getName() {
        return Rules.trimmed(sourceName);
    }

    /**
     * The provider with these settings. Called once for each change of them, and only if there are
     * no {@link #problems}.
     */
    public abstract Provider toProvider(SourceContext context) throws IOException;

    /**
     * Begins to listen to what the cloud says of instances by itself, besides what the provider is
     * asked. Called after {@link #toProvider}, and closed when the provider is needed no more.
     * Nothing, unless the source knows better.
     */
    public Optional<AutoCloseable> listen(SourceContext context) {
        return Optional.empty();
    }

    /**
     * Who checks what the instances of this source show to enroll; empty if their cloud signs
     * nothing for them. Called after {@link #toProvider}, again each time that settings change, and
     * must not call the cloud.
     *
     * @throws IOException if the check cannot be made; it says why
     */
    public Optional<Identities> identities(SourceContext.Controller controller) throws IOException {
        return Optional.empty();
    }

    /**
     * Checks what instances of a provider show.
     *
     * @param provider short name of it, as instances say it
     */
    public record Identities(String provider, IdentityCheck check) {}

    /** How agents of this source connect; empty is inbound over websocket. */
    public Optional<ComputerLauncher> launcher() {
        return Optional.empty();
    }

    /** What is wrong with these settings, with field and remedy; a source with any is not used. */
    public List<String> problems() {
        return Rules.sourceName(getName()).stream().toList();
    }

    /**
     * The sizes of all machine types that this source offers, as far as they are known without
     * asking the provider; empty if they are not.
     */
    public List<Size> knownSizes() {
        return List.of();
    }

    /** Base of all descriptors of sources. */
    public abstract static class SourceDescriptor extends Descriptor<SpotSource> {

        @POST
        public FormValidation doCheckName(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return Rules.shown(Rules.sourceName(value));
        }
    }
}
