package io.jenkins.plugins.spotagents.cloud.azure;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.spotagents.cloud.Rules;
import io.spotagents.provider.azure.AzureSettings;
import java.util.List;
import java.util.Optional;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Where instances of a source are in the network. */
public final class AzureNetwork implements Describable<AzureNetwork> {

    private String subnet = "";
    private String securityGroup = "";
    private boolean publicAddress;

    @DataBoundConstructor
    public AzureNetwork() {
        // all by setters, as each can be left out
    }

    /** Resource id of the subnet. */
    public String getSubnet() {
        return subnet;
    }

    @DataBoundSetter
    public void setSubnet(@CheckForNull String subnet) {
        this.subnet = Rules.trimmed(subnet);
    }

    /** Resource id of a security group; empty if the subnet has one. */
    public String getSecurityGroup() {
        return securityGroup;
    }

    @DataBoundSetter
    public void setSecurityGroup(@CheckForNull String securityGroup) {
        this.securityGroup = Rules.trimmed(securityGroup);
    }

    /** Whether each instance gets an address of its own, which goes with it. */
    public boolean isPublicAddress() {
        return publicAddress;
    }

    @DataBoundSetter
    public void setPublicAddress(boolean publicAddress) {
        this.publicAddress = publicAddress;
    }

    /** As the core knows it. Only if there are no {@link #problems}. */
    AzureSettings.Network toNetwork() {
        return new AzureSettings.Network(
                subnet, Optional.of(securityGroup).filter(text -> !text.isEmpty()), publicAddress);
    }

    List<String> problems() {
        return Rules.said(Messages.AzureNetwork_Network(), this::toNetwork).stream().toList();
    }

    /** A file edited by hand may lack what a constructor would have set. */
    private Object readResolve() {
        setSubnet(subnet);
        setSecurityGroup(securityGroup);
        return this;
    }

    /** Descriptor of a network. */
    @Extension
    @Symbol("azureNetwork")
    public static final class DescriptorImpl extends Descriptor<AzureNetwork> {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.AzureNetwork_DisplayName();
        }

        /** A network with nothing but defaults. */
        public AzureNetwork getBlank() {
            return new AzureNetwork();
        }

        @POST
        public FormValidation doCheckSubnet(@QueryParameter String value) {
            AzureNetwork typed = getBlank();
            typed.setSubnet(value);
            return shown(typed);
        }

        @POST
        public FormValidation doCheckSecurityGroup(
                @QueryParameter String value, @QueryParameter String subnet) {
            AzureNetwork typed = getBlank();
            typed.setSubnet(subnet);
            typed.setSecurityGroup(value);
            return shown(typed);
        }

        private static FormValidation shown(AzureNetwork typed) {
            Rules.checkPermission();
            return Rules.shown(typed.problems().stream().findFirst());
        }
    }
}
