package io.jenkins.plugins.spotagents.testing;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import io.jenkins.plugins.spotagents.cloud.InstanceStart;
import io.jenkins.plugins.spotagents.cloud.SpotCloud;
import io.jenkins.plugins.spotagents.cloud.SpotTemplate;
import io.jenkins.plugins.spotagents.cloud.gcp.GcpHardware;
import io.jenkins.plugins.spotagents.cloud.gcp.GcpNetwork;
import io.jenkins.plugins.spotagents.cloud.gcp.GcpSource;
import io.spotagents.boot.BootedInstance;
import io.spotagents.enrolment.SignedDocument;
import io.spotagents.enrolment.gcp.FakeGoogle;
import io.spotagents.provider.gcp.FakeGce;
import io.spotagents.watch.GcpMetadata;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;

/**
 * Google Cloud on this machine: an endpoint of Compute Engine, and for each instance that it makes
 * a metadata server and processes that run the very startup script that was sent.
 */
public final class EmulatedGoogle implements AutoCloseable {

    public static final String CLOUD = "google";
    public static final String LABEL = "gce";

    /** Id of the key of a service account among Jenkins' credentials. */
    public static final String CREDENTIALS = "key-of-the-test";

    private static final long LOOK_MILLIS = 200;

    private final FakeGce gce = FakeGce.start(Clock.systemUTC());
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final Map<String, Machine> machines = new HashMap<>();
    private final List<String> consoles = new ArrayList<>();
    private final Path directory;
    private final FakeGoogle google;

    /** An instance at work. */
    private record Machine(GoogleMetadata metadata, BootedInstance instance) {}

    public EmulatedGoogle(Path directory) throws GeneralSecurityException {
        this.directory = directory;
        this.google = new FakeGoogle();
        gce.publish(google.published());
    }

    public FakeGce gce() {
        return gce;
    }

    /** From now on instances boot by themselves, and end when they are ended. */
    public void powerOn() {
        thread.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** A source of this Google, at which nothing is wrong. */
    public GcpSource source() {
        return source("emulated");
    }

    /** The same by another name. */
    public GcpSource source(String name) {
        GcpSource source = new GcpSource(name);
        source.setCredentialsId(CREDENTIALS);
        source.setProject(FakeGce.PROJECT);
        source.setRegion(FakeGce.REGION);
        source.setImages(FakeGce.X86_IMAGE);
        GcpNetwork network = new GcpNetwork();
        network.setSubnet("agents");
        source.setNetwork(network);
        GcpHardware hardware = new GcpHardware();
        hardware.setServiceAccount("agents@some-project.iam.gserviceaccount.com");
        source.setHardware(hardware);
        source.setEndpoint(gce.endpoint().toString());
        InstanceStart start = new InstanceStart();
        start.setUser("");
        start.setJava(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        start.setJvmOptions("-Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1");
        source.setStart(start);
        return source;
    }

    /** Adds a cloud with this source and one template, and saves. */
    public void add(Jenkins jenkins, GcpSource source, SpotTemplate template) throws Exception {
        addCredentials();
        SpotCloud cloud = new SpotCloud(CLOUD);
        cloud.setSources(List.of(source));
        cloud.setTemplates(List.of(template));
        jenkins.clouds.add(cloud);
        jenkins.save();
    }

    /** Adds the key of a service account whose tokens this Google gives. */
    public void addCredentials() throws GeneralSecurityException {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(
                        new FileCredentialsImpl(
                                CredentialsScope.SYSTEM,
                                CREDENTIALS,
                                "",
                                "key.json",
                                SecretBytes.fromRawBytes(key().getBytes(StandardCharsets.UTF_8))));
    }

    /** Of a service account, as a key file holds it. */
    public String key() throws GeneralSecurityException {
        return ServiceAccount.key(gce.endpoint());
    }

    /** What an instance shows, made for an audience at a time. */
    public SignedDocument shown(String id, String audience, Instant at)
            throws GeneralSecurityException {
        return FakeGoogle.apart(google.token(GoogleMetadata.claims(id, audience, at)));
    }

    /** The same, signed by somebody else in Google's name. */
    public static SignedDocument forged(String id, String audience)
            throws GeneralSecurityException {
        return FakeGoogle.apart(
                new FakeGoogle().token(GoogleMetadata.claims(id, audience, Instant.now())));
    }

    /** Tells an instance that it is taken back; it is gone when it is ended. */
    public synchronized void announce(String id) {
        machines.get(id).metadata().preempt();
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
        gce.close();
    }

    private synchronized void look() {
        List<String> living = gce.living();
        List<String> over = new ArrayList<>(machines.keySet());
        over.removeAll(living);
        end(over);
        living.stream().filter(id -> !machines.containsKey(id)).forEach(this::boot);
    }

    private void boot(String id) {
        try {
            GoogleMetadata metadata = new GoogleMetadata(id, google);
            BootedInstance instance =
                    BootedInstance.start(
                            directory.resolve(id.replace(':', '-')),
                            gce.startScript(id),
                            GcpMetadata.SERVICE_VARIABLE,
                            metadata.address());
            machines.put(id, new Machine(metadata, instance));
        } catch (IOException e) {
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
