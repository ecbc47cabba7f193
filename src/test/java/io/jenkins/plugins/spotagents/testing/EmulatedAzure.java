package io.jenkins.plugins.spotagents.testing;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.microsoft.azure.util.AzureCredentials;
import hudson.ProxyConfiguration;
import hudson.util.Secret;
import io.jenkins.plugins.spotagents.cloud.InstanceStart;
import io.jenkins.plugins.spotagents.cloud.SpotCloud;
import io.jenkins.plugins.spotagents.cloud.SpotTemplate;
import io.jenkins.plugins.spotagents.cloud.azure.AzureImage;
import io.jenkins.plugins.spotagents.cloud.azure.AzureNetwork;
import io.jenkins.plugins.spotagents.cloud.azure.AzureSource;
import io.spotagents.boot.BootedInstance;
import io.spotagents.enrolment.azure.TestAuthority;
import io.spotagents.enrolment.azure.TestAuthority.Valid;
import io.spotagents.provider.azure.FakeAzure;
import io.spotagents.watch.AzureMetadata;
import io.spotagents.watch.AzureMetadataService;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import jenkins.model.Jenkins;

/**
 * Azure on this machine: its endpoints behind a proxy, and for each instance that they make a
 * metadata service and processes that run the very custom data that was sent.
 */
public final class EmulatedAzure implements AutoCloseable {

    public static final String CLOUD = "azure";
    public static final String LABEL = "azure";
    public static final String SUBSCRIPTION = "00000000-1111-2222-3333-444444444444";
    public static final String REGION = "westeurope";
    public static final String CREDENTIALS = "of-the-test";
    public static final String GROUP = "agents";

    /** What a platform that this Azure trusts signs for its workload. */
    public static final String ASSERTION = AzureInternet.ASSERTION;

    public static final String SUBNET =
            "/subscriptions/"
                    + SUBSCRIPTION
                    + "/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/v/subnets/s";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MM/dd/yy HH:mm:ss xx", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final long LOOK_MILLIS = 200;

    private final FakeAzure azure = FakeAzure.start(Clock.systemUTC());
    private final AzureInternet internet;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final Map<String, Machine> machines = new HashMap<>();
    private final List<String> consoles = new ArrayList<>();
    private final Path directory;
    private final TestAuthority root;
    private final TestAuthority signer;

    /** An instance at work. */
    private record Machine(AzureMetadataService metadata, BootedInstance instance) {}

    public EmulatedAzure(Path directory) throws Exception {
        this.directory = directory;
        this.root = TestAuthority.root("Root of the metadata service");
        this.signer = root.host("metadata.azure.com", Valid.LONG);
        this.internet = new AzureInternet(azure.endpoint());
    }

    public FakeAzure azure() {
        return azure;
    }

    /** What the instances of this Azure are signed by. */
    public TestAuthority signer() {
        return signer;
    }

    /** The hosts that Jenkins asked its proxy for. */
    public Set<String> asked() {
        return internet.asked();
    }

    /** Of the proxy behind which it is. */
    public int proxyPort() {
        return internet.proxyPort();
    }

    /** From now on instances boot by themselves, and end when they are ended. */
    public void powerOn() {
        thread.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** A source of this Azure, at which nothing is wrong. */
    public AzureSource source() throws Exception {
        return source("emulated");
    }

    /** The same by another name. */
    public AzureSource source(String name) throws Exception {
        AzureSource source = new AzureSource(name);
        source.setCredentialsId(CREDENTIALS);
        source.setSubscription(SUBSCRIPTION);
        source.setResourceGroup(GROUP);
        source.setRegion(REGION);
        source.setImages(List.of(new AzureImage("Canonical:ubuntu-24_04-lts:server:latest")));
        source.getHardware().setPublicKey("ssh-ed25519 AAAA jenkins");
        AzureNetwork network = new AzureNetwork();
        network.setSubnet(SUBNET);
        network.setPublicAddress(true);
        source.setNetwork(network);
        source.setCertificates(root.pem());
        InstanceStart start = new InstanceStart();
        start.setUser("");
        start.setJava(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        start.setJvmOptions("-Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1");
        source.setStart(start);
        return source;
    }

    /** Lets Jenkins reach this Azure, and adds the credentials that it knows. */
    public void connect(Jenkins jenkins) throws IOException {
        jenkins.setProxy(
                new ProxyConfiguration(
                        "127.0.0.1", internet.proxyPort(), null, null, "localhost\n127.0.0.1"));
        AzureCredentials credentials =
                new AzureCredentials(
                        CredentialsScope.SYSTEM,
                        CREDENTIALS,
                        "",
                        SUBSCRIPTION,
                        "client",
                        Secret.fromString(AzureInternet.SECRET));
        credentials.setTenant("11111111-2222-3333-4444-555555555555");
        SystemCredentialsProvider.getInstance().getCredentials().add(credentials);
    }

    /** Adds a cloud with this source and one template, and saves. */
    public void add(Jenkins jenkins, AzureSource source, SpotTemplate template) throws IOException {
        connect(jenkins);
        SpotCloud cloud = new SpotCloud(CLOUD);
        cloud.setSources(List.of(source));
        cloud.setTemplates(List.of(template));
        jenkins.clouds.add(cloud);
        jenkins.save();
    }

    /** What Azure attests of an instance. */
    public static String attested(String subscription, String id, String nonce, Instant created) {
        return """
        {
          "licenseType": "",
          "nonce": "%s",
          "plan": {"name": "", "product": "", "publisher": ""},
          "sku": "server",
          "subscriptionId": "%s",
          "timeStamp": {"createdOn": "%s", "expiresOn": "%s"},
          "vmId": "%s"
        }"""
                .formatted(
                        nonce,
                        subscription,
                        TIME.format(created),
                        TIME.format(created.plus(Duration.ofHours(6))),
                        id);
    }

    /** Tells an instance that it will be reclaimed. */
    public synchronized void announce(String id, Instant deadline) {
        machines.get(id).metadata().announce(deadline);
    }

    /**
     * From now on, what happens when an instance lets itself be taken before its time.
     *
     * @param happens is given the instance's id, before the instance is answered
     */
    public synchronized void whenApproved(Consumer<String> happens) {
        machines.forEach(
                (id, machine) -> machine.metadata().whenApproved(() -> happens.accept(id)));
    }

    /** How many instances have processes. */
    public synchronized int running() {
        return machines.size();
    }

    /** What all instances printed, those that have ended first. */
    public synchronized String consoles() throws IOException {
        StringBuilder all = new StringBuilder(String.join("\n", consoles));
        for (Machine machine : machines.values()) {
            all.append('\n').append(machine.instance().console());
        }
        return all.toString();
    }

    @Override
    public void close() throws IOException {
        thread.shutdownNow();
        end(List.copyOf(machines.keySet()));
        internet.close();
        azure.close();
    }

    private synchronized void look() {
        List<String> living = azure.living();
        List<String> over = new ArrayList<>(machines.keySet());
        over.removeAll(living);
        end(over);
        for (String id : living) {
            if (!machines.containsKey(id)) {
                boot(id);
            }
        }
    }

    private void boot(String id) {
        try {
            AzureMetadataService metadata =
                    new AzureMetadataService(
                            Map.of(
                                    "name", azure.name(id),
                                    "location", REGION,
                                    "vmId", id,
                                    "subscriptionId", SUBSCRIPTION),
                            nonce -> signer.sign(attested(SUBSCRIPTION, id, nonce, Instant.now())));
            BootedInstance instance =
                    BootedInstance.start(
                            directory.resolve(id),
                            azure.customData(id),
                            AzureMetadata.SERVICE_VARIABLE,
                            metadata.address());
            machines.put(id, new Machine(metadata, instance));
        } catch (IOException | RuntimeException e) {
            consoles.add(id + " does not boot: " + e);
        }
    }

    private synchronized void end(List<String> ids) {
        for (String id : ids) {
            Machine machine = machines.remove(id);
            machine.instance().close();
            machine.metadata().close();
            try {
                consoles.add(machine.instance().console());
            } catch (IOException e) {
                consoles.add(id + " has no console: " + e);
            }
        }
    }
}
