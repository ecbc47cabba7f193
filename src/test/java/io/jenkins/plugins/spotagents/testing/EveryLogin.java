package io.jenkins.plugins.spotagents.testing;

import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.microsoft.azure.util.AzureCredentials;
import com.microsoft.azure.util.AzureImdsCredentials;
import hudson.ProxyConfiguration;
import hudson.util.Secret;
import io.jenkins.plugins.spotagents.cloud.InstanceProof;
import io.jenkins.plugins.spotagents.cloud.SpotCloud;
import io.jenkins.plugins.spotagents.cloud.SpotSource;
import io.jenkins.plugins.spotagents.cloud.SpotTemplate;
import io.jenkins.plugins.spotagents.cloud.aws.AwsImage;
import io.jenkins.plugins.spotagents.cloud.aws.AwsNetwork;
import io.jenkins.plugins.spotagents.cloud.aws.AwsSource;
import io.jenkins.plugins.spotagents.cloud.azure.AzureImage;
import io.jenkins.plugins.spotagents.cloud.azure.AzureNetwork;
import io.jenkins.plugins.spotagents.cloud.azure.AzureSource;
import io.jenkins.plugins.spotagents.cloud.gcp.GcpNetwork;
import io.jenkins.plugins.spotagents.cloud.gcp.GcpSource;
import io.spotagents.provider.aws.AwsSettings;
import io.spotagents.provider.aws.FakeEc2;
import io.spotagents.provider.azure.FakeAzure;
import io.spotagents.provider.gcp.FakeGce;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * All clouds on this machine, for a Jenkins of another process that asks them by every kind of
 * credentials: keys and secrets that it keeps, and what it has without any.
 */
public final class EveryLogin implements AutoCloseable {

    public static final String CLOUD = "every-login";

    public final FakeEc2 ec2 = FakeEc2.start(Clock.systemUTC());
    public final FakeGce gce = FakeGce.start(Clock.systemUTC());
    public final FakeAzure azure = FakeAzure.start(Clock.systemUTC());
    private final AzureInternet internet = new AzureInternet(azure.endpoint());
    private final MetadataTokens metadata = new MetadataTokens();
    private final Path directory;

    public EveryLogin(Path directory) throws Exception {
        this.directory = directory;
    }

    /**
     * Where all is.
     *
     * @param key of a service account of Google
     * @param exchanged how another platform's word is exchanged for a token of Google
     */
    public record Places(URI ec2, URI gce, int proxyPort, String key, String exchanged)
            implements Serializable {}

    /** Gives a Jenkins that is to start what a controller finds around itself in a cloud. */
    public void surround(RealJenkinsExtension jenkins) throws IOException {
        jenkins.javaOptions(
                        "-Djavax.net.ssl.trustStore=" + trusted("trustStore"),
                        "-Djavax.net.ssl.trustStorePassword=" + trusted("trustStorePassword"),
                        "-Djavax.net.ssl.trustStoreType=" + trusted("trustStoreType"))
                .extraEnv("GCE_METADATA_HOST", metadata.host())
                .extraEnv("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://" + metadata.host())
                .extraEnv("AZURE_CLIENT_ID", MetadataTokens.ASSIGNED);
    }

    private static String trusted(String what) {
        return System.getProperty("javax.net.ssl." + what);
    }

    public Places places() throws Exception {
        Path assertion = directory.resolve("assertion");
        Files.writeString(assertion, AzureInternet.ASSERTION);
        return new Places(
                ec2.endpoint(),
                gce.endpoint(),
                internet.proxyPort(),
                ServiceAccount.key(gce.endpoint()),
                """
                {"type": "external_account",
                 "audience": "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/p",
                 "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
                 "token_url": "%s",
                 "credential_source": {"file": "%s"}}"""
                        .formatted(AzureInternet.EXCHANGE_URL, assertion));
    }

    @Override
    public void close() throws IOException {
        metadata.close();
        internet.close();
        ec2.close();
        gce.close();
        azure.close();
    }

    /** Within that Jenkins: adds a cloud with a source for each kind of credentials. */
    public static void add(JenkinsRule r, Places places) throws IOException {
        r.jenkins.setProxy(
                new ProxyConfiguration(
                        "127.0.0.1", places.proxyPort(), null, null, "localhost\n127.0.0.1"));
        AzureCredentials secret =
                new AzureCredentials(
                        CredentialsScope.SYSTEM,
                        "azure-secret",
                        "",
                        EmulatedAzure.SUBSCRIPTION,
                        "client",
                        Secret.fromString(AzureInternet.SECRET));
        secret.setTenant("11111111-2222-3333-4444-555555555555");
        List<Credentials> kept = SystemCredentialsProvider.getInstance().getCredentials();
        kept.add(new AWSCredentialsImpl(CredentialsScope.SYSTEM, "aws-key", "id", "key", ""));
        kept.add(secret);
        kept.add(new AzureImdsCredentials(CredentialsScope.SYSTEM, "azure-managed", "", "Azure"));
        kept.add(file("google-key", places.key()));
        kept.add(file("google-exchanged", places.exchanged()));
        SpotCloud cloud = new SpotCloud(CLOUD);
        cloud.setSources(
                List.<SpotSource>of(
                        aws(places),
                        azure("by-secret", "azure-secret"),
                        azure("by-managed-identity", "azure-managed"),
                        azure("by-itself", ""),
                        google("by-key", "google-key", places),
                        google("by-exchange", "google-exchanged", places),
                        google("by-metadata", "", places)));
        cloud.setTemplates(List.of(new SpotTemplate("any", "any")));
        if (!cloud.problems().isEmpty()) {
            throw new IllegalStateException(cloud.problems().toString());
        }
        r.jenkins.clouds.add(cloud);
        r.jenkins.save();
    }

    private static Credentials file(String id, String text) {
        return new FileCredentialsImpl(
                CredentialsScope.SYSTEM,
                id,
                "",
                id + ".json",
                SecretBytes.fromRawBytes(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static SpotSource aws(Places places) {
        AwsSource source = new AwsSource("aws");
        source.setCredentialsId("aws-key");
        source.setRegion(EmulatedAws.REGION);
        source.setImages(List.of(new AwsImage("ami-0000000000000000a")));
        AwsNetwork network = new AwsNetwork();
        network.setVpc("vpc-1");
        source.setNetwork(network);
        source.setProof(InstanceProof.SECRET);
        source.setMethod(AwsSettings.Method.RUN_INSTANCES);
        source.setEndpoint(places.ec2().toString());
        return source;
    }

    private static SpotSource azure(String name, String credentialsId) {
        AzureSource source = new AzureSource("azure-" + name);
        source.setCredentialsId(credentialsId);
        source.setSubscription(EmulatedAzure.SUBSCRIPTION);
        source.setResourceGroup(EmulatedAzure.GROUP);
        source.setRegion(EmulatedAzure.REGION);
        source.setImages(List.of(new AzureImage("Canonical:ubuntu-24_04-lts:server:latest")));
        source.getHardware().setPublicKey("ssh-ed25519 AAAA jenkins");
        AzureNetwork network = new AzureNetwork();
        network.setSubnet(EmulatedAzure.SUBNET);
        source.setNetwork(network);
        source.setProof(InstanceProof.SECRET);
        return source;
    }

    private static SpotSource google(String name, String credentialsId, Places places) {
        GcpSource source = new GcpSource("google-" + name);
        source.setCredentialsId(credentialsId);
        source.setProject(FakeGce.PROJECT);
        source.setRegion(FakeGce.REGION);
        source.setImages(FakeGce.X86_IMAGE);
        GcpNetwork network = new GcpNetwork();
        network.setSubnet("agents");
        source.setNetwork(network);
        source.setProof(InstanceProof.SECRET);
        source.setEndpoint(places.gce().toString());
        return source;
    }
}
