package io.jenkins.plugins.spotagents.cloud.aws;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.spotagents.cloud.Rules;
import io.spotagents.provider.aws.AwsSettings;
import java.util.List;
import java.util.Optional;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Where instances of a source are placed: subnets by id, by a tag, or all of a VPC. */
public final class AwsNetwork implements Describable<AwsNetwork> {

    private String subnets = "";
    private String subnetTags = "";
    private String vpc = "";
    private String securityGroups = "";

    @DataBoundConstructor
    public AwsNetwork() {
        // all by setters, as each can be left out
    }

    /** Ids of subnets, one for each zone wanted. */
    public String getSubnets() {
        return subnets;
    }

    @DataBoundSetter
    public void setSubnets(@CheckForNull String subnets) {
        this.subnets = Rules.trimmed(subnets);
    }

    /** Lines such as {@code role=agents}: every tag that a subnet has to carry. */
    public String getSubnetTags() {
        return subnetTags;
    }

    @DataBoundSetter
    public void setSubnetTags(@CheckForNull String subnetTags) {
        this.subnetTags = Rules.trimmed(subnetTags);
    }

    /** Id of a VPC, all of whose subnets are used. */
    public String getVpc() {
        return vpc;
    }

    @DataBoundSetter
    public void setVpc(@CheckForNull String vpc) {
        this.vpc = Rules.trimmed(vpc);
    }

    /** Ids of security groups; empty is the VPC's default group. */
    public String getSecurityGroups() {
        return securityGroups;
    }

    @DataBoundSetter
    public void setSecurityGroups(@CheckForNull String securityGroups) {
        this.securityGroups = Rules.trimmed(securityGroups);
    }

    /** As the core knows it. Only if there are no {@link #problems}. */
    AwsSettings.Network toNetwork() {
        return new AwsSettings.Network(
                Rules.words(subnets),
                Rules.pairs(subnetTags),
                Optional.of(vpc).filter(text -> !text.isEmpty()),
                Rules.words(securityGroups));
    }

    List<String> problems() {
        return Rules.said(Messages.AwsNetwork_Network(), this::toNetwork).stream().toList();
    }

    /** A file edited by hand may lack what a constructor would have set. */
    private Object readResolve() {
        setSubnets(subnets);
        setSubnetTags(subnetTags);
        setVpc(vpc);
        setSecurityGroups(securityGroups);
        return this;
    }

    /** Descriptor of a network. */
    @Extension
    @Symbol("awsNetwork")
    public static final class DescriptorImpl extends Descriptor<AwsNetwork> {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.AwsNetwork_DisplayName();
        }

        @POST
        public FormValidation doCheckSubnets(
                @QueryParameter String value,
                @QueryParameter String subnetTags,
                @QueryParameter String vpc) {
            Rules.checkPermission();
            AwsNetwork typed = new AwsNetwork();
            typed.setSubnets(value);
            typed.setSubnetTags(subnetTags);
            typed.setVpc(vpc);
            return Rules.shown(typed.problems().stream().findFirst());
        }

        @POST
        public FormValidation doCheckSubnetTags(@QueryParameter String value) {
            Rules.checkPermission();
            return Rules.shown(
                    Rules.said(
                            Messages.AwsNetwork_SubnetTags(),
                            () -> Rules.pairs(Rules.trimmed(value))));
        }

        @POST
        public FormValidation doCheckSecurityGroups(@QueryParameter String value) {
            Rules.checkPermission();
            AwsNetwork typed = new AwsNetwork();
            typed.setVpc("vpc-0");
            typed.setSecurityGroups(value);
            return Rules.shown(typed.problems().stream().findFirst());
        }
    }
}
