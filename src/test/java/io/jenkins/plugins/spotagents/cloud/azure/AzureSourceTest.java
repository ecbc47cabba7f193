package io.jenkins.plugins.spotagents.cloud.azure;

import static io.jenkins.plugins.spotagents.cloud.Clouds.cloud;
import static io.jenkins.plugins.spotagents.cloud.Clouds.template;
import static io.jenkins.plugins.spotagents.cloud.Clouds.unusualAzure;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.util.FormValidation;
import io.jenkins.plugins.spotagents.cloud.Clouds;
import io.jenkins.plugins.spotagents.cloud.InstanceProof;
import io.jenkins.plugins.spotagents.cloud.LocalSource;
import io.jenkins.plugins.spotagents.cloud.LocalSourceAllowed;
import io.jenkins.plugins.spotagents.cloud.SourceContext;
import io.jenkins.plugins.spotagents.cloud.SpotCloud;
import io.jenkins.plugins.spotagents.cloud.SpotSource;
import io.jenkins.plugins.spotagents.testing.EmulatedAzure;
import io.jenkins.plugins.spotagents.testing.OneJenkins;
import io.spotagents.enrolment.azure.TestAuthority;
import io.spotagents.enrolment.azure.TestAuthority.Valid;
import io.spotagents.provider.LeaseEnd;
import io.spotagents.provider.Provider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;

@ExtendWith({OneJenkins.class, LocalSourceAllowed.class})
class AzureSourceTest {

    @TempDir private Path directory;

    /**
     * A mistake in a source, and what has to be said of it.
     *
     * @param field as Configuration as Code calls it
     */
    private record Mistake(Consumer<AzureSource> made, String field, String remedy) {}

    private static Stream<Mistake> mistakes() {
        return Stream.of(
                new Mistake(s -> s.setSubscription("mine"), "(subscription)", "an id like 0000"),
                new Mistake(s -> s.setResourceGroup(""), "(resourceGroup)", "the name of"),
                new Mistake(s -> s.setRegion("West Europe"), "(region)", "like westeurope"),
                new Mistake(s -> s.setImages(List.of()), "(images)", "add an image"),
                new Mistake(
                        s -> s.setImages(List.of(new AzureImage("mine"))),
                        "(images.image)",
                        "publisher:offer:sku:version"),
                new Mistake(AzureSourceTest::withABadPlan, "(images.image)", "publisher:product"),
                new Mistake(s -> s.setNetwork(null), "(network)", "begins with /subscriptions/"),
                new Mistake(
                        s -> s.getNetwork().setSecurityGroup("a"),
                        "(network)",
                        "begins with /subscriptions/"),
                new Mistake(s -> s.getHardware().setMaxCpus(-1), "(hardware.maxCpus)", "0 for no"),
                new Mistake(
                        s -> s.getHardware().setMaxMemoryMib(-1),
                        "(hardware.maxMemoryMib)",
                        "0 for no"),
                new Mistake(s -> s.getHardware().setDiskGib(-1), "(hardware)", "between 1"),
                new Mistake(
                        s -> s.getHardware().setPublicKey(""), "(hardware.publicKey)", "paste a"),
                new Mistake(s -> s.getStart().setUser("a b"), "(start)", "user cannot be"),
                new Mistake(
                        s -> s.getStart().setStartScript("x".repeat(70_000)),
                        "(start)",
                        "put what it does into the image"),
                new Mistake(
                        s -> s.setProof(InstanceProof.DOCUMENT), "(certificates", "BEGIN and END"),
                new Mistake(AzureSourceTest::withoutCertificates, "(certificates)", "paste those"),
                new Mistake(s -> s.setTags("team"), "(tags)", "key=value"),
                new Mistake(s -> s.setTags("spot-agents:a=b"), "(tags)", "must not begin with"),
                new Mistake(s -> s.setBuildIdentities("me"), "(buildIdentities)", "/subscriptions"),
                new Mistake(s -> s.setSelfDelete("me"), "(selfDelete)", "/subscriptions/"));
    }

    private static void withABadPlan(AzureSource source) {
        AzureImage image = new AzureImage("a:b:c:d");
        image.setPlan("a");
        source.setImages(List.of(image));
    }

    private static void withoutCertificates(AzureSource source) {
        source.setProof(InstanceProof.DOCUMENT);
        source.setCertificates("");
        source.setCertificatesFolder("");
    }

    @Test
    void aMistakeDisablesItsSourceAloneAndNamesFieldAndRemedy(JenkinsRule r) {
        assertThat(unusualAzure().problems()).isEmpty();
        mistakes()
                .forEach(
                        mistake -> {
                            AzureSource bad = unusualAzure();
                            mistake.made().accept(bad);
                            SpotCloud cloud = cloud("c", template());
                            cloud.setSources(List.of(bad, new LocalSource("local")));

                            assertThat(cloud.problems())
                                    .singleElement()
                                    .asString()
                                    .contains("Source \"amsterdam\" is not used")
                                    .contains(mistake.field(), mistake.remedy());
                            assertThat(cloud.validSources())
                                    .extracting(SpotSource::getName)
                                    .containsExactly("local");
                        });
    }

    @Test
    void nullsAreDefaults(JenkinsRule r) {
        AzureSource source = new AzureSource(null);
        source.setCredentialsId(null);
        source.setSubscription(null);
        source.setResourceGroup(null);
        source.setRegion(null);
        source.setImages(null);
        source.setNetwork(null);
        source.setHardware(null);
        source.setStart(null);
        source.setProof(null);
        source.setCertificates(null);
        source.setCertificatesFolder(null);
        source.setTags(null);
        source.setBuildIdentities(null);
        source.setSelfDelete(null);

        SpotCloud cloud = new SpotCloud("c");
        cloud.setSources(List.of(source));
        SpotCloud plain = new SpotCloud("c");
        plain.setSources(List.of(new AzureSource("")));
        assertThat(Clouds.written(cloud)).isEqualTo(Clouds.written(plain));
        assertThat(source.problems()).hasSizeGreaterThan(1);
    }

    @Test
    void aFolderCanHoldTheCertificates(JenkinsRule r) throws Exception {
        AzureSource source = unusualAzure();
        source.setProof(InstanceProof.DOCUMENT);
        source.setCertificates("");
        source.setCertificatesFolder(directory.toString());
        TestAuthority root = TestAuthority.root("Root");
        TestAuthority leaf = root.host("metadata.azure.com", Valid.LONG);
        Files.writeString(directory.resolve("leaf.pem"), leaf.pem());
        assertThat(source.problems()).singleElement().asString().contains("hold no root");

        Files.writeString(directory.resolve("root.pem"), root.pem());

        assertThat(source.problems()).isEmpty();
    }

    @Test
    void theFormAndTheLedgerSayWhatHappensWithoutAnIdentityForEnding(JenkinsRule r) {
        AzureSource.DescriptorImpl form =
                r.jenkins.getDescriptorByType(AzureSource.DescriptorImpl.class);
        FormValidation without = form.doCheckSelfDelete("");
        assertThat(without.kind).isEqualTo(FormValidation.Kind.WARNING);
        assertThat(without.getMessage()).contains("is billed until somebody deletes it");
        assertThat(form.doCheckSelfDelete("/subscriptions/a/b").kind)
                .isEqualTo(FormValidation.Kind.OK);

        AzureSource source = unusualAzure();
        assertThat(provider(source).leaseEnd()).isEqualTo(LeaseEnd.DELETES_ITSELF);
        source.setSelfDelete("");
        assertThat(provider(source).leaseEnd()).isEqualTo(LeaseEnd.KEEPS_BILLING);
    }

    private Provider provider(AzureSource source) {
        return source.toProvider(
                new SourceContext(
                        directory,
                        Clock.systemUTC(),
                        new SourceContext.Controller(new UUID(1, 1), null, event -> {})));
    }

    @Test
    void testsTheConnectionPermissionByPermission(JenkinsRule r) throws Exception {
        try (EmulatedAzure azure = new EmulatedAzure(directory)) {
            azure.connect(r.jenkins);
            String ours =
                    "&resourceGroup=agents&securityGroup=&publicAddress=false&subnet="
                            + EmulatedAzure.SUBNET;
            String here = "&subscription=" + EmulatedAzure.SUBSCRIPTION + ours;

            String works = tested(r, "credentialsId=" + EmulatedAzure.CREDENTIALS + here);
            azure.azure().permit(List.of("Microsoft.Compute/*"), List.of("*/disks/delete"));
            String lacks = tested(r, "credentialsId=" + EmulatedAzure.CREDENTIALS + here);
            String nobody = tested(r, "credentialsId=gone" + here);
            String bad = tested(r, "credentialsId=gone&subscription=mine" + ours);

            assertThat(works)
                    .contains("Azure answers", "16 of the 16 permissions")
                    .doesNotContain("class=\"error\"", "class=\"warning\"");
            assertThat(lacks)
                    .contains("Microsoft.Compute/disks/delete: missing. Disks stay")
                    .contains("Microsoft.Network/virtualNetworks/subnets/join/action: missing")
                    .doesNotContain("virtualMachineScaleSets/write: missing");
            assertThat(nobody).contains("class=\"error\"", "gone", "not among Jenkins");
            assertThat(bad).contains("class=\"error\"", "(subscription)");
        }
    }

    private static String tested(JenkinsRule r, String query) throws Exception {
        JenkinsRule.WebClient browser = r.createWebClient();
        String address =
                "descriptorByName/" + AzureSource.class.getName() + "/testConnection?" + query;
        return browser.getPage(new WebRequest(browser.createCrumbedUrl(address), HttpMethod.POST))
                .getWebResponse()
                .getContentAsString();
    }
}
