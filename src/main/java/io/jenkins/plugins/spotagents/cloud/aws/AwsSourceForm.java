package io.jenkins.plugins.spotagents.cloud.aws;

import com.cloudbees.jenkins.plugins.awscredentials.AmazonWebServicesCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import hudson.security.ACL;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.spotagents.cloud.InstanceProof;
import io.jenkins.plugins.spotagents.cloud.Rules;
import io.jenkins.plugins.spotagents.cloud.SpotSource;
import io.spotagents.provider.aws.AwsSettings;
import io.spotagents.provider.aws.ImageChoice;
import io.spotagents.provider.cloud.UserData;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.model.SpotAllocationStrategy;

/** What the form of a source in AWS asks of the controller. */
public abstract class AwsSourceForm extends SpotSource.SourceDescriptor {

    private static final ImageChoice NO_IMAGE = ImageChoice.name("none", "self");

    private static final AwsSettings.Network NO_NETWORK =
            AwsSettings.Network.vpc("none", List.of());

    /** A source with nothing but defaults. */
    public AwsSource getBlank() {
        return new AwsSource("");
    }

    /** What the form calls a proof. */
    public String textOf(InstanceProof proof) {
        return switch (proof) {
            case DOCUMENT -> Messages.AwsSource_ProofDocument();
            case SECRET -> Messages.AwsSource_ProofSecret();
        };
    }

    /** What the form calls an action that makes instances. */
    public String textOf(AwsSettings.Method method) {
        return switch (method) {
            case FLEET -> Messages.AwsMethod_Fleet();
            case FLEET_OF_POOLS -> Messages.AwsMethod_FleetOfPools();
            case RUN_INSTANCES -> Messages.AwsMethod_RunInstances();
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
                .includeAs(ACL.SYSTEM2, Jenkins.get(), AmazonWebServicesCredentials.class)
                .includeCurrentValue(credentialsId);
    }

    /** Suggestions: a region may be newer than the SDK. */
    @POST
    public ComboBoxModel doFillRegionItems() {
        Rules.checkPermission();
        return new ComboBoxModel(
                Region.regions().stream()
                        .filter(region -> !region.isGlobalRegion())
                        .map(Region::id)
                        .sorted()
                        .toList());
    }

    /** Suggestions, as for regions. */
    @POST
    public ComboBoxModel doFillAllocationStrategyItems() {
        Rules.checkPermission();
        return new ComboBoxModel(
                SpotAllocationStrategy.knownValues().stream()
                        .map(SpotAllocationStrategy::toString)
                        .sorted()
                        .toList());
    }

    @POST
    public FormValidation doCheckCredentialsId(@QueryParameter String value) {
        Rules.checkPermission();
        String id = Rules.trimmed(value);
        return id.isEmpty() || StoredCredentials.find(id).isPresent()
                ? FormValidation.ok()
                : FormValidation.warning(Messages.AwsSource_CredentialsUnknown(id));
    }

    @POST
    public FormValidation doCheckAssumeRole(@QueryParameter String value) {
        Rules.checkPermission();
        return Rules.shown(AwsRules.assumeRole(Rules.trimmed(value)));
    }

    @POST
    public FormValidation doCheckRegion(@QueryParameter String value) {
        Rules.checkPermission();
        return Rules.shown(AwsRules.region(Rules.trimmed(value)));
    }

    @POST
    public FormValidation doCheckProof(
            @QueryParameter String value, @QueryParameter String method) {
        Rules.checkPermission();
        AwsSettings.Method chosen =
                Rules.choice(AwsSettings.Method.class, method, AwsSource.DEFAULT_METHOD);
        return Rules.shown(
                InstanceProof.SECRET.name().equals(value)
                        ? AwsRules.secrets(chosen)
                        : Optional.empty());
    }

    @POST
    public FormValidation doCheckCertificates(
            @QueryParameter String value,
            @QueryParameter String certificatesFolder,
            @QueryParameter String region,
            @QueryParameter String proof) {
        Rules.checkPermission();
        return Rules.shown(
                InstanceProof.SECRET.name().equals(proof)
                        ? Optional.empty()
                        : AwsRules.certificates(
                                Rules.trimmed(region),
                                Rules.trimmed(value),
                                Rules.trimmed(certificatesFolder)));
    }

    @POST
    public FormValidation doCheckTags(@QueryParameter String value) {
        Rules.checkPermission();
        return Rules.shown(AwsRules.tags(Rules.trimmed(value)));
    }

    @POST
    public FormValidation doCheckEndpoint(@QueryParameter String value) {
        Rules.checkPermission();
        return Rules.shown(Rules.url(Messages.AwsSource_Endpoint(), Rules.trimmed(value)));
    }

    @POST
    public FormValidation doCheckEventQueue(
            @QueryParameter String value, @QueryParameter String region) {
        Rules.checkPermission();
        return Rules.shown(AwsRules.eventQueue(Rules.trimmed(region), Rules.trimmed(value)));
    }

    /**
     * Asks AWS with what the form holds: whose the credentials are, and which permissions they
     * have.
     */
    @POST
    public FormValidation doTestConnection(StaplerRequest2 request) {
        Rules.checkPermission();
        AwsAccess access =
                new AwsAccess(
                        sent(request, "credentialsId"),
                        sent(request, "assumeRole"),
                        sent(request, "region"),
                        sent(request, "endpoint"));
        String queue = sent(request, "eventQueue");
        return access.problem()
                .or(() -> AwsRules.eventQueue(access.region(), queue))
                .map(FormValidation::error)
                .orElseGet(
                        () -> AwsConnection.test(access, tried(request), queue, Clock.systemUTC()));
    }

    /** What is wrong with image, subnets or profile is said beside them, and left out here. */
    private static AwsSettings tried(StaplerRequest2 request) {
        AwsImage image = new AwsImage(sent(request, "image"));
        image.setBy(Rules.choice(ImageChoice.By.class, sent(request, "by"), AwsImage.DEFAULT_BY));
        image.setOwner(sent(request, "owner"));
        AwsNetwork network = new AwsNetwork();
        network.setSubnets(sent(request, "subnets"));
        AwsHardware hardware = new AwsHardware();
        hardware.setInstanceProfile(sent(request, "instanceProfile"));
        return new AwsSettings(
                sent(request, "region"),
                List.of(image.problems().isEmpty() ? image.toChoice() : NO_IMAGE),
                network.problems().isEmpty() ? network.toNetwork() : NO_NETWORK,
                hardware.toHardware(),
                AwsSettings.Ways.with(UserData.NONE));
    }

    private static String sent(StaplerRequest2 request, String field) {
        return Rules.trimmed(request.getParameter(field));
    }
}
