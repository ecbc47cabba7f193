package io.jenkins.plugins.spotagents.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spotagents.boot.BootCloud;
import io.spotagents.enrolment.UserDataSecrets;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.TemplateKey;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.Owner;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.Refusal;
import io.spotagents.store.Store;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import jenkins.model.JenkinsLocationConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

class LaunchTextTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration BOOT = Duration.ofMinutes(10);

    @TempDir private Path directory;
    private Store store;

    @BeforeEach
    void open() {
        store = Store.open(directory.resolve("store.mv"), UUID::randomUUID);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void allLaunchesShareItsTextWhereInstancesShowADocument() throws Exception {
        LaunchText userData = userData(start(), InstanceProof.DOCUMENT);

        String text = userData.of(request(OperatingSystem.LINUX));

        assertThat(userData.of(request(OperatingSystem.LINUX))).isEqualTo(text);
        assertThat(text)
                .contains(
                        "controller_url='https://jenkins.example.com/'",
                        "controller='" + store.controllerId() + "'",
                        "user='jenkins'",
                        "secret=''");
        assertThat(userData.of(request(OperatingSystem.WINDOWS))).startsWith("<powershell>");
    }

    @Test
    void eachLaunchHasASecretWhichARepeatedRequestKeeps() throws Exception {
        LaunchText userData = userData(start(), InstanceProof.SECRET);
        LaunchRequest request = request(OperatingSystem.LINUX);

        String text = userData.of(request);

        assertThat(text)
                .contains("intent='" + request.owner().intent() + "'")
                .containsPattern("secret='[\\w-]{43}'");
        assertThat(userData.of(request)).isEqualTo(text);
        assertThat(userData.of(request(OperatingSystem.LINUX))).isNotEqualTo(text);
        assertThat(store.enrolments().issued(request.owner().intent()))
                .hasValueSatisfying(
                        issued -> {
                            assertThat(issued.uses()).isEqualTo(request.count());
                            assertThat(issued.until()).isEqualTo(NOON.plus(BOOT));
                        });
    }

    @Test
    void theSourceCanNameAnotherAddressOfTheController() throws Exception {
        InstanceStart start = new InstanceStart();
        start.setControllerUrl("http://10.0.0.1:8080/ci");

        assertThat(userData(start, InstanceProof.DOCUMENT).of(request(OperatingSystem.LINUX)))
                .contains("controller_url='http://10.0.0.1:8080/ci/'");
    }

    @Test
    @WithJenkins
    void withoutAnAddressOfTheControllerNothingIsLaunchedForAMoment(JenkinsRule rule) {
        JenkinsLocationConfiguration.get().setUrl(null);
        LaunchText text = userData(new InstanceStart(), InstanceProof.DOCUMENT);

        assertThatThrownBy(() -> text.of(request(OperatingSystem.LINUX)))
                .isInstanceOfSatisfying(
                        ProviderException.class,
                        thrown -> {
                            Refusal refusal = thrown.refusal();
                            assertThat(refusal.kind()).isEqualTo(Refusal.Kind.NOT_ALLOWED);
                            assertThat(refusal.scope()).isEqualTo(Refusal.Scope.ACCOUNT);
                            assertThat(refusal.retryAfter()).hasValue(Duration.ofSeconds(20));
                            assertThat(refusal.message())
                                    .contains("set Jenkins URL", "start.controllerUrl");
                        });
    }

    @Test
    void namesItsLaunchWhereEachHasATextOfItsOwn() throws Exception {
        LaunchText text =
                new LaunchText(
                        new LaunchText.Settings(BootCloud.GCP, start(), InstanceProof.DOCUMENT),
                        context());
        LaunchRequest request = request(OperatingSystem.LINUX);

        assertThat(text.of(request))
                .contains("provider='gcp'", "intent='" + request.owner().intent() + "'");
    }

    private LaunchText userData(InstanceStart start, InstanceProof proof) {
        return new LaunchText(new LaunchText.Settings(BootCloud.AWS, start, proof), context());
    }

    private static InstanceStart start() {
        InstanceStart start = new InstanceStart();
        start.setControllerUrl("https://jenkins.example.com/");
        return start;
    }

    private SourceContext context() {
        UserDataSecrets secrets = new UserDataSecrets(store.enrolments(), new SecureRandom());
        return new SourceContext(
                directory,
                () -> NOON,
                new SourceContext.Controller(store.controllerId(), secrets, event -> {}));
    }

    private static LaunchRequest request(OperatingSystem os) {
        Place place = new Place("aws", "123456789012", "eu-west-1", "eu-west-1a");
        Owner owner = new Owner(new UUID(1, 2), new TemplateKey("c", "t"), UUID.randomUUID());
        return new LaunchRequest(owner, new Pool(place, "m7g.large", os, Purchase.SPOT), 5, BOOT);
    }
}
