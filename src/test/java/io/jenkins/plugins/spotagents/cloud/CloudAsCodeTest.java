package io.jenkins.plugins.spotagents.cloud;

import static io.jenkins.plugins.spotagents.cloud.Clouds.added;
import static io.jenkins.plugins.spotagents.cloud.Clouds.saved;
import static io.jenkins.plugins.spotagents.cloud.Clouds.unusualCloud;
import static io.jenkins.plugins.spotagents.cloud.Clouds.written;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.spotagents.cloud.aws.AwsImage;
import io.jenkins.plugins.spotagents.cloud.aws.AwsSource;
import io.jenkins.plugins.spotagents.cloud.azure.AzureImage;
import io.jenkins.plugins.spotagents.cloud.azure.AzureSource;
import io.jenkins.plugins.spotagents.cloud.gcp.GcpSource;
import io.jenkins.plugins.spotagents.testing.OneJenkins;
import io.spotagents.enrolment.aws.TestSigner;
import io.spotagents.enrolment.azure.TestAuthority;
import io.spotagents.provider.aws.ImageChoice;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;

@ExtendWith({OneJenkins.class, LocalSourceAllowed.class})
class CloudAsCodeTest {

    private static final Path DOCUMENT = Path.of("docs/configuration.md");

    private static final String CERTIFICATE = "/etc/jenkins/eu-central-1.pem";
    private static final String AUTHORITY = "/etc/jenkins/azure-metadata.pem";

    @TempDir Path directory;

    @Test
    void importsWhatItExported(JenkinsRule r) throws Exception {
        added(unusualCloud("unusual"));
        String before = written(saved("unusual"));
        String exported = exported();
        Jenkins.get().clouds.clear();

        load(exported);

        assertThat(written(saved("unusual"))).isEqualTo(before);
        assertThat(exported()).isEqualTo(exported);
    }

    @Test
    void loadsTheExamplesOfTheDocument(JenkinsRule r) throws Exception {
        List<String> examples = documented("yaml");

        for (String example : examples) {
            load(example);
            assertThat(Jenkins.get().clouds.getAll(SpotCloud.class))
                    .as(example)
                    .isNotEmpty()
                    .allSatisfy(cloud -> assertThat(cloud.problems()).isEmpty());
        }

        assertThat(examples).hasSize(9);
    }

    @Test
    void documentsTheDefaultsOfAws(JenkinsRule r) throws Exception {
        load(
                documented("yaml").stream()
                        .filter(example -> example.contains("everything-of-aws"))
                        .findFirst()
                        .orElseThrow());
        AwsSource documented = (AwsSource) saved("everything-of-aws").getSources().get(0);
        AwsSource defaults = new AwsSource(documented.getName());
        defaults.setRegion(documented.getRegion());
        defaults.setImages(documented.getImages());
        defaults.getNetwork().setSubnetTags(documented.getNetwork().getSubnetTags());
        defaults.setCertificates(documented.getCertificates());

        assertThat(Jenkins.XSTREAM2.toXML(documented)).isEqualTo(Jenkins.XSTREAM2.toXML(defaults));
        assertThat(documented.getImages())
                .extracting(AwsImage::getBy)
                .containsExactly(ImageChoice.By.ID, ImageChoice.By.NAME, ImageChoice.By.PARAMETER);
    }

    @Test
    void documentsTheDefaultsOfGoogleCloud(JenkinsRule r) throws Exception {
        load(
                documented("yaml").stream()
                        .filter(example -> example.contains("everything-of-google"))
                        .findFirst()
                        .orElseThrow());
        GcpSource documented = (GcpSource) saved("everything-of-google").getSources().get(0);
        GcpSource defaults = new GcpSource(documented.getName());
        defaults.setProject(documented.getProject());
        defaults.setRegion(documented.getRegion());
        defaults.setImages(documented.getImages());
        defaults.getHardware().setServiceAccount(documented.getHardware().getServiceAccount());

        assertThat(Jenkins.XSTREAM2.toXML(documented)).isEqualTo(Jenkins.XSTREAM2.toXML(defaults));
        assertThat(documented.getImages().lines()).hasSize(2);
    }

    @Test
    void documentsTheDefaultsOfAzure(JenkinsRule r) throws Exception {
        load(
                documented("yaml").stream()
                        .filter(example -> example.contains("everything-of-azure"))
                        .findFirst()
                        .orElseThrow());
        AzureSource documented = (AzureSource) saved("everything-of-azure").getSources().get(0);
        AzureSource defaults = new AzureSource(documented.getName());
        defaults.setSubscription(documented.getSubscription());
        defaults.setResourceGroup(documented.getResourceGroup());
        defaults.setRegion(documented.getRegion());
        defaults.setImages(List.of(new AzureImage(documented.getImages().get(0).getImage())));
        defaults.getNetwork().setSubnet(documented.getNetwork().getSubnet());
        defaults.getHardware().setPublicKey(documented.getHardware().getPublicKey());
        defaults.setCertificates(documented.getCertificates());

        assertThat(Jenkins.XSTREAM2.toXML(documented)).isEqualTo(Jenkins.XSTREAM2.toXML(defaults));
    }

    @Test
    void runsTheScriptOfTheDocument(JenkinsRule r) throws Exception {
        for (String script : documented("groovy")) {
            new groovy.lang.GroovyShell(r.jenkins.getPluginManager().uberClassLoader)
                    .evaluate(script);
        }

        assertThat(saved("scripted").validTemplates())
                .extracting(SpotTemplate::getMaxInstances)
                .containsExactly(3);
    }

    @Test
    void documentsTheDefaults(JenkinsRule r) throws Exception {
        load(
                documented("yaml").stream()
                        .filter(example -> example.contains("name: \"everything\""))
                        .findFirst()
                        .orElseThrow());
        SpotCloud documented = saved("everything");
        SpotCloud defaults = new SpotCloud("everything");
        defaults.setSources(List.of(new LocalSource(null)));
        defaults.setTemplates(List.of(new SpotTemplate("small", "linux small")));

        assertThat(written(documented)).isEqualTo(written(defaults));
    }

    private void load(String yaml) throws Exception {
        Path certificate = directory.resolve("certificate.pem");
        Files.writeString(certificate, TestSigner.rsa(directory).pem());
        Path authority = directory.resolve("authority.pem");
        Files.writeString(authority, TestAuthority.root("Root").pem());
        Path file =
                Files.writeString(
                        directory.resolve("jenkins.yaml"),
                        yaml.replace(CERTIFICATE, certificate.toString())
                                .replace(AUTHORITY, authority.toString()));
        ConfigurationAsCode.get().configure(file.toString());
    }

    /** The clouds of what the controller exports. */
    private static String exported() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(out);
        String all = out.toString(StandardCharsets.UTF_8);
        Matcher clouds = Pattern.compile("(?m)^  clouds:\n(  [- ] .*\n)+").matcher(all);
        assertThat(clouds.find()).as(all).isTrue();
        return "jenkins:\n" + clouds.group();
    }

    private static List<String> documented(String language) throws Exception {
        Matcher fences =
                Pattern.compile("(?s)```" + language + "\n(.*?)```")
                        .matcher(Files.readString(DOCUMENT));
        return Stream.iterate(fences, Matcher::find, same -> same)
                .map(found -> found.group(1))
                .toList();
    }
}
