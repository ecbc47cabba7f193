package io.jenkins.plugins.spotagents.cloud.aws;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.slaves.ComputerLauncher;
import io.jenkins.plugins.spotagents.cloud.InstanceProof;
import io.jenkins.plugins.spotagents.cloud.InstanceStart;
import io.jenkins.plugins.spotagents.cloud.LaunchText;
import io.jenkins.plugins.spotagents.cloud.Rules;
import io.jenkins.plugins.spotagents.cloud.SourceContext;
import io.jenkins.plugins.spotagents.cloud.SpotSource;
import io.spotagents.boot.BootCloud;
import io.spotagents.boot.BootSettings;
import io.spotagents.enrolment.aws.AwsCertificates;
import io.spotagents.enrolment.aws.AwsIdentityCheck;
import io.spotagents.model.OperatingSystem;
import io.spotagents.provider.Provider;
import io.spotagents.provider.aws.AdvisorBands;
import io.spotagents.provider.aws.AwsClients;
import io.spotagents.provider.aws.AwsProvider;
import io.spotagents.provider.aws.AwsSettings;
import io.spotagents.provider.aws.PriceList;
import io.spotagents.provider.aws.SqsQueue;
import io.spotagents.provider.cloud.MarketCache;
import io.spotagents.provider.cloud.UserData;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Settings of a source in AWS: an account and region, with images, network and credentials. */
public final class AwsSource extends SpotSource {

    public static final InstanceProof DEFAULT_PROOF = InstanceProof.DOCUMENT;
    public static final AwsSettings.Method DEFAULT_METHOD = AwsSettings.Method.FLEET;
    public static final String DEFAULT_ALLOCATION_STRATEGY = "price-capacity-optimized";

    private String credentialsId = "";
    private String assumeRole = "";
    private String region = "";
    private List<AwsImage> images = new ArrayList<>();
    private AwsNetwork network = new AwsNetwork();
    private AwsHardware hardware = new AwsHardware();
    private InstanceStart start = new InstanceStart();
    private InstanceProof proof = DEFAULT_PROOF;
    private String certificates = "";
    private String certificatesFolder = "";
    private AwsSettings.Method method = DEFAULT_METHOD;
    private String allocationStrategy = DEFAULT_ALLOCATION_STRATEGY;
    private String tags = "";
    private String eventQueue = "";
    private String endpoint = "";
    @CheckForNull private AwsSsh ssh;

    @DataBoundConstructor
    public AwsSource(@CheckForNull String name) {
        super(name);
    }

    /** Id of Jenkins' credentials for AWS; empty is the controller's own role. */
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(@CheckForNull String credentialsId) {
        this.credentialsId = Rules.trimmed(credentialsId);
    }

    /** ARN of a role that is taken with these credentials; empty is none. */
    public String getAssumeRole() {
        return assumeRole;
    }

    @DataBoundSetter
    public void setAssumeRole(@CheckForNull String assumeRole) {
        this.assumeRole = Rules.trimmed(assumeRole);
    }

    /** Such as {@code eu-central-1}. */
    public String getRegion() {
        return region;
    }

    @DataBoundSetter
    public void setRegion(@CheckForNull String region) {
        this.region = Rules.trimmed(region);
    }

    /** What instances boot from, one for each kind of processor wanted. */
    public List<AwsImage> getImages() {
        return List.copyOf(images);
    }

    @DataBoundSetter
    public void setImages(@CheckForNull List<AwsImage> images) {
        this.images =
                images == null
                        ? new ArrayList<>()
                        : new ArrayList<>(images.stream().filter(Objects::nonNull).toList());
    }

    public AwsNetwork getNetwork() {
        return network;
    }

    @DataBoundSetter
    public void setNetwork(@CheckForNull AwsNetwork network) {
        this.network = Objects.requireNonNullElseGet(network, AwsNetwork::new);
    }

    public AwsHardware getHardware() {
        return hardware;
    }

    @DataBoundSetter
    public void setHardware(@CheckForNull AwsHardware hardware) {
        this.hardware = Objects.requireNonNullElseGet(hardware, AwsHardware::new);
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

    /** The region's certificates by which AWS signs, in PEM form. */
    public String getCertificates() {
        return certificates;
    }

    @DataBoundSetter
    public void setCertificates(@CheckForNull String certificates) {
        this.certificates = Rules.trimmed(certificates);
    }

    /** A folder of the controller that holds them, each as {@code <region>.pem}. */
    public String getCertificatesFolder() {
        return certificatesFolder;
    }

    @DataBoundSetter
    public void setCertificatesFolder(@CheckForNull String certificatesFolder) {
        this.certificatesFolder = Rules.trimmed(certificatesFolder);
    }

    /** The action that makes instances. */
    public AwsSettings.Method getMethod() {
        return method;
    }

    @DataBoundSetter
    public void setMethod(@CheckForNull AwsSettings.Method method) {
        this.method = Objects.requireNonNullElse(method, DEFAULT_METHOD);
    }

    /** As {@code CreateFleet} names it. */
    public String getAllocationStrategy() {
        return allocationStrategy;
    }

    @DataBoundSetter
    public void setAllocationStrategy(@CheckForNull String strategy) {
        this.allocationStrategy =
                Rules.isBlank(strategy) ? DEFAULT_ALLOCATION_STRATEGY : strategy.trim();
    }

    /** Lines such as {@code team=build}, for every instance and volume. */
    public String getTags() {
        return tags;
    }

    @DataBoundSetter
    public void setTags(@CheckForNull String tags) {
        this.tags = Rules.trimmed(tags);
    }

    /** URL of a queue that EventBridge sends events of EC2 to; empty is none. */
    public String getEventQueue() {
        return eventQueue;
    }

    @DataBoundSetter
    public void setEventQueue(@CheckForNull String eventQueue) {
        this.eventQueue = Rules.trimmed(eventQueue);
    }

    /** Address that is asked instead of AWS's own; empty is AWS's own. */
    public String getEndpoint() {
        return endpoint;
    }

    @DataBoundSetter
    public void setEndpoint(@CheckForNull String endpoint) {
        this.endpoint = Rules.trimmed(endpoint);
    }

    /** How the controller connects to instances; null lets them call in by themselves. */
    @CheckForNull
    public AwsSsh getSsh() {
        return ssh;
    }

    @DataBoundSetter
    public void setSsh(@CheckForNull AwsSsh ssh) {
        this.ssh = ssh;
    }

    /** Windows instances call in all the same. */
    @Override
    public Optional<ComputerLauncher> launcher(OperatingSystem os) {
        return ssh == null || os == OperatingSystem.WINDOWS
                ? Optional.empty()
                : Optional.of(ssh.toLauncher(start));
    }

    /** What is read of the market survives a restart in the source's own folder. */
    @Override
    public Provider toProvider(SourceContext context) {
        AwsClients clients = access().open(context.time());
        UserData userData =
                new LaunchText(
                        new LaunchText.Settings(BootCloud.AWS, start, proof).with(onLinux()),
                        context);
        MarketCache cache = MarketCache.in(context.home().resolve("market"));
        AwsProvider.Figures figures =
                new AwsProvider.Figures(
                        new PriceList(clients, cache, context.time()), AdvisorBands.UNKNOWN);
        return new AwsProvider(clients, toSettings(userData), figures, cache, context.time());
    }

    private UnaryOperator<BootSettings.Steps> onLinux() {
        AwsSsh called = ssh;
        return called == null ? UnaryOperator.identity() : called::prepared;
    }

    @Override
    public Optional<AutoCloseable> listen(SourceContext context) {
        if (eventQueue.isEmpty()) {
            return Optional.empty();
        }
        AwsClients clients = access().open(context.time());
        AwsEvents events =
                AwsEvents.start(
                        eventQueue,
                        new SqsQueue(clients, URI.create(eventQueue)),
                        context.controller().fleet(),
                        context.time());
        return Optional.of(
                () -> {
                    events.close();
                    clients.close();
                });
    }

    private AwsAccess access() {
        return new AwsAccess(credentialsId, assumeRole, region, endpoint);
    }

    private AwsSettings toSettings(UserData userData) {
        AwsSettings.Ways ways = AwsSettings.Ways.with(userData);
        return new AwsSettings(
                region,
                images.stream().map(AwsImage::toChoice).toList(),
                ssh == null ? network.toNetwork() : network.toNetwork().with(ssh.getAddress()),
                hardware.toHardware(),
                new AwsSettings.Ways(
                        method, allocationStrategy, Rules.pairs(tags), userData, ways.scores()));
    }

    /** By the certificates that this source names. */
    @Override
    public Optional<Identities> identities(SourceContext.Controller controller) throws IOException {
        if (proof != InstanceProof.DOCUMENT) {
            return Optional.empty();
        }
        AwsCertificates named = AwsRules.readCertificates(region, certificates, certificatesFolder);
        return Optional.of(new Identities(AwsProvider.NAME, new AwsIdentityCheck(named)));
    }

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>(super.problems());
        AwsRules.region(region).ifPresent(problems::add);
        AwsRules.assumeRole(assumeRole).ifPresent(problems::add);
        if (images.isEmpty()) {
            problems.add(Messages.AwsSource_ImagesEmpty());
        }
        images.forEach(image -> problems.addAll(image.problems()));
        problems.addAll(network.problems());
        problems.addAll(hardware.problems());
        problems.addAll(start.problems(BootCloud.AWS));
        problems.addAll(ssh == null ? proofProblem().stream().toList() : ssh.problems());
        AwsRules.tags(tags).ifPresent(problems::add);
        AwsRules.eventQueue(region, eventQueue).ifPresent(problems::add);
        Rules.url(Messages.AwsSource_Endpoint(), endpoint).ifPresent(problems::add);
        return problems;
    }

    private Optional<String> proofProblem() {
        return switch (proof) {
            case DOCUMENT -> AwsRules.certificates(region, certificates, certificatesFolder);
            case SECRET -> AwsRules.secrets(method);
        };
    }

    /** A file edited by hand may lack what a constructor would have set. */
    private Object readResolve() {
        setCredentialsId(credentialsId);
        setAssumeRole(assumeRole);
        setRegion(region);
        setImages(images);
        setNetwork(network);
        setHardware(hardware);
        setStart(start);
        setProof(proof);
        setCertificates(certificates);
        setCertificatesFolder(certificatesFolder);
        setMethod(method);
        setAllocationStrategy(allocationStrategy);
        setTags(tags);
        setEventQueue(eventQueue);
        setEndpoint(endpoint);
        setSsh(ssh);
        return this;
    }

    /** Descriptor of a source in AWS. */
    @Extension
    @Symbol("awsSource")
    public static final class DescriptorImpl extends AwsSourceForm {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.AwsSource_DisplayName();
        }
    }
}
