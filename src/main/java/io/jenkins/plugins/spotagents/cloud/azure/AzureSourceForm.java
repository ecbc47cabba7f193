package io.jenkins.plugins.spotagents.cloud.azure;

import com.azure.core.management.Region;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.microsoft.azure.util.AzureBaseCredentials;
import hudson.security.ACL;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.spotagents.cloud.InstanceProof;
import io.jenkins.plugins.spotagents.cloud.Rules;
import io.jenkins.plugins.spotagents.cloud.SpotSource;
import io.spotagents.provider.azure.AzureSettings;
import java.util.Optional;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** What the form of a source in Azure asks of the controller. */
public abstract class AzureSourceForm extends SpotSource.SourceDescriptor {

    /** A source with nothing but defaults. */
    public AzureSource getBlank() {
        return new AzureSource("");
    }

    /** What the form calls a proof. */
    public String textOf(InstanceProof proof) {
        return switch (proof) {
            case DOCUMENT -> Messages.AzureSource_ProofDocument();
            case SECRET -> Messages.AzureSource_ProofSecret();
        };
    }

    /**
     * @param credentialsId what is chosen, which stays in the list whatever becomes of it; named as
     *     the field, since the form sends it by that name
     */
    @POST
    public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
        StandardListBoxModel items = new StandardListBoxModel();
        if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
            return items.includeCurrentValue(credentialsId);
        }
        return items.includeEmptyValue()
                .includeAs(ACL.SYSTEM2, Jenkins.get(), AzureBaseCredentials.class)
                .includeCurrentValue(credentialsId);
    }

    /** Suggestions: a region may be newer than the SDK. */
    @POST
    public ComboBoxModel doFillRegionItems() {
        Rules.checkPermission();
        return new ComboBoxModel(Region.values().stream().map(Region::name).sorted().toList());
    }

    @POST
    public FormValidation doCheckCredentialsId(@QueryParameter String value) {
        Rules.checkPermission();
        String id = Rules.trimmed(value);
        return id.isEmpty() || StoredCredentials.find(id).isPresent()
                ? FormValidation.ok()
                : FormValidation.warning(Messages.AzureSource_CredentialsUnknown(id));
    }

    @POST
    public FormValidation doCheckSubscription(@QueryParameter String value) {
        Rules.checkPermission();
        return Rules.shown(AzureRules.subscription(Rules.trimmed(value)));
    }

    @POST
    public FormValidation doCheckResourceGroup(@QueryParameter String value) {
        Rules.checkPermission();
        return Rules.shown(AzureRules.resourceGroup(Rules.trimmed(value)));
    }

    @POST
    public FormValidation doCheckRegion(@QueryParameter String value) {
        Rules.checkPermission();
        return Rules.shown(AzureRules.region(Rules.trimmed(value)));
    }

    @POST
    public FormValidation doCheckCertificates(
            @QueryParameter String value,
            @QueryParameter String certificatesFolder,
            @QueryParameter String proof) {
        Rules.checkPermission();
        return Rules.shown(
                InstanceProof.SECRET.name().equals(proof)
                        ? Optional.empty()
                        : AzureRules.certificates(
                                Rules.trimmed(value), Rules.trimmed(certificatesFolder)));
    }

    @POST
    public FormValidation doCheckTags(@QueryParameter String value) {
        Rules.checkPermission();
        return Rules.shown(AzureRules.tags(Rules.trimmed(value)));
    }

    @POST
    public FormValidation doCheckBuildIdentities(@QueryParameter String value) {
        Rules.checkPermission();
        return Rules.shown(AzureRules.buildIdentities(Rules.trimmed(value)));
    }

    /** Says what it costs to have none. */
    @POST
    public FormValidation doCheckSelfDelete(@QueryParameter String value) {
        Rules.checkPermission();
        String id = Rules.trimmed(value);
        return id.isEmpty()
                ? FormValidation.warning(Messages.AzureSource_SelfDeleteEmpty())
                : Rules.shown(AzureRules.selfDelete(id));
    }

    /** Asks Azure with what the form holds which permissions the credentials have. */
    @POST
    public FormValidation doTestConnection(StaplerRequest2 request) {
        Rules.checkPermission();
        AzureNetwork network = new AzureNetwork();
        network.setSubnet(sent(request, "subnet"));
        network.setSecurityGroup(sent(request, "securityGroup"));
        network.setPublicAddress(Boolean.parseBoolean(sent(request, "publicAddress")));
        String subscription = sent(request, "subscription");
        String group = sent(request, "resourceGroup");
        return Stream.concat(
                        Stream.concat(
                                AzureRules.subscription(subscription).stream(),
                                AzureRules.resourceGroup(group).stream()),
                        network.problems().stream())
                .findFirst()
                .map(FormValidation::error)
                .orElseGet(
                        () ->
                                AzureConnection.test(
                                        new AzureLogin(sent(request, "credentialsId")).open(),
                                        new AzureSettings.Home(
                                                subscription, group, network.toNetwork())));
    }

    private static String sent(StaplerRequest2 request, String field) {
        return Rules.trimmed(request.getParameter(field));
    }
}
