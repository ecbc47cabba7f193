package io.jenkins.plugins.spotagents.cloud.gcp;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.spotagents.cloud.InstanceProof;
import io.jenkins.plugins.spotagents.cloud.InstanceStart;
import io.jenkins.plugins.spotagents.cloud.LaunchText;
import io.jenkins.plugins.spotagents.cloud.Rules;
import io.jenkins.plugins.spotagents.cloud.SourceContext;
import io.jenkins.plugins.spotagents.cloud.SpotSource;
import io.spotagents.boot.BootCloud;
import io.spotagents.enrolment.IdentityCheck;
import io.spotagents.enrolment.gcp.GcpIdentityCheck;
import io.spotagents.enrolment.gcp.GoogleKeys;
import io.spotagents.enrolment.gcp.PublishedGoogleKeys;
import io.spotagents.provider.Provider;
import io.spotagents.provider.cloud.MarketCache;
import io.spotagents.provider.cloud.UserData;
import io.spotagents.provider.gcp.GcpClients;
import io.spotagents.provider.gcp.GcpProvider;
import io.spotagents.provider.gcp.GcpSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Settings of a source in Google Cloud: a project and region, with images and network. */
public final class GcpSource extends SpotSource {

    public static final InstanceProof DEFAULT_PROOF = InstanceProof.DOCUMENT;

    private String credentialsId = "";
    private String project = "";
    private String region = "";
    private String images = "";
    private GcpNetwork network = new GcpNetwork();
    private GcpHardware hardware = new GcpHardware();
    private GcpLaunch launch = new GcpLaunch();
    private InstanceStart start = new InstanceStart();
    private InstanceProof proof = DEFAULT_PROOF;
    private boolean watchOperations;
    private String endpoint = "";

    @DataBoundConstructor
    public GcpSource(@CheckForNull String name) {
        super(name);
    }

    /** Id of Jenkins' credentials: a key file; empty is what the controller itself has. */
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(@CheckForNull String credentialsId) {
        this.credentialsId = Rules.trimmed(credentialsId);
    }

    /** Id of the project, not its number. */
    public String getProject() {
        return project;
    }

    @DataBoundSetter
    public void setProject(@CheckForNull String project) {
        this.project = Rules.trimmed(project);
    }

    /** Such as {@code europe-west3}. */
    public String getRegion() {
        return region;
    }

    @DataBoundSetter
    public void setRegion(@CheckForNull String region) {
        this.region = Rules.trimmed(region);
    }

    /** Paths of what instances boot from, one for each kind of processor wanted. */
    public String getImages() {
        return images;
    }

    @DataBoundSetter
    public void setImages(@CheckForNull String images) {
        this.images = Rules.trimmed(images);
    }

    public GcpNetwork getNetwork() {
        return network;
    }

    @DataBoundSetter
    public void setNetwork(@CheckForNull GcpNetwork network) {
        this.network = Objects.requireNonNullElseGet(network, GcpNetwork::new);
    }

    public GcpHardware getHardware() {
        return hardware;
    }

    @DataBoundSetter
    public void setHardware(@CheckForNull GcpHardware hardware) {
        this.hardware = Objects.requireNonNullElseGet(hardware, GcpHardware::new);
    }

    public GcpLaunch getLaunch() {
        return launch;
    }

    @DataBoundSetter
    public void setLaunch(@CheckForNull GcpLaunch launch) {
        this.launch = Objects.requireNonNullElseGet(launch, GcpLaunch::new);
    }

    public InstanceStart getStart() {
        return start;
    }

    @DataBoundSetter
    public void setStart(@CheckForNull InstanceStart start) {
        this.start = Objects.requireNonNullElseGet(start, InstanceStart::new);
    }

    /** How instances prove which they are. */
    public InstanceProof getProof() {
        return proof;
    }

    @DataBoundSetter
    public void setProof(@CheckForNull InstanceProof proof) {
        this.proof = Objects.requireNonNullElse(proof, DEFAULT_PROOF);
    }

    /** Whether Google's operations are read for preemptions, besides what agents tell. */
    public boolean isWatchOperations() {
        return watchOperations;
    }

    @DataBoundSetter
    public void setWatchOperations(boolean watchOperations) {
        this.watchOperations = watchOperations;
    }

    /** Address that is asked instead of Google's own; empty is Google's own. */
    public String getEndpoint() {
        return endpoint;
    }

    @DataBoundSetter
    public void setEndpoint(@CheckForNull String endpoint) {
        this.endpoint = Rules.trimmed(endpoint);
    }

    /** Prices survive a restart in the source's own folder. */
    @Override
    public Provider toProvider(SourceContext context) {
        Map<String, String> more =
                Map.of("longest_run", Long.toString(launch.longestRun().toSeconds()));
        LaunchText.Settings text =
                new LaunchText.Settings(BootCloud.GCP, start, proof, new TreeMap<>(more));
        return provider(new LaunchText(text, context), context);
    }

    private GcpProvider provider(UserData script, SourceContext context) {
        GcpClients clients = access().open();
        MarketCache cache = MarketCache.in(context.home().resolve("market"));
        return new GcpProvider(clients, toSettings(script), cache, context.time());
    }

    @Override
    public Optional<AutoCloseable> listen(SourceContext context) {
        if (!watchOperations) {
            return Optional.empty();
        }
        GcpProvider asked = provider(UserData.NONE, context);
        return Optional.of(
                GcpPreemptions.start(
                        getName(), asked, context.controller().fleet(), context.time()));
    }

    /** By the keys that Google publishes, for tokens that were made for this controller. */
    @Override
    public Optional<Identities> identities(SourceContext.Controller controller) {
        if (proof != InstanceProof.DOCUMENT) {
            return Optional.empty();
        }
        PublishedGoogleKeys keys = new PublishedGoogleKeys(access()::keys);
        IdentityCheck check = (signed, now) -> check(keys, controller).proven(signed, now);
        return Optional.of(new Identities(GcpProvider.NAME, check));
    }

    /** Jenkins' own address may be set later than the source. */
    private GcpIdentityCheck check(GoogleKeys keys, SourceContext.Controller controller) {
        URI url =
                start.url().orElseThrow(() -> new IllegalStateException("Jenkins' URL is not set"));
        return new GcpIdentityCheck(keys, GcpIdentityCheck.audience(url, controller.id()));
    }

    private GcpAccess access() {
        return new GcpAccess(credentialsId, endpoint);
    }

    private GcpSettings toSettings(UserData script) {
        return new GcpSettings(
                new GcpSettings.Site(project, region),
                GcpRules.imageChoices(images),
                network.toNetwork(),
                hardware.toHardware(),
                launch.toWays(script));
    }

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>(super.problems());
        GcpRules.project(project).ifPresent(problems::add);
        GcpRules.region(region).ifPresent(problems::add);
        GcpRules.images(images).ifPresent(problems::add);
        network.problem().ifPresent(problems::add);
        hardware.problem().ifPresent(problems::add);
        launch.problem().ifPresent(problems::add);
        problems.addAll(start.problems(BootCloud.GCP));
        GcpRules.proof(proof, hardware.getServiceAccount(), launch.getTemplate())
                .ifPresent(problems::add);
        Rules.url(Messages.GcpSource_Endpoint(), endpoint).ifPresent(problems::add);
        return problems;
    }

    /** A file edited by hand may lack what a constructor would have set. */
    private Object readResolve() {
        setCredentialsId(credentialsId);
        setProject(project);
        setRegion(region);
        setImages(images);
        setNetwork(network);
        setHardware(hardware);
        setLaunch(launch);
        setStart(start);
        setProof(proof);
        setEndpoint(endpoint);
        return this;
    }

    /** Descriptor of a source in Google Cloud. */
    @Extension
    @Symbol("gcpSource")
    public static final class DescriptorImpl extends GcpSourceForm {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.GcpSource_DisplayName();
        }
    }
}
