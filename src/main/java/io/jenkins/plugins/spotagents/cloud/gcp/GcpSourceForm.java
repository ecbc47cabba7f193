package io.jenkins.plugins.spotagents.cloud.gcp;

import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.spotagents.cloud.InstanceProof;
import io.jenkins.plugins.spotagents.cloud.Rules;
import io.jenkins.plugins.spotagents.cloud.SpotSource;
import io.spotagents.provider.cloud.UserData;
import io.spotagents.provider.gcp.GcpSettings;
import java.time.Clock;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** What the form of a source in Google Cloud asks of the controller. */
public abstract class GcpSourceForm extends SpotSource.SourceDescriptor {

    /** A source with nothing but defaults. */
    public GcpSource getBlank() {
        return new GcpSource("");
    }

    /** What the form calls a proof. */
    public String textOf(InstanceProof proof) {
        return switch (proof) {
            case DOCUMENT -> Messages.GcpSource_ProofDocument();
            case SECRET -> Messages.GcpSource_ProofSecret();
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
                .includeAs(ACL.SYSTEM2, Jenkins.get(), FileCredentials.class)
                .includeAs(ACL.SYSTEM2, Jenkins.get(), StringCredentials.class)
                .includeCurrentValue(credentialsId);
    }

    @POST
    public FormValidation doCheckCredentialsId(@QueryParameter String value) {
        Rules.checkPermission();
        String id = Rules.trimmed(value);
        return id.isEmpty() || GcpCredentials.find(id).isPresent()
                ? FormValidation.ok()
                : FormValidation.warning(Messages.GcpSource_CredentialsUnknown(id));
    }

    @POST
    public FormValidation doCheckProject(@QueryParameter String value) {
        Rules.checkPermission();
        return Rules.shown(GcpRules.project(Rules.trimmed(value)));
    }

    @POST
    public FormValidation doCheckRegion(@QueryParameter String value) {
        Rules.checkPermission();
        return Rules.shown(GcpRules.region(Rules.trimmed(value)));
    }

    @POST
    public FormValidation doCheckImages(@QueryParameter String value) {
        Rules.checkPermission();
        return Rules.shown(GcpRules.images(Rules.trimmed(value)));
    }

    @POST
    public FormValidation doCheckProof(
            @QueryParameter String value,
            @QueryParameter String serviceAccount,
            @QueryParameter String template) {
        Rules.checkPermission();
        InstanceProof chosen = Rules.choice(InstanceProof.class, value, GcpSource.DEFAULT_PROOF);
        return Rules.shown(
                GcpRules.proof(chosen, Rules.trimmed(serviceAccount), Rules.trimmed(template)));
    }

    @POST
    public FormValidation doCheckEndpoint(@QueryParameter String value) {
        Rules.checkPermission();
        return Rules.shown(Rules.url(Messages.GcpSource_Endpoint(), Rules.trimmed(value)));
    }

    /** Asks Google with what the form holds which permissions the credentials have. */
    @POST
    public FormValidation doTestConnection(StaplerRequest2 request) {
        Rules.checkPermission();
        String project = sent(request, "project");
        String region = sent(request, "region");
        String images = sent(request, "images");
        String endpoint = sent(request, "endpoint");
        Optional<String> problem =
                GcpRules.project(project)
                        .or(() -> GcpRules.region(region))
                        .or(() -> GcpRules.images(images))
                        .or(() -> Rules.url(Messages.GcpSource_Endpoint(), endpoint));
        if (problem.isPresent()) {
            return FormValidation.error(problem.get());
        }
        GcpSettings settings =
                new GcpSettings(
                        new GcpSettings.Site(project, region),
                        GcpRules.imageChoices(images),
                        network(request),
                        hardware(request),
                        launch(request).toWays(UserData.NONE));
        return GcpConnection.test(
                new GcpAccess(sent(request, "credentialsId"), endpoint),
                settings,
                Clock.systemUTC());
    }

    /** What is wrong with these is said beside them, and left out here. */
    private static GcpSettings.Network network(StaplerRequest2 request) {
        GcpNetwork network = new GcpNetwork();
        network.setTags(sent(request, "tags"));
        network.setPublicAddress(Boolean.parseBoolean(sent(request, "publicAddress")));
        return network.problem().isEmpty() ? network.toNetwork() : GcpSettings.Network.DEFAULT;
    }

    private static GcpSettings.Hardware hardware(StaplerRequest2 request) {
        GcpHardware hardware = new GcpHardware();
        hardware.setServiceAccount(sent(request, "serviceAccount"));
        return hardware.problem().isEmpty()
                ? hardware.toHardware()
                : new GcpHardware().toHardware();
    }

    private static GcpLaunch launch(StaplerRequest2 request) {
        GcpLaunch launch = new GcpLaunch();
        launch.setTemplate(sent(request, "template"));
        launch.setAdvisedTypes(
                Rules.number(sent(request, "advisedTypes"))
                        .orElse(GcpLaunch.DEFAULT_ADVISED_TYPES));
        return launch.problem().isEmpty() ? launch : new GcpLaunch();
    }

    private static String sent(StaplerRequest2 request, String field) {
        return Rules.trimmed(request.getParameter(field));
    }
}
