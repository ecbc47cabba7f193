package io.jenkins.plugins.spotagents.cloud.azure;

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
import io.spotagents.enrolment.azure.AzureIdentityCheck;
import io.spotagents.provider.Provider;
import io.spotagents.provider.azure.AzureProvider;
import io.spotagents.provider.azure.AzureSettings;
import io.spotagents.provider.cloud.UserData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Settings of a source in Azure: a subscription and region, with images and network. */
public final class AzureSource extends SpotSource {

    public static final InstanceProof DEFAULT_PROOF = InstanceProof.DOCUMENT;

    private String credentialsId = "";
    private String subscription = "";
    private String resourceGroup = "";
    private String region = "";
    private List<AzureImage> images = new ArrayList<>();
    private AzureNetwork network = new AzureNetwork();
    private AzureHardware hardware = new AzureHardware();
    private InstanceStart start = new InstanceStart();
    private InstanceProof proof = DEFAULT_PROOF;
    private String certificates = "";
    private String certificatesFolder = "";
    private String tags = "";
    private String buildIdentities = "";
    private String selfDelete = "";

    @DataBoundConstructor
    public AzureSource(@CheckForNull String name) {
        super(name);
    }

    /** Id of Jenkins' credentials for Azure; empty is the controller's own identity. */
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(@CheckForNull String credentialsId) {
        this.credentialsId = Rules.trimmed(credentialsId);
    }

    /** Id of the subscription. */
    public String getSubscription() {
        return subscription;
    }

    @DataBoundSetter
    public void setSubscription(@CheckForNull String subscription) {
        this.subscription = Rules.trimmed(subscription);
    }

    /** Name of the group that everything is made in. */
    public String getResourceGroup() {
        return resourceGroup;
    }

    @DataBoundSetter
    public void setResourceGroup(@CheckForNull String resourceGroup) {
        this.resourceGroup = Rules.trimmed(resourceGroup);
    }

    /** Such as {@code westeurope}. */
    public String getRegion() {
        return region;
    }

    @DataBoundSetter
    public void setRegion(@CheckForNull String region) {
        this.region = Rules.trimmed(region);
    }

    /** What instances boot from, one for each kind of processor wanted. */
    public List<AzureImage> getImages() {
        return List.copyOf(images);
    }

    @DataBoundSetter
    public void setImages(@CheckForNull List<AzureImage> images) {
        this.images =
                images == null
                        ? new ArrayList<>()
                        : new ArrayList<>(images.stream().filter(Objects::nonNull).toList());
    }

    public AzureNetwork getNetwork() {
        return network;
    }

    @DataBoundSetter
    public void setNetwork(@CheckForNull AzureNetwork network) {
        this.network = Objects.requireNonNullElseGet(network, AzureNetwork::new);
    }

    public AzureHardware getHardware() {
        return hardware;
    }

    @DataBoundSetter
    public void setHardware(@CheckForNull AzureHardware hardware) {
        this.hardware = Objects.requireNonNullElseGet(hardware, AzureHardware::new);
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

    /** The authorities that vouch for what Azure signs, in PEM form. */
    public String getCertificates() {
        return certificates;
    }

    @DataBoundSetter
    public void setCertificates(@CheckForNull String certificates) {
        this.certificates = Rules.trimmed(certificates);
    }

    /** A folder of the controller that holds them, as {@code *.pem}. */
    public String getCertificatesFolder() {
        return certificatesFolder;
    }

    @DataBoundSetter
    public void setCertificatesFolder(@CheckForNull String certificatesFolder) {
        this.certificatesFolder = Rules.trimmed(certificatesFolder);
    }

    /** Lines such as {@code team=build}, for everything that is made. */
    public String getTags() {
        return tags;
    }

    @DataBoundSetter
    public void setTags(@CheckForNull String tags) {
        this.tags = Rules.trimmed(tags);
    }

    /** Resource ids of managed identities: what builds may do in Azure. */
    public String getBuildIdentities() {
        return buildIdentities;
    }

    @DataBoundSetter
    public void setBuildIdentities(@CheckForNull String buildIdentities) {
        this.buildIdentities = Rules.trimmed(buildIdentities);
    }

    /** Resource id of a managed identity that instances delete themselves with; empty is none. */
    public String getSelfDelete() {
        return selfDelete;
    }

    @DataBoundSetter
    public void setSelfDelete(@CheckForNull String selfDelete) {
        this.selfDelete = Rules.trimmed(selfDelete);
    }

    @Override
    public Provider toProvider(SourceContext context) {
        AzureLogin login = new AzureLogin(credentialsId);
        SortedMap<String, String> more = new TreeMap<>();
        more.put("self_delete", selfDelete);
        more.put("management", login.management().toString());
        UserData userData =
                new LaunchText(
                        new LaunchText.Settings(BootCloud.AZURE, start, proof, more), context);
        return new AzureProvider(login.open(), toSettings(userData), context.time());
    }

    private AzureSettings toSettings(UserData userData) {
        return new AzureSettings(
                region,
                images.stream().map(AzureImage::toChoice).toList(),
                new AzureSettings.Home(subscription, resourceGroup, network.toNetwork()),
                hardware.toHardware(),
                AzureRules.ways(tags, userData, buildIdentities, selfDelete));
    }

    /** By the authorities that this source names. */
    @Override
    public Optional<Identities> identities(SourceContext.Controller controller) throws IOException {
        return proof == InstanceProof.DOCUMENT
                ? Optional.of(
                        new Identities(
                                AzureProvider.NAME,
                                new AzureIdentityCheck(
                                        AzureRules.trust(certificates, certificatesFolder))))
                : Optional.empty();
    }

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>(super.problems());
        AzureRules.subscription(subscription).ifPresent(problems::add);
        AzureRules.resourceGroup(resourceGroup).ifPresent(problems::add);
        AzureRules.region(region).ifPresent(problems::add);
        if (images.isEmpty()) {
            problems.add(Messages.AzureSource_ImagesEmpty());
        }
        images.forEach(image -> problems.addAll(image.problems()));
        problems.addAll(network.problems());
        problems.addAll(hardware.problems());
        if (hardware.getPublicKey().isEmpty()
                && images.stream().anyMatch(image -> !image.isSpecialized())) {
            problems.add(Messages.AzureSource_PublicKeyEmpty());
        }
        problems.addAll(start.problems(BootCloud.AZURE));
        if (proof == InstanceProof.DOCUMENT) {
            AzureRules.certificates(certificates, certificatesFolder).ifPresent(problems::add);
        }
        AzureRules.tags(tags).ifPresent(problems::add);
        AzureRules.buildIdentities(buildIdentities).ifPresent(problems::add);
        AzureRules.selfDelete(selfDelete).ifPresent(problems::add);
        return problems;
    }

    /** A file edited by hand may lack what a constructor would have set. */
    private Object readResolve() {
        setCredentialsId(credentialsId);
        setSubscription(subscription);
        setResourceGroup(resourceGroup);
        setRegion(region);
        setImages(images);
        setNetwork(network);
        setHardware(hardware);
        setStart(start);
        setProof(proof);
        setCertificates(certificates);
        setCertificatesFolder(certificatesFolder);
        setTags(tags);
        setBuildIdentities(buildIdentities);
        setSelfDelete(selfDelete);
        return this;
    }

    /** Descriptor of a source in Azure. */
    @Extension
    @Symbol("azureSource")
    public static final class DescriptorImpl extends AzureSourceForm {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.AzureSource_DisplayName();
        }
    }
}
