package io.jenkins.plugins.spotagents.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.model.UnprotectedRootAction;
import io.jenkins.plugins.spotagents.agent.SpotAgent;
import io.jenkins.plugins.spotagents.cloud.SpotTemplate;
import io.jenkins.plugins.spotagents.fleet.FleetRegistry;
import io.jenkins.plugins.spotagents.testing.EmulatedAws;
import io.spotagents.enrolment.EnrolmentLimits;
import io.spotagents.enrolment.SignedDocument;
import io.spotagents.enrolment.aws.TestSigner;
import io.spotagents.fleet.Member;
import io.spotagents.provider.Owner;
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
import jenkins.slaves.JnlpAgentReceiver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The one address of the plugin that is open to anybody, over HTTP. */
@WithJenkins
class EnrolmentEndpointTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpClient caller = HttpClient.newHttpClient();
    @TempDir private Path directory;
    private JenkinsRule jenkins;
    private EmulatedAws aws;
    private LogRecorder log;

    /** Nobody may do anything without logging in, and instances do not boot by themselves. */
    @BeforeEach
    void secure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        rule.jenkins.setSecurityRealm(rule.createDummySecurityRealm());
        rule.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy());
        aws = new EmulatedAws(directory);
        log = new LogRecorder().record("io.spotagents.enrolment", Level.FINE).capture(1000);
    }

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void letsAnInstanceInOnceAndNobodyElse() throws Exception {
        Member member = launched();
        Owner owner = member.instance().owner();
        String controller = owner.controller().toString();
        Instant now = Instant.now();
        SignedDocument genuine = signed(aws.signer(), EmulatedAws.ACCOUNT, member.id(), now);

        SignedDocument forged =
                signed(TestSigner.rsa(directory), EmulatedAws.ACCOUNT, member.id(), now);
        assertRefused(body(controller, forged), "the signature does not match");
        SignedDocument foreign = signed(aws.signer(), "210987654321", member.id(), now);
        assertRefused(body(controller, foreign), "no source uses its account");
        Instant longAgo = now.minus(Duration.ofHours(1));
        SignedDocument expired = signed(aws.signer(), EmulatedAws.ACCOUNT, member.id(), longAgo);
        assertRefused(body(controller, expired), "not of an instance that was just started");
        assertRefused(body(new UUID(6, 6).toString(), genuine), "it belongs to another controller");

        HttpResponse<String> accepted = post(body(controller, genuine));

        SpotAgent agent = agentOf(member);
        assertThat(accepted.statusCode()).isEqualTo(200);
        assertThat(accepted.body())
                .isEqualTo(
                        "{\"node\":\"%s\",\"secret\":\"%s\"}",
                        agent.getNodeName(),
                        JnlpAgentReceiver.SLAVE_SECRET.mac(agent.getNodeName()));
        assertThat(accepted.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(accepted.headers().firstValue("Set-Cookie")).isEmpty();
        assertRefused(body(controller, genuine), "the instance has enrolled before");
        assertThat(log.getMessages())
                .noneMatch(line -> line.contains(agent.getNodeName() + "\",\"secret"))
                .noneMatch(
                        line ->
                                line.contains(
                                        JnlpAgentReceiver.SLAVE_SECRET.mac(agent.getNodeName())));
    }

    @Test
    void tellsAnInstanceToComeAgainWhoseLaunchMayNotHaveBeenAnswered() throws Exception {
        Member member = launched();
        SignedDocument unknown =
                signed(aws.signer(), EmulatedAws.ACCOUNT, "i-0000000000000beef", Instant.now());

        HttpResponse<String> answer =
                post(body(member.instance().owner().controller().toString(), unknown));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("2");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void readsNoMoreThanALimitedBody() throws Exception {
        assertThat(post("x".repeat(EnrolmentLimits.MAX_BODY_BYTES + 1)).statusCode())
                .isEqualTo(413);
        assertThat(post("x".repeat(10 * 1024 * 1024)).statusCode()).isEqualTo(413);
    }

    @Test
    void tellsTheCallerNoReasonAndTheLogAll() throws Exception {
        HttpResponse<String> answer = post("{\"provider\":\"aws\"}");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(log.getMessages())
                .anyMatch(line -> line.contains("at 127.0.0.1 was refused to enroll"));
    }

    @Test
    void takesNobodysWordForAnAddress() throws Exception {
        HttpRequest forwarded =
                HttpRequest.newBuilder(address())
                        .header("X-Forwarded-For", "192.0.2.1")
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build();

        assertThat(send(forwarded).statusCode()).isEqualTo(403);

        assertThat(log.getMessages())
                .noneMatch(line -> line.contains("192.0.2.1"))
                .anyMatch(line -> line.contains("at 0.0.0.0 was refused to enroll"));
    }

    @Test
    void turnsAwayWhatComesTooFast() throws Exception {
        int sent = 0;
        int status = 0;
        while (status != 429 && sent < 20_000) {
            status = post("x").statusCode();
            sent++;
        }

        assertThat(status).isEqualTo(429);
        assertThat(sent).isGreaterThan(EnrolmentLimits.DEFAULT.perAddress().burst());
    }

    @Test
    void isReachedByPostAlone() throws Exception {
        assertThat(send(HttpRequest.newBuilder(address()).GET().build()).statusCode())
                .isIn(404, 405);
        HttpRequest put =
                HttpRequest.newBuilder(address())
                        .PUT(HttpRequest.BodyPublishers.ofString("{}"))
                        .build();
        assertThat(send(put).statusCode()).isIn(403, 404, 405);
        assertThat(log.getMessages()).isEmpty();
    }

    @Test
    void isTheOneAddressThatIsOpen() {
        assertThat(jenkins.jenkins.getExtensionList(UnprotectedRootAction.class))
                .filteredOn(one -> one.getClass().getName().startsWith("io.jenkins.plugins.spot"))
                .singleElement()
                .isInstanceOf(EnrolmentEndpoint.class);
    }

    /** An instance that a build has asked for, and that has a node. */
    private Member launched() throws Exception {
        SpotTemplate template = new SpotTemplate("small", EmulatedAws.LABEL);
        template.setPurchases(PurchaseChoice.SPOT);
        EmulatedAws.add(jenkins.jenkins, aws.source(), template);
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.setAssignedLabel(Label.get(EmulatedAws.LABEL));
        job.scheduleBuild2(0);
        await().atMost(PATIENCE).until(() -> !members().isEmpty() && hasNode(members().get(0)));
        return members().get(0);
    }

    private static List<Member> members() {
        return FleetRegistry.get().status().orElseThrow().members();
    }

    private boolean hasNode(Member member) {
        return jenkins.jenkins.getNodes().stream()
                .anyMatch(
                        node ->
                                node instanceof SpotAgent agent
                                        && agent.getInstanceId().equals(member.id()));
    }

    private SpotAgent agentOf(Member member) {
        return jenkins.jenkins.getNodes().stream()
                .filter(SpotAgent.class::isInstance)
                .map(SpotAgent.class::cast)
                .filter(agent -> agent.getInstanceId().equals(member.id()))
                .findFirst()
                .orElseThrow();
    }

    private static SignedDocument signed(
            TestSigner signer, String account, String id, Instant pending) throws Exception {
        return signer.sign(EmulatedAws.document(account, EmulatedAws.REGION, id, pending));
    }

    private static String body(String controller, SignedDocument signed) {
        Base64.Encoder base64 = Base64.getEncoder();
        return "{\"provider\":\"aws\",\"controller\":\"%s\",\"document\":\"%s\",\"signature\":\"%s\"}"
                .formatted(
                        controller,
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
        return send(
                HttpRequest.newBuilder(address())
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    private HttpResponse<String> send(HttpRequest request) throws Exception {
        return caller.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private URI address() throws Exception {
        return jenkins.getURL().toURI().resolve("spot-agents-enrol/");
    }
}
