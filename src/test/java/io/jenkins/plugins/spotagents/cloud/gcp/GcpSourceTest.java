package io.jenkins.plugins.spotagents.cloud.gcp;

import static io.jenkins.plugins.spotagents.cloud.Clouds.cloud;
import static io.jenkins.plugins.spotagents.cloud.Clouds.template;
import static io.jenkins.plugins.spotagents.cloud.Clouds.unusualGcp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.util.Secret;
import io.jenkins.plugins.spotagents.cloud.InstanceProof;
import io.jenkins.plugins.spotagents.cloud.LocalSource;
import io.jenkins.plugins.spotagents.cloud.LocalSourceAllowed;
import io.jenkins.plugins.spotagents.cloud.SpotCloud;
import io.jenkins.plugins.spotagents.testing.EmulatedGoogle;
import io.jenkins.plugins.spotagents.testing.OneJenkins;
import io.spotagents.provider.gcp.FakeGce;
import io.spotagents.provider.gcp.GcpClients;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;

@ExtendWith({OneJenkins.class, LocalSourceAllowed.class})
class GcpSourceTest {

    @TempDir private Path directory;

    /**
     * A mistake in a source, and what has to be said of it.
     *
     * @param field as Configuration as Code calls it
     */
    private record Mistake(Consumer<GcpSource> made, String field, String remedy) {}

    private static Stream<Mistake> mistakes() {
        return Stream.of(
                new Mistake(s -> s.setProject(""), "(project)", "like my-project"),
                new Mistake(s -> s.setProject("4711"), "(project)", "like my-project"),
                new Mistake(s -> s.setRegion("Frankfurt"), "(region)", "like europe-west3"),
                new Mistake(s -> s.setImages(""), "(images)", "write the path of an image"),
                new Mistake(s -> s.setImages("debian"), "(images)", "write projects/PROJECT"),
                new Mistake(s -> s.getNetwork().setTags("A"), "(network)", "lower case"),
                new Mistake(
                        s -> s.getHardware().setServiceAccount("me"),
                        "(hardware)",
                        "an address like"),
                new Mistake(s -> s.getHardware().setDiskGib(-1), "(hardware)", "between 1 and"),
                new Mistake(s -> s.getHardware().setMaxCpus(-1), "(hardware.maxCpus)", "0 for no"),
                new Mistake(
                        s -> s.getHardware().setMaxMemoryMib(-1),
                        "(hardware.maxMemoryMib)",
                        "0 for no"),
                new Mistake(s -> s.getLaunch().setLongestHours(0), "(launch)", "30 seconds and"),
                new Mistake(s -> s.getLaunch().setLabels("team"), "(launch)", "key=value"),
                new Mistake(s -> s.getLaunch().setLabels("Team=x"), "(launch)", "lower case"),
                new Mistake(
                        s -> s.getLaunch().setMetadata("startup-script=x"),
                        "(launch)",
                        "must not hold startup-script"),
                new Mistake(s -> s.getLaunch().setAdvisedTypes(101), "(launch)", "between 0 and"),
                new Mistake(
                        s -> s.getLaunch().setWindowsLicence("free"),
                        "(launch.windowsLicence)",
                        "such as 0.046"),
                new Mistake(s -> s.getStart().setUser("a b"), "(start)", "user cannot be"),
                new Mistake(
                        s -> s.getStart().setStartScript("x".repeat(300_000)),
                        "(start)",
                        "put what it does into the image"),
                new Mistake(GcpSourceTest::withoutAccount, "(proof)", "to SECRET"),
                new Mistake(s -> s.setEndpoint("gce"), "(endpoint)", "https://"));
    }

    private static void withoutAccount(GcpSource source) {
        source.setProof(InstanceProof.DOCUMENT);
        source.getHardware().setServiceAccount("");
        source.getLaunch().setTemplate("");
    }

    @Test
    void aMistakeDisablesItsSourceAloneAndNamesFieldAndRemedy(JenkinsRule r) {
        assertThat(unusualGcp().problems()).isEmpty();
        mistakes()
                .forEach(
                        mistake -> {
                            GcpSource bad = unusualGcp();
                            mistake.made().accept(bad);
                            SpotCloud cloud = cloud("c", template());
                            cloud.setSources(List.of(bad, new LocalSource("local")));

                            assertThat(cloud.problems())
                                    .singleElement()
                                    .asString()
                                    .contains("Source \"frankfurt-too\" is not used")
                                    .contains(mistake.field(), mistake.remedy());
                            assertThat(cloud.validSources()).hasSize(1);
                        });
    }

    @Test
    void whatIsLeftOutHasItsDefault(JenkinsRule r) {
        GcpSource source = new GcpSource("s");
        source.setNetwork(null);
        source.setHardware(null);
        source.setLaunch(null);
        source.setStart(null);
        source.setProof(null);
        source.setEndpoint(null);

        assertThat(source.getProof()).isEqualTo(InstanceProof.DOCUMENT);
        assertThat(source.getLaunch().getLongestHours()).isEqualTo(24);
        assertThat(source.getLaunch().getAdvisedTypes()).isEqualTo(8);
        assertThat(source.getHardware().isShielded()).isTrue();
        assertThat(source.isWatchOperations()).isFalse();
    }

    @Test
    void testsTheConnection(JenkinsRule r) throws Exception {
        try (EmulatedGoogle google = new EmulatedGoogle(directory)) {
            google.addCredentials();
            String query =
                    "credentialsId="
                            + EmulatedGoogle.CREDENTIALS
                            + "&project="
                            + FakeGce.PROJECT
                            + "&region="
                            + FakeGce.REGION
                            + "&images="
                            + encoded(FakeGce.X86_IMAGE)
                            + "&endpoint="
                            + encoded(google.gce().endpoint().toString());

            assertThat(tested(r, query)).contains("Google answers", FakeGce.PROJECT);
            assertThat(google.gce().count("instances.bulkInsert")).isZero();

            google.gce().deny("compute.instances.delete");
            assertThat(tested(r, query))
                    .contains("compute.instances.delete: missing, needed for ending instances");

            assertThat(tested(r, query.replace(EmulatedGoogle.CREDENTIALS, "gone")))
                    .contains("class=\"error\"", "&quot;gone&quot; that are a secret file");
            assertThat(tested(r, query.replace(FakeGce.REGION, "Frankfurt")))
                    .contains("class=\"error\"", "(region)");
        }
    }

    @Test
    void aKeyThatIsChangedIsUsedForTheNextToken(JenkinsRule r) throws Exception {
        GcpCredentials credentials =
                new GcpCredentials("rotated", GcpClients.transport(Optional.empty()));
        assertThatThrownBy(credentials::refreshAccessToken).hasMessageContaining("\"rotated\"");
        add("rotated", "no key");
        assertThatThrownBy(credentials::refreshAccessToken).isInstanceOf(IOException.class);
        SystemCredentialsProvider.getInstance().getCredentials().clear();
        try (EmulatedGoogle google = new EmulatedGoogle(directory)) {
            add("rotated", google.key());

            assertThat(credentials.refreshAccessToken().getTokenValue()).isEqualTo("token");
        }
    }

    private static void add(String id, String text) {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(
                        new StringCredentialsImpl(
                                CredentialsScope.SYSTEM, id, "", Secret.fromString(text)));
    }

    private static String tested(JenkinsRule r, String query) throws Exception {
        JenkinsRule.WebClient browser = r.createWebClient();
        String address =
                "descriptorByName/" + GcpSource.class.getName() + "/testConnection?" + query;
        return browser.getPage(new WebRequest(browser.createCrumbedUrl(address), HttpMethod.POST))
                .getWebResponse()
                .getContentAsString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
