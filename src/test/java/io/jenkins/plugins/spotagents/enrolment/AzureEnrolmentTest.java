package io.jenkins.plugins.spotagents.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.FreeStyleProject;
import hudson.model.Label;
import io.jenkins.plugins.spotagents.agent.SpotAgent;
import io.jenkins.plugins.spotagents.cloud.SpotTemplate;
import io.jenkins.plugins.spotagents.fleet.FleetRegistry;
import io.jenkins.plugins.spotagents.testing.EmulatedAzure;
import io.spotagents.enrolment.azure.AzureNonce;
import io.spotagents.enrolment.azure.TestAuthority;
import io.spotagents.enrolment.azure.TestAuthority.Valid;
import io.spotagents.fleet.Member;
import io.spotagents.provider.Owner;
import io.spotagents.selection.PurchaseChoice;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.logging.Level;
import jenkins.slaves.JnlpAgentReceiver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What instances of Azure show at the open address, over HTTP. */
@WithJenkins
class AzureEnrolmentTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String OURS = EmulatedAzure.SUBSCRIPTION;

    private final HttpClient caller = HttpClient.newHttpClient();
    @TempDir private Path directory;
    private JenkinsRule jenkins;
    private LogRecorder log;

    @Test
    void letsAnInstanceInOnceAndNobodyElse(JenkinsRule rule) throws Exception {
        jenkins = rule;
        log = new LogRecorder().record("io.spotagents.enrolment", Level.FINE).capture(1000);
        try (EmulatedAzure azure = new EmulatedAzure(directory)) {
            Member member = launched(azure);
            Owner owner = member.instance().owner();
            String nonce = AzureNonce.of(owner.intent());
            Instant now = Instant.now();
            String text = EmulatedAzure.attested(OURS, member.id(), nonce, now);
            TestAuthority signer = azure.signer();

            TestAuthority forger =
                    TestAuthority.root("Forger").host("metadata.azure.com", Valid.LONG);
            assertRefused(body(owner, forger.sign(text)), "the signature does not match");
            String foreign =
                    EmulatedAzure.attested(
                            "99999999-1111-2222-3333-444444444444", member.id(), nonce, now);
            assertRefused(body(owner, signer.sign(foreign)), "no source uses its account");
            String old =
                    EmulatedAzure.attested(
                            OURS, member.id(), nonce, now.minus(Duration.ofHours(1)));
            assertRefused(body(owner, signer.sign(old)), "was just started (started at");
            String over =
                    EmulatedAzure.attested(
                            OURS, member.id(), nonce, now.minus(Duration.ofHours(7)));
            assertRefused(body(owner, signer.sign(over)), "was just started (until");
            String other =
                    EmulatedAzure.attested(OURS, member.id(), AzureNonce.of(new UUID(6, 6)), now);
            assertRefused(body(owner, signer.sign(other)), "another launch");

            HttpResponse<String> accepted = post(body(owner, signer.sign(text)));

            String node = agentOf(member).getNodeName();
            assertThat(accepted.statusCode()).isEqualTo(200);
            assertThat(accepted.body())
                    .isEqualTo(
                            "{\"node\":\"%s\",\"secret\":\"%s\"}",
                            node, JnlpAgentReceiver.SLAVE_SECRET.mac(node));
            assertRefused(body(owner, signer.sign(text)), "the instance has enrolled before");
        }
    }

    /** An instance that a build has asked for, and that has a node; it does not boot by itself. */
    private Member launched(EmulatedAzure azure) throws Exception {
        SpotTemplate template = new SpotTemplate("small", EmulatedAzure.LABEL);
        template.setPurchases(PurchaseChoice.SPOT);
        azure.add(jenkins.jenkins, azure.source(), template);
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.setAssignedLabel(Label.get(EmulatedAzure.LABEL));
        job.scheduleBuild2(0);
        await().atMost(PATIENCE)
                .until(() -> !members().isEmpty() && !jenkins.jenkins.getNodes().isEmpty());
        return members().get(0);
    }

    private static List<Member> members() {
        return FleetRegistry.get().status().orElseThrow().members();
    }

    private SpotAgent agentOf(Member member) {
        return jenkins.jenkins.getNodes().stream()
                .filter(SpotAgent.class::isInstance)
                .map(SpotAgent.class::cast)
                .filter(agent -> agent.getInstanceId().equals(member.id()))
                .findFirst()
                .orElseThrow();
    }

    private static String body(Owner owner, byte[] envelope) {
        Base64.Encoder base64 = Base64.getEncoder();
        String place = "{\"region\":\"" + EmulatedAzure.REGION + "\"}";
        return ("{\"provider\":\"azure\",\"controller\":\"%s\",\"intent\":\"%s\","
                        + "\"document\":\"%s\",\"signature\":\"%s\"}")
                .formatted(
                        owner.controller(),
                        owner.intent(),
                        base64.encodeToString(place.getBytes(StandardCharsets.UTF_8)),
                        base64.encodeToString(envelope));
    }

    private void assertRefused(String body, String reason) throws Exception {
        HttpResponse<String> answer = post(body);

        assertThat(answer.statusCode()).as(reason).isEqualTo(403);
        assertThat(answer.body()).isEmpty();
        assertThat(log.getMessages()).anyMatch(line -> line.contains(reason));
    }

    private HttpResponse<String> post(String body) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(jenkins.getURL().toURI().resolve("spot-agents-enrol/"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return caller.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
