package io.jenkins.plugins.spotagents.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.FreeStyleProject;
import hudson.model.Label;
import io.jenkins.plugins.spotagents.agent.SpotAgent;
import io.jenkins.plugins.spotagents.cloud.SpotTemplate;
import io.jenkins.plugins.spotagents.fleet.FleetRegistry;
import io.jenkins.plugins.spotagents.testing.EmulatedGoogle;
import io.spotagents.enrolment.SignedDocument;
import io.spotagents.fleet.Member;
import io.spotagents.selection.PurchaseChoice;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What instances of Google Cloud may show at the open door, over HTTP. */
@WithJenkins
class GoogleTokensTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir private Path directory;
    private final HttpClient caller = HttpClient.newHttpClient();
    private final LogRecorder log =
            new LogRecorder().record("io.spotagents.enrolment", Level.INFO).capture(100);
    private JenkinsRule jenkins;
    private EmulatedGoogle google;

    @BeforeEach
    void open(JenkinsRule rule) throws Exception {
        jenkins = rule;
        google = new EmulatedGoogle(directory);
    }

    @AfterEach
    void close() {
        google.close();
    }

    @Test
    void letsAnInstanceInOnceAndNobodyElse() throws Exception {
        Member member = launched();
        Instant now = Instant.now();
        UUID controller = member.instance().owner().controller();
        UUID intent = member.instance().owner().intent();
        String audience = jenkins.getURL() + controller.toString();
        SignedDocument genuine = google.shown(member.id(), audience, now);

        assertRefused(
                body(controller, intent, EmulatedGoogle.forged(member.id(), audience)),
                "the signature does not match");
        assertRefused(
                body(
                        controller,
                        intent,
                        google.shown(member.id(), jenkins.getURL() + "another", now)),
                "another audience");
        assertRefused(
                body(
                        controller,
                        intent,
                        google.shown(member.id(), audience, now.minus(Duration.ofHours(2)))),
                "not of an instance that was just started");
        assertRefused(body(new UUID(6, 6), intent, genuine), "it belongs to another controller");
        assertRefused(body(controller, new UUID(7, 7), genuine), "it names another launch");
        SignedDocument elsewhere =
                google.shown("europe-west4-a:5000000000000000001", audience, now);
        assertRefused(body(controller, intent, elsewhere), "no source uses its region");

        HttpResponse<String> accepted = post(body(controller, intent, genuine));

        assertThat(accepted.statusCode()).isEqualTo(200);
        assertThat(accepted.body()).contains("{\"node\":\"" + nodeOf(member));
        assertRefused(body(controller, intent, genuine), "the instance has enrolled before");
    }

    /** An instance that a build has asked for, and that has a node. */
    private Member launched() throws Exception {
        SpotTemplate template = new SpotTemplate("small", EmulatedGoogle.LABEL);
        template.setPurchases(PurchaseChoice.SPOT);
        google.add(jenkins.jenkins, google.source(), template);
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.setAssignedLabel(Label.get(EmulatedGoogle.LABEL));
        job.scheduleBuild2(0);
        await().atMost(PATIENCE)
                .until(() -> !members().isEmpty() && !nodeOf(members().get(0)).isEmpty());
        return members().get(0);
    }

    private static List<Member> members() {
        return FleetRegistry.get().status().orElseThrow().members();
    }

    private String nodeOf(Member member) {
        return jenkins.jenkins.getNodes().stream()
                .filter(SpotAgent.class::isInstance)
                .map(SpotAgent.class::cast)
                .filter(agent -> agent.getInstanceId().equals(member.id()))
                .map(SpotAgent::getNodeName)
                .findFirst()
                .orElse("");
    }

    private static String body(UUID controller, UUID intent, SignedDocument signed) {
        Base64.Encoder base64 = Base64.getEncoder();
        return "{\"provider\":\"gcp\",\"controller\":\"%s\",\"intent\":\"%s\",\"document\":\"%s\",\"signature\":\"%s\"}"
                .formatted(
                        controller,
                        intent,
                        base64.encodeToString(signed.document()),
                        base64.encodeToString(signed.signature()));
    }

    private void assertRefused(String body, String reason) throws Exception {
        HttpResponse<String> answer = post(body);

        assertThat(answer.statusCode()).as(reason).isEqualTo(403);
        assertThat(answer.body()).isEmpty();
        assertThat(log.getMessages()).anyMatch(line -> line.contains(reason));
    }

    private HttpResponse<String> post(String body) throws Exception {
        URI address = jenkins.getURL().toURI().resolve("spot-agents-enrol/");
        return caller.send(
                HttpRequest.newBuilder(address)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
