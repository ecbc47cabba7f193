package io.jenkins.plugins.spotagents.cloud;

import com.cloudbees.jenkins.plugins.awscredentials.AmazonWebServicesCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.spotagents.provider.aws.AwsSettings;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.model.SpotAllocationStrategy;

/** What the form of a source in AWS asks of the controller. */
public abstract class AwsSourceForm extends SpotSource.SourceDescriptor {

    /** A source with nothing but defaults. */
    public AwsSource getBlank() {
        return new AwsSource("");
    }

    /** What the form calls a proof. */
    public String textOf(AwsProof proof) {
        return switch (proof) {
            case DOCUMENT -> Messages.AwsProof_Document();
            case SECRET -> Messages.AwsProof_Secret();
        };
    }

    /** What the form calls an action that makes instances. */
    public String textOf(AwsSettings.Method method) {
        return switch (method) {
            case FLEET -> Messages.AwsMethod_Fleet();
            case RUN_INSTANCES -> Messages.AwsMethod_RunInstances();
        };
    }

    @POST
    public ListBoxModel doFillCredentialsIdItems(@QueryParameter String value) {
        StandardListBoxModel items = new StandardListBoxModel();
        if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
            return items.includeCurrentValue(value);
        }
        return items.includeEmptyValue()
                .includeAs(ACL.SYSTEM2, Jenkins.get(), AmazonWebServicesCredentials.class)
                .includeCurrentValue(value);
    }

    @POST
    public ListBoxModel doFillRegionItems(@QueryParameter String value) {
        AwsRules.checkPermission();
        ListBoxModel items = new ListBoxModel();
        items.add("", "");
        // What is typed or loaded may be newer than the SDK.
        Stream.concat(
                        Region.regions().stream()
                                .filter(region -> !region.isGlobalRegion())
                                .map(Region::id),
                        Stream.of(Rules.trimmed(value)).filter(text -> !text.isEmpty()))
                .sorted()
                .distinct()
                .forEach(items::add);
        return items;
    }

    @POST
    public ListBoxModel doFillAllocationStrategyItems(@QueryParameter String value) {
        AwsRules.checkPermission();
        ListBoxModel items = new ListBoxModel();
        Stream.concat(
                        SpotAllocationStrategy.knownValues().stream()
                                .map(SpotAllocationStrategy::toString),
                        Stream.of(Rules.trimmed(value)).filter(text -> !text.isEmpty()))
                .sorted()
                .distinct()
                .forEach(items::add);
        return items;
    }

    @POST
    public FormValidation doCheckCredentialsId(@QueryParameter String value) {
        AwsRules.checkPermission();
        String id = Rules.trimmed(value);
        return id.isEmpty() || StoredCredentials.find(id).isPresent()
                ? FormValidation.ok()
                : FormValidation.warning(Messages.AwsSource_CredentialsUnknown(id));
    }

    @POST
    public FormValidation doCheckAssumeRole(@QueryParameter String value) {
        AwsRules.checkPermission();
        return Rules.shown(AwsRules.assumeRole(Rules.trimmed(value)));
    }

    @POST
    public FormValidation doCheckRegion(@QueryParameter String value) {
        AwsRules.checkPermission();
        return Rules.shown(AwsRules.region(Rules.trimmed(value)));
    }

    @POST
    public FormValidation doCheckProof(
            @QueryParameter String value, @QueryParameter String method) {
        AwsRules.checkPermission();
        AwsSettings.Method chosen =
                AwsRules.choice(AwsSettings.Method.class, method, AwsSource.DEFAULT_METHOD);
        return Rules.shown(
                AwsProof.SECRET.name().equals(value) ? AwsRules.secrets(chosen) : Optional.empty());
    }

    @POST
    public FormValidation doCheckCertificates(
            @QueryParameter String value,
            @QueryParameter String certificatesFolder,
            @QueryParameter String region,
            @QueryParameter String proof) {
        AwsRules.checkPermission();
        return Rules.shown(
                AwsProof.SECRET.name().equals(proof)
                        ? Optional.empty()
                        : AwsRules.certificates(
                                Rules.trimmed(region),
                                Rules.trimmed(value),
                                Rules.trimmed(certificatesFolder)));
    }

    @POST
    public FormValidation doCheckTags(@QueryParameter String value) {
        AwsRules.checkPermission();
        return Rules.shown(AwsRules.tags(Rules.trimmed(value)));
    }

    @POST
    public FormValidation doCheckEndpoint(@QueryParameter String value) {
        AwsRules.checkPermission();
        return Rules.shown(AwsRules.url(Messages.AwsSource_Endpoint(), Rules.trimmed(value)));
    }

    /** Asks AWS with what the form holds. Reads, and launches nothing. */
    @POST
    public FormValidation doTestConnection(
            @QueryParameter String credentialsId,
            @QueryParameter String assumeRole,
            @QueryParameter String region,
            @QueryParameter String endpoint) {
        AwsRules.checkPermission();
        AwsAccess access =
                new AwsAccess(
                        Rules.trimmed(credentialsId),
                        Rules.trimmed(assumeRole),
                        Rules.trimmed(region),
                        Rules.trimmed(endpoint));
        return access.problem()
                .map(FormValidation::error)
                .orElseGet(() -> AwsConnection.test(access, Clock.systemUTC()));
    }
}
