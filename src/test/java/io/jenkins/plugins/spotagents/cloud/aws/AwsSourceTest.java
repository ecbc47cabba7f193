package io.jenkins.plugins.spotagents.cloud.aws;

import static io.jenkins.plugins.spotagents.cloud.Clouds.awsOverSsh;
import static io.jenkins.plugins.spotagents.cloud.Clouds.cloud;
import static io.jenkins.plugins.spotagents.cloud.Clouds.template;
import static io.jenkins.plugins.spotagents.cloud.Clouds.unusualAws;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.ProxyConfiguration;
import hudson.util.Secret;
import io.jenkins.plugins.spotagents.agent.CallOverSsh;
import io.jenkins.plugins.spotagents.cloud.Clouds;
import io.jenkins.plugins.spotagents.cloud.ControllerProxy;
import io.jenkins.plugins.spotagents.cloud.InstanceProof;
import io.jenkins.plugins.spotagents.cloud.InstanceStart;
import io.jenkins.plugins.spotagents.cloud.LocalSource;
import io.jenkins.plugins.spotagents.cloud.LocalSourceAllowed;
import io.jenkins.plugins.spotagents.cloud.SourceContext;
import io.jenkins.plugins.spotagents.cloud.SpotCloud;
import io.jenkins.plugins.spotagents.cloud.SpotSource;
import io.jenkins.plugins.spotagents.testing.EmulatedAws;
import io.jenkins.plugins.spotagents.testing.OneJenkins;
import io.spotagents.boot.BootSettings;
import io.spotagents.enrolment.IdentityCheck;
import io.spotagents.enrolment.SignedDocument;
import io.spotagents.model.OperatingSystem;
import io.spotagents.provider.aws.AwsClients;
import io.spotagents.provider.aws.AwsSettings;
import io.spotagents.provider.cloud.HttpProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import jenkins.model.JenkinsLocationConfiguration;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import software.amazon.awssdk.services.sts.model.StsException;

@ExtendWith({OneJenkins.class, LocalSourceAllowed.class})
class AwsSourceTest {

    @TempDir private Path directory;

    /**
     * A mistake in a source, and what has to be said of it.
     *
     * @param field as Configuration as Code calls it
     */
    private record Mistake(Consumer<AwsSource> made, String field, String remedy) {}

    private static Stream<Mistake> mistakes() {
        return Stream.of(
                new Mistake(s -> s.setRegion(""), "(region)", "like eu-central-1"),
                new Mistake(s -> s.setRegion("Frankfurt"), "(region)", "like eu-central-1"),
                new Mistake(s -> s.setAssumeRole("me"), "(assumeRole)", "arn:aws:iam::"),
                new Mistake(s -> s.setImages(List.of()), "(images)", "add an image"),
                new Mistake(
                        s -> s.setImages(List.of(new AwsImage("mine"))),
                        "(images.image)",
                        "like ami-0abc"),
                new Mistake(s -> s.setNetwork(null), "(network)", "name subnets"),
                new Mistake(s -> s.getNetwork().setSubnets("a"), "(network)", "like subnet-0abc"),
                new Mistake(s -> s.getNetwork().setSubnetTags("a"), "(network)", "key=value"),
                new Mistake(s -> s.getNetwork().setSecurityGroups("a"), "(network)", "like sg-"),
                new Mistake(s -> s.getHardware().setMaxCpus(-1), "(hardware.maxCpus)", "0 for no"),
                new Mistake(
                        s -> s.getHardware().setMaxMemoryMib(-1),
                        "(hardware.maxMemoryMib)",
                        "0 for no"),
                new Mistake(s -> s.getHardware().setVolumeGib(-1), "(hardware)", "between 1 and"),
                new Mistake(s -> s.getHardware().setMetadataHops(0), "(hardware)", "between 1"),
                new Mistake(s -> s.getStart().setUser("a b"), "(start)", "user cannot be"),
                new Mistake(s -> s.getStart().setJava("`id`"), "(start)", "java cannot be"),
                new Mistake(
                        s -> s.getStart().setStartScript("x".repeat(20_000)),
                        "(start)",
                        "put what it does into the image"),
                new Mistake(
                        s -> s.getStart().setControllerUrl("here"),
                        "(start.controllerUrl)",
                        "https://"),
                new Mistake(s -> s.setMethod(AwsSettings.Method.FLEET), "(proof)", "RUN_INSTANCES"),
                new Mistake(
                        s -> s.setProof(InstanceProof.DOCUMENT), "(certificates", "BEGIN and END"),
                new Mistake(AwsSourceTest::withoutCertificates, "(certificates)", "paste the"),
                new Mistake(s -> s.setTags("team"), "(tags)", "key=value"),
                new Mistake(s -> s.setTags("aws:a=b"), "(tags)", "must not begin with"),
                new Mistake(s -> s.setEventQueue("events"), "(eventQueue)", "copy its URL"),
                new Mistake(
                        s -> s.setEventQueue(EmulatedAws.QUEUE), "(eventQueue)", "in the region"),
                new Mistake(s -> s.setEndpoint("ec2"), "(endpoint)", "https://"),
                new Mistake(overSsh(s -> s.setCredentialsId("")), "(ssh.credentialsId)", "choose"),
                new Mistake(overSsh(s -> s.setHostKey("")), "(ssh.hostKey)", "paste the public"),
                new Mistake(overSsh(s -> s.setHostKey("AAAA")), "(ssh.hostKey)", "ssh-ed25519"),
                new Mistake(overSsh(s -> s.setPort(0)), "(ssh.port)", "22 as a rule"));
    }

    private static Consumer<AwsSource> overSsh(Consumer<AwsSsh> mistake) {
        return source -> {
            AwsSsh ssh = awsOverSsh().getSsh();
            ssh.setTrustFirstKey(false);
            source.setSsh(ssh);
            assertThat(source.problems()).isEmpty();
            mistake.accept(ssh);
        };
    }

    @Test
    void theLoginOfSshGetsWhatTheAgentNeedsOnLinuxAlone(JenkinsRule r) throws Exception {
        stored().add(
                        new UsernamePasswordCredentialsImpl(
                                CredentialsScope.SYSTEM, "login", "", "ec2-user", "pw"));
        AwsSource source = awsOverSsh();
        assertThat(source.problems()).isEmpty();

        BootSettings.Steps steps = source.getSsh().prepared(BootSettings.Steps.USUAL);

        assertThat(steps.user()).isEqualTo("ec2-user");
        assertThat(steps.isCalled()).isTrue();
        assertThat(source.launcher(OperatingSystem.LINUX)).containsInstanceOf(CallOverSsh.class);
        assertThat(source.launcher(OperatingSystem.WINDOWS)).isEmpty();
        assertThat(unusualAws().launcher(OperatingSystem.LINUX)).isEmpty();
    }

    private static void withoutCertificates(AwsSource source) {
        source.setProof(InstanceProof.DOCUMENT);
        source.setCertificates("");
        source.setCertificatesFolder("");
    }

    @Test
    void aMistakeDisablesItsSourceAloneAndNamesFieldAndRemedy(JenkinsRule r) {
        assertThat(unusualAws().problems()).isEmpty();
        mistakes()
                .forEach(
                        mistake -> {
                            AwsSource bad = unusualAws();
                            mistake.made().accept(bad);
                            SpotCloud cloud = cloud("c", template());
                            cloud.setSources(List.of(bad, new LocalSource("local")));

                            assertThat(cloud.problems())
                                    .singleElement()
                                    .asString()
                                    .contains("Source \"frankfurt\" is not used")
                                    .contains(mistake.field(), mistake.remedy());
                            assertThat(cloud.validSources())
                                    .extracting(SpotSource::getName)
                                    .containsExactly("local");
                            assertThat(cloud.validTemplates()).hasSize(1);
                        });
    }

    @Test
    void nullsAreDefaults(JenkinsRule r) {
        AwsSource source = new AwsSource(null);
        source.setCredentialsId(null);
        source.setAssumeRole(null);
        source.setRegion(null);
        source.setImages(null);
        source.setNetwork(null);
        source.setHardware(null);
        source.setStart(null);
        source.setProof(null);
        source.setCertificates(null);
        source.setCertificatesFolder(null);
        source.setMethod(null);
        source.setAllocationStrategy(null);
        source.setTags(null);
        source.setEventQueue(null);
        source.setEndpoint(null);
        source.setSsh(null);

        SpotCloud cloud = new SpotCloud("c");
        cloud.setSources(List.of(source));
        SpotCloud plain = new SpotCloud("c");
        plain.setSources(List.of(new AwsSource("")));
        assertThat(Clouds.written(cloud)).isEqualTo(Clouds.written(plain));
        assertThat(source.problems()).hasSizeGreaterThan(1);
    }

    @Test
    void aFolderCanHoldTheCertificates(JenkinsRule r) throws Exception {
        try (EmulatedAws aws = new EmulatedAws(directory)) {
            AwsSource source = aws.source();
            assertThat(source.problems()).isEmpty();
            Path folder = Files.createDirectories(directory.resolve("certificates"));
            source.setCertificates("");
            source.setCertificatesFolder(folder.toString());
            assertThat(source.problems())
                    .singleElement()
                    .asString()
                    .contains("(certificatesFolder)", "has no file us-east-1.pem");

            Files.writeString(folder.resolve("us-east-1.pem"), aws.signer().pem());

            assertThat(source.problems()).isEmpty();
            SignedDocument signed =
                    aws.signer()
                            .sign(
                                    EmulatedAws.document(
                                            EmulatedAws.ACCOUNT,
                                            "us-east-1",
                                            "i-1",
                                            Instant.now()));
            assertThat(identityCheck(source).proven(signed, Instant.now()).instanceId())
                    .isEqualTo("i-1");
        }
    }

    private static IdentityCheck identityCheck(AwsSource source) throws IOException {
        SpotSource.Identities identities =
                source.identities(new SourceContext.Controller(new UUID(1, 1), null, event -> {}))
                        .orElseThrow();
        assertThat(identities.provider()).isEqualTo("aws");
        return identities.check();
    }

    @Test
    void testsTheConnection(JenkinsRule r) throws Exception {
        try (EmulatedAws aws = new EmulatedAws(directory)) {
            addCredentials("key", "id");
            String ours =
                    "&by=ID&image=ami-0000000000000000a&owner=&subnets=subnet-a"
                            + "&instanceProfile=&assumeRole=&endpoint=";
            String here = ours + aws.ec2().endpoint();

            String works = tested(r, "credentialsId=key&region=us-east-1" + here);
            String nobody = tested(r, "credentialsId=gone&region=us-east-1" + here);
            String bad = tested(r, "credentialsId=key&region=Virginia" + here);
            String deaf =
                    tested(r, "credentialsId=key&region=us-east-1" + ours + "http://127.0.0.1:9/");

            assertThat(works)
                    .contains("AWS answers arn:aws:iam::123456789012:user/ci, who has")
                    .contains("ec2:CreateFleet: could not be checked")
                    .doesNotContain("class=\"error\"");
            assertThat(nobody).contains("class=\"error\"", "gone", "of Jenkins");
            assertThat(bad).contains("class=\"error\"", "(region)");
            assertThat(deaf).contains("class=\"error\"", "AWS cannot be used like this");
        }
    }

    private static String tested(JenkinsRule r, String query) throws Exception {
        JenkinsRule.WebClient browser = r.createWebClient();
        String address =
                "descriptorByName/" + AwsSource.class.getName() + "/testConnection?" + query;
        return browser.getPage(new WebRequest(browser.createCrumbedUrl(address), HttpMethod.POST))
                .getWebResponse()
                .getContentAsString();
    }

    @Test
    void aKeyThatIsChangedIsUsedAMinuteLater(JenkinsRule r) throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
        StoredCredentials credentials = new StoredCredentials("rotated", now::get);
        assertThatThrownBy(credentials::resolveCredentials).hasMessageContaining("\"rotated\"");
        addCredentials("rotated", "old");
        assertThat(credentials.resolveCredentials().accessKeyId()).isEqualTo("old");
        stored().clear();
        addCredentials("rotated", "new");

        now.set(now.get().plusSeconds(60));

        assertThat(credentials.resolveCredentials().accessKeyId()).isEqualTo("new");
    }

    @Test
    void goesByTheProxyOfJenkins(JenkinsRule r) throws Exception {
        assertThat(ControllerProxy.read()).isEmpty();
        ProxyConfiguration proxy =
                new ProxyConfiguration("proxy.example.com", 3128, "me", null, "*.Internal\n");
        proxy.setSecretPassword(Secret.fromString("pw"));
        r.jenkins.setProxy(proxy);

        HttpProxy used = ControllerProxy.read().orElseThrow();

        assertThat(used.address()).isEqualTo(URI.create("http://proxy.example.com:3128"));
        assertThat(used.login()).isEqualTo(Optional.of(new HttpProxy.Login("me", "pw")));
        assertThat(used.direct()).anyMatch("a.internal"::matches);
    }

    @Test
    void instancesCallWhereJenkinsSaysThatItIs(JenkinsRule r) {
        InstanceStart start = new InstanceStart();
        assertThat(start.url()).hasValue(URI.create(JenkinsLocationConfiguration.get().getUrl()));

        JenkinsLocationConfiguration.get().setUrl(null);

        assertThat(start.url()).isEmpty();
    }

    @Test
    void asksForARoleWhereOneIsNamed(JenkinsRule r) throws Exception {
        try (EmulatedAws aws = new EmulatedAws(directory)) {
            addCredentials("key", "id");
            AwsAccess access =
                    new AwsAccess(
                            "key",
                            "arn:aws:iam::123456789012:role/spot",
                            "us-east-1",
                            aws.ec2().endpoint().toString());

            try (AwsClients clients = access.open(Clock.systemUTC())) {
                assertThatThrownBy(() -> clients.sts().getCallerIdentity())
                        .isInstanceOf(StsException.class);
            }
            assertThat(aws.ec2().count("AssumeRole")).isPositive();
        }
    }

    private static void addCredentials(String id, String accessKey) {
        stored().add(new AWSCredentialsImpl(CredentialsScope.SYSTEM, id, accessKey, "secret", ""));
    }

    private static List<Credentials> stored() {
        return SystemCredentialsProvider.getInstance().getCredentials();
    }
}
