package io.jenkins.plugins.spotagents.cloud.gcp;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.spotagents.cloud.Rules;
import io.spotagents.provider.gcp.GcpSettings;
import java.util.Optional;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Where instances of a source are placed. */
public final class GcpNetwork implements Describable<GcpNetwork> {

    private String network = "";
    private String subnet = "";
    private boolean publicAddress;
    private String tags = "";

    @DataBoundConstructor
    public GcpNetwork() {
        // all by setters, as each can be left out
    }

    /** Its name, or its path if it is shared; empty is that of the subnet, or {@code default}. */
    public String getNetwork() {
        return network;
    }

    @DataBoundSetter
    public void setNetwork(@CheckForNull String network) {
        this.network = Rules.trimmed(network);
    }

    /** Its name in the region, or its path. */
    public String getSubnet() {
        return subnet;
    }

    @DataBoundSetter
    public void setSubnet(@CheckForNull String subnet) {
        this.subnet = Rules.trimmed(subnet);
    }

    /** Whether each instance gets a public address. */
    public boolean isPublicAddress() {
        return publicAddress;
    }

    @DataBoundSetter
    public void setPublicAddress(boolean publicAddress) {
        this.publicAddress = publicAddress;
    }

    /** Network tags, which firewall rules go by. */
    public String getTags() {
        return tags;
    }

    @DataBoundSetter
    public void setTags(@CheckForNull String tags) {
        this.tags = Rules.trimmed(tags);
    }

    /** As the core knows it. Only if there is no {@link #problem}. */
    GcpSettings.Network toNetwork() {
        return new GcpSettings.Network(
                GcpRules.given(network), GcpRules.given(subnet), publicAddress, Rules.words(tags));
    }

    Optional<String> problem() {
        return Rules.said(Messages.GcpNetwork_Network(), this::toNetwork);
    }

    /** A file edited by hand may lack what a constructor would have set. */
    private Object readResolve() {
        setNetwork(network);
        setSubnet(subnet);
        setTags(tags);
        return this;
    }

    /** Descriptor of a network. */
    @Extension
    @Symbol("gcpNetwork")
    public static final class DescriptorImpl extends Descriptor<GcpNetwork> {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.GcpNetwork_DisplayName();
        }

        @POST
        public FormValidation doCheckTags(@QueryParameter String value) {
            Rules.checkPermission();
            GcpNetwork typed = new GcpNetwork();
            typed.setTags(value);
            return Rules.shown(typed.problem());
        }
    }
}
