package io.jenkins.plugins.spotagents.testing;

import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import io.jenkins.plugins.spotagents.cloud.InstanceStart;
import io.jenkins.plugins.spotagents.cloud.SpotCloud;
import io.jenkins.plugins.spotagents.cloud.SpotTemplate;
import io.jenkins.plugins.spotagents.cloud.aws.AwsImage;
import io.jenkins.plugins.spotagents.cloud.aws.AwsNetwork;
import io.jenkins.plugins.spotagents.cloud.aws.AwsSource;
import io.spotagents.boot.BootedInstance;
import io.spotagents.enrolment.SignedDocument;
import io.spotagents.enrolment.aws.TestSigner;
import io.spotagents.provider.aws.FakeEc2;
import io.spotagents.watch.AwsMetadata;
import io.spotagents.watch.MetadataService;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;

/**
 * AWS on this machine: an endpoint of EC2, and for each instance that it makes a metadata service
 * and processes that run the very user data that was sent.
 */
public final class EmulatedAws implements AutoCloseable {

    public static final String CLOUD = "aws";
    public static final String LABEL = "ec2";
    public static final String ACCOUNT = "123456789012";
    public static final String REGION = "us-east-1";

    /** URL of its queue of events. */
    public static final String QUEUE =
            "https://sqs." + REGION + ".amazonaws.com/" + ACCOUNT + "/events";

    private static final String CREDENTIALS = "of-the-test";
    private static final long LOOK_MILLIS = 200;

    private final FakeEc2 ec2 = FakeEc2.start(Clock.systemUTC());
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final Map<String, Machine> machines = new HashMap<>();
    private final List<String> consoles = new ArrayList<>();
    private final Path directory;
    private final TestSigner signer;

    /** An instance at work. */
    private record Machine(MetadataService metadata, BootedInstance instance) {}

    public EmulatedAws(Path directory) throws Exception {
        this.directory = directory;
        this.signer = TestSigner.rsa(directory);
    }

    public FakeEc2 ec2() {
        return ec2;
    }

    /** What the instances of this AWS are signed by. */
    public TestSigner signer() {
        return signer;
    }

    /** From now on instances boot by themselves, and end when they are ended. */
    public void powerOn() {
        thread.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** A source of this AWS, at which nothing is wrong. */
    public AwsSource source() throws GeneralSecurityException {
        return source("emulated");
    }

    /** The same by another name. */
    public AwsSource source(String name) throws GeneralSecurityException {
        AwsSource source = new AwsSource(name);
        source.setCredentialsId(CREDENTIALS);
        source.setRegion(REGION);
        source.setImages(List.of(new AwsImage("ami-0000000000000000a")));
        AwsNetwork network = new AwsNetwork();
        network.setVpc("vpc-1");
        source.setNetwork(network);
        source.setCertificates(signer.pem());
        source.setEndpoint(ec2.endpoint().toString());
        InstanceStart start = new InstanceStart();
        start.setUser("");
        start.setJava(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        start.setJvmOptions("-Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1");
        source.setStart(start);
        return source;
    }

    /** Adds a cloud with this source and one template, and saves. */
    public static void add(Jenkins jenkins, AwsSource source, SpotTemplate template)
            throws IOException {
        addCredentials();
        SpotCloud cloud = new SpotCloud(CLOUD);
        cloud.setSources(List.of(source));
        cloud.setTemplates(List.of(template));
        jenkins.clouds.add(cloud);
        jenkins.save();
    }

    /** Adds the key that its source names. */
    public static void addCredentials() {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new AWSCredentialsImpl(CredentialsScope.SYSTEM, CREDENTIALS, "id", "key", ""));
    }

    /** The identity document of an instance. */
    public static String document(String account, String region, String id, Instant pending) {
        return """
        {
          "accountId" : "%s",
          "architecture" : "x86_64",
          "instanceId" : "%s",
          "pendingTime" : "%s",
          "region" : "%s",
          "version" : "2017-09-30"
        }"""
                .formatted(account, id, pending.truncatedTo(ChronoUnit.SECONDS), region);
    }

    /** Tells an instance that it will be reclaimed. */
    public synchronized void announce(String id, Instant deadline) {
        machines.get(id)
                .metadata()
                .announce("terminate", deadline.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    /** Tells the account's queue of events that an instance will be reclaimed in two minutes. */
    public void announceByQueue(String id, Instant at) {
        ec2.queue(
                "of-" + id,
                """
                {
                  "version": "0",
                  "id": "12345678-1234-1234-1234-123456789012",
                  "detail-type": "EC2 Spot Instance Interruption Warning",
                  "source": "aws.ec2",
                  "account": "%s",
                  "time": "%s",
                  "region": "%s",
                  "resources": ["arn:aws:ec2:%s:instance/%s"],
                  "detail": {"instance-id": "%s", "instance-action": "terminate"}
                }"""
                        .formatted(
                                ACCOUNT,
                                at.truncatedTo(ChronoUnit.SECONDS),
                                REGION,
                                REGION,
                                id,
                                id));
    }

    /** Tells an instance that a reclaim of it is more likely than before. */
    public synchronized void recommendRebalance(String id, Instant since) {
        machines.get(id).metadata().recommend(since.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    /** Where the start script of an instance keeps what it needs; empty if it does not run. */
    public synchronized Optional<Path> disk(String id) {
        return Optional.ofNullable(machines.get(id)).map(machine -> machine.instance().disk());
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
    public void close() {
        thread.shutdownNow();
        end(List.copyOf(machines.keySet()));
        ec2.close();
    }

    private synchronized void look() {
        List<String> living = ec2.living();
        List<String> over = new ArrayList<>(machines.keySet());
        over.removeAll(living);
        end(over);
        for (String id : living) {
            if (!machines.containsKey(id)) {
                boot(id);
            } else if (machines.get(id).instance().hasShutDown()) {
                ec2.reclaim(id);
            }
        }
    }

    private void boot(String id) {
        try {
            MetadataService metadata = new MetadataService();
            SignedDocument signed = signer.sign(document(ACCOUNT, REGION, id, Instant.now()));
            metadata.identify(
                    new String(signed.document(), StandardCharsets.UTF_8),
                    Base64.getMimeEncoder().encodeToString(signed.signature()));
            BootedInstance instance =
                    BootedInstance.start(
                            directory.resolve(id),
                            ec2.userData(id),
                            AwsMetadata.SERVICE_VARIABLE,
                            metadata.address());
            machines.put(id, new Machine(metadata, instance));
        } catch (IOException | GeneralSecurityException e) {
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
