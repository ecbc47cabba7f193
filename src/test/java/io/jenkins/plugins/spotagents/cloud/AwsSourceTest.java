package io.jenkins.plugins.spotagents.cloud;

import static io.jenkins.plugins.spotagents.cloud.Clouds.cloud;
import static io.jenkins.plugins.spotagents.cloud.Clouds.template;
import static io.jenkins.plugins.spotagents.cloud.Clouds.unusualAws;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.ProxyConfiguration;
import hudson.util.FormValidation;
import hudson.util.Secret;
import io.jenkins.plugins.spotagents.testing.EmulatedAws;
import io.spotagents.provider.aws.AwsSettings;
import io.spotagents.provider.aws.HttpProxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
@ExtendWith(LocalSourceAllowed.class)
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
                new Mistake(s -> s.setProof(AwsProof.DOCUMENT), "(certificates", "BEGIN and END"),
                new Mistake(AwsSourceTest::withoutCertificates, "(certificates)", "paste the"),
                new Mistake(s -> s.setTags("team"), "(tags)", "key=value"),
                new Mistake(s -> s.setTags("aws:a=b"), "(tags)", "must not begin with"),
                new Mistake(s -> s.setEndpoint("ec2"), "(endpoint)", "https://"));
    }

    private static void withoutCertificates(AwsSource source) {
        source.setProof(AwsProof.DOCUMENT);
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
        source.setEndpoint(null);

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
            assertThat(source.readCertificates().regions()).containsExactly("us-east-1");
        }
    }

    @Test
    void testsTheConnection(JenkinsRule r) throws Exception {
        try (EmulatedAws aws = new EmulatedAws(directory)) {
            addCredentials("key", "id");
            String endpoint = aws.ec2().endpoint().toString();
            AwsSource.DescriptorImpl form =
                    r.jenkins.getDescriptorByType(AwsSource.DescriptorImpl.class);

            FormValidation works = form.doTestConnection("key", "", "us-east-1", endpoint);
            FormValidation nobody = form.doTestConnection("gone", "", "us-east-1", endpoint);
            FormValidation bad = form.doTestConnection("key", "", "Virginia", endpoint);
            FormValidation deaf =
                    form.doTestConnection("key", "", "us-east-1", "http://127.0.0.1:9/");

            assertThat(works.kind).as(works.getMessage()).isEqualTo(FormValidation.Kind.OK);
            assertThat(works.getMessage())
                    .contains("arn:aws:iam::123456789012:user/ci", "offers in us-east-1");
            assertThat(nobody.kind).isEqualTo(FormValidation.Kind.ERROR);
            assertThat(nobody.getMessage()).contains("\"gone\"");
            assertThat(bad.getMessage()).contains("(region)");
            assertThat(deaf.kind).isEqualTo(FormValidation.Kind.ERROR);
        }
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
        assertThat(AwsAccess.proxy()).isEmpty();
        ProxyConfiguration proxy =
                new ProxyConfiguration("proxy.example.com", 3128, "me", null, "*.Internal\n");
        proxy.setSecretPassword(Secret.fromString("pw"));
        r.jenkins.setProxy(proxy);

        HttpProxy used = AwsAccess.proxy().orElseThrow();

        assertThat(used.address()).isEqualTo(URI.create("http://proxy.example.com:3128"));
        assertThat(used.login()).isEqualTo(Optional.of(new HttpProxy.Login("me", "pw")));
        assertThat(used.direct()).anyMatch("a.internal"::matches);
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

            FormValidation refused = AwsConnection.test(access, Clock.systemUTC());

            assertThat(refused.kind).isEqualTo(FormValidation.Kind.ERROR);
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
