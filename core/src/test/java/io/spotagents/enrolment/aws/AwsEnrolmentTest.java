package io.spotagents.enrolment.aws;

import static io.spotagents.enrolment.aws.Documents.ACCOUNT;
import static io.spotagents.enrolment.aws.Documents.INSTANCE;
import static io.spotagents.enrolment.aws.Documents.NOON;
import static io.spotagents.enrolment.aws.Documents.REGION;
import static io.spotagents.enrolment.aws.Documents.document;
import static io.spotagents.enrolment.aws.Documents.genuine;
import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.enrolment.EnrolmentAnswer;
import io.spotagents.enrolment.EnrolmentAnswer.Accepted;
import io.spotagents.enrolment.EnrolmentAnswer.ComeAgain;
import io.spotagents.enrolment.EnrolmentAnswer.Refused;
import io.spotagents.enrolment.EnrolmentDesk;
import io.spotagents.enrolment.EnrolmentGate;
import io.spotagents.enrolment.EnrolmentLimits;
import io.spotagents.enrolment.EnrolmentRules;
import io.spotagents.enrolment.Handout;
import io.spotagents.enrolment.InMemoryEnrolments;
import io.spotagents.enrolment.RefusedBecause;
import io.spotagents.enrolment.Roster;
import io.spotagents.enrolment.SignedDocument;
import io.spotagents.enrolment.Site;
import io.spotagents.enrolment.UserDataSecrets;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.TemplateKey;
import io.spotagents.provider.Instance;
import io.spotagents.provider.InstanceState;
import io.spotagents.provider.Owner;
import io.spotagents.testing.LogLines;
import io.spotagents.testing.VirtualTime;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A controller's desk with all its parts, and instances of EC2 that call. */
class AwsEnrolmentTest {

    private static final UUID CONTROLLER = new UUID(1, 1);
    private static final UUID INTENT = new UUID(2, 2);
    private static final Site SITE = new Site("aws", ACCOUNT, REGION);
    private static final String NODE_SECRET = "node-secret-of-";

    @TempDir static Path directory;
    private static TestSigner signer;
    private static TestSigner stranger;
    private static AwsIdentityCheck check;

    private final VirtualTime time = new VirtualTime(NOON);
    private final InMemoryEnrolments book = new InMemoryEnrolments();
    private final UserDataSecrets secrets = new UserDataSecrets(book, new SecureRandom());
    private final Map<String, Roster.Expected> expected = new HashMap<>();
    private final LogLines log = LogLines.of("io.spotagents.enrolment");
    private Set<Site> growing = Set.of();
    private boolean agentsReady = true;

    @BeforeAll
    static void makeCertificates() throws Exception {
        signer = TestSigner.rsa(directory);
        stranger = TestSigner.rsa(directory);
        Path folder = Files.createDirectory(directory.resolve("certificates"));
        Files.writeString(folder.resolve(REGION + ".pem"), signer.pem());
        check = new AwsIdentityCheck(AwsCertificates.of(folder));
    }

    @AfterEach
    void stopReadingTheLog() {
        log.close();
    }

    private EnrolmentDesk desk(EnrolmentDesk.Proofs proofs) {
        return new EnrolmentDesk(
                new EnrolmentGate(EnrolmentLimits.DEFAULT, time.instant()),
                proofs,
                EnrolmentRules.DEFAULT,
                new EnrolmentDesk.Controller(
                        () -> new Roster(CONTROLLER, Set.of(SITE), growing, expected),
                        book,
                        instance -> Optional.of(handout(instance.id())).filter(any -> agentsReady)),
                time);
    }

    private EnrolmentDesk desk() {
        return desk(new EnrolmentDesk.Proofs(Map.of("aws", check), Optional.of(secrets)));
    }

    private static Handout handout(String instanceId) {
        return new Handout("node-" + instanceId, NODE_SECRET + instanceId);
    }

    private void launched(String... instanceIds) {
        Pool pool =
                new Pool(
                        new Place("aws", ACCOUNT, REGION, REGION + "a"),
                        "m6i.large",
                        OperatingSystem.LINUX,
                        Purchase.SPOT);
        Owner owner = new Owner(CONTROLLER, new TemplateKey("cloud", "linux"), INTENT);
        Instant deadline = NOON.plus(Duration.ofMinutes(10));
        for (String id : instanceIds) {
            Instance instance = new Instance(id, pool, owner, InstanceState.BOOTING, NOON);
            expected.put(id, new Roster.Expected(instance, deadline));
        }
    }

    private static EnrolmentAnswer send(EnrolmentDesk desk, String body) {
        return desk.answer(InetAddress.getLoopbackAddress(), body.getBytes(StandardCharsets.UTF_8));
    }

    private static String signed(SignedDocument signed) {
        Base64.Encoder base64 = Base64.getMimeEncoder(76, new byte[] {'\n'});
        return """
        {"controller":"%s","intent":"%s","provider":"aws","document":"%s","signature":"%s"}"""
                .formatted(
                        CONTROLLER,
                        INTENT,
                        jsonText(base64.encodeToString(signed.document())),
                        jsonText(base64.encodeToString(signed.signature())));
    }

    private static String jsonText(String lines) {
        return lines.replace("\n", "\\n");
    }

    private static String told(String instanceId, String secret) {
        return """
        {"controller":"%s","intent":"%s","provider":"aws","account":"%s","region":"%s",
         "instance":"%s","secret":"%s"}"""
                .formatted(CONTROLLER, INTENT, ACCOUNT, REGION, instanceId, secret);
    }

    private void assertRefused(EnrolmentAnswer answer, RefusedBecause because) {
        assertThat(answer).isEqualTo(new Refused(because));
        assertThat(log.warnings()).last().asString().contains(because.sentence());
    }

    @Test
    void aGenuineInstanceGetsItsNodeAndSecret() throws Exception {
        launched(INSTANCE);

        EnrolmentAnswer answer = send(desk(), signed(signer.sign(genuine())));

        assertThat(answer).isEqualTo(new Accepted(handout(INSTANCE)));
        assertThat(log.all()).anyMatch(line -> line.contains(INSTANCE));
        assertThat(log.all()).noneMatch(line -> line.contains(NODE_SECRET));
    }

    @Test
    void aForgedDocumentIsRefusedAndLogged() throws Exception {
        launched(INSTANCE);
        SignedDocument forged = signer.sign(genuine());
        forged.document()[genuine().indexOf(INSTANCE) + 2] ^= 1; // 0 becomes 1

        assertRefused(send(desk(), signed(forged)), RefusedBecause.FORGED);
    }

    @Test
    void aDocumentSignedByAStrangerIsRefusedAndLogged() throws Exception {
        launched(INSTANCE);

        assertRefused(send(desk(), signed(stranger.sign(genuine()))), RefusedBecause.FORGED);
    }

    @Test
    void aReplayedDocumentIsRefusedAndLogged() throws Exception {
        launched(INSTANCE);
        String body = signed(signer.sign(genuine()));
        EnrolmentDesk desk = desk();
        send(desk, body);

        assertRefused(send(desk, body), RefusedBecause.REPLAYED);
        assertRefused(send(desk(), body), RefusedBecause.REPLAYED);
    }

    @Test
    void anExpiredDocumentIsRefusedAndLogged() throws Exception {
        launched(INSTANCE);
        String old = document(ACCOUNT, REGION, NOON.minus(Duration.ofHours(1)));

        assertRefused(send(desk(), signed(signer.sign(old))), RefusedBecause.EXPIRED);
    }

    @Test
    void aDocumentOfAnotherAccountIsRefusedAndLogged() throws Exception {
        launched(INSTANCE);
        String foreign = document("999999999999", REGION, NOON);

        assertRefused(send(desk(), signed(signer.sign(foreign))), RefusedBecause.FOREIGN_ACCOUNT);
    }

    @Test
    void anInstanceThatNoLaunchMadeIsRefusedAndLogged() throws Exception {
        String old = document(ACCOUNT, REGION, NOON.minus(Duration.ofMinutes(5)));

        assertRefused(send(desk(), signed(signer.sign(old))), RefusedBecause.UNKNOWN_INSTANCE);
    }

    @Test
    void anOversizedRequestIsRefusedAndLogged() {
        String body = "x".repeat(EnrolmentLimits.MAX_BODY_BYTES + 1);

        assertRefused(send(desk(), body), RefusedBecause.TOO_LARGE);
    }

    @Test
    void aRequestThatCannotBeReadIsRefusedAndLoggedWithoutWhatItSaid() {
        for (String body :
                List.of(
                        "",
                        "{",
                        "null",
                        "{\"secret\":\"hush\"} trailing",
                        "{\"secret\":\"hush\",\"secret\":\"hush\"}",
                        "{\"provider\":\"aws\",\"controller\":\"hush\",\"secret\":\"hush\"}",
                        told("i-1\\nhush", "hush"))) {
            assertRefused(send(desk(), body), RefusedBecause.MALFORMED);
        }
        assertThat(log.all()).noneMatch(line -> line.contains("hush"));
    }

    @Test
    void anInstanceThatCallsBeforeItsLaunchIsAnsweredGetsInWhenItComesAgain() throws Exception {
        String body = signed(signer.sign(genuine()));
        EnrolmentDesk desk = desk();
        growing = Set.of(SITE);

        assertThat(send(desk, body)).isEqualTo(new ComeAgain(Duration.ofSeconds(2)));
        launched(INSTANCE);
        agentsReady = false;
        assertThat(send(desk, body)).isInstanceOf(ComeAgain.class);
        agentsReady = true;
        assertThat(send(desk, body)).isEqualTo(new Accepted(handout(INSTANCE)));
    }

    @Test
    void aSecretLetsInAsManyInstancesAsWereLaunched() {
        launched("i-1", "i-2", "i-3");
        String secret = secrets.issue(INTENT, 2, NOON.plus(Duration.ofMinutes(10)));
        EnrolmentDesk desk = desk();

        assertThat(send(desk, told("i-1", secret))).isEqualTo(new Accepted(handout("i-1")));
        assertRefused(send(desk, told("i-1", secret)), RefusedBecause.REPLAYED);
        assertThat(send(desk, told("i-2", secret))).isEqualTo(new Accepted(handout("i-2")));
        assertRefused(send(desk, told("i-3", secret)), RefusedBecause.SECRET_USED_UP);
        assertThat(log.all()).noneMatch(line -> line.contains(secret));
    }

    @Test
    void aSecretIsNotUsedUpTwiceByThoseWhoComeAtOnce() {
        String[] ids = IntStream.range(0, 40).mapToObj(n -> "i-" + n).toArray(String[]::new);
        launched(ids);
        String secret = secrets.issue(INTENT, 10, NOON.plus(Duration.ofMinutes(10)));
        EnrolmentDesk desk = desk();

        List<EnrolmentAnswer> answers =
                new ArrayList<>(
                        List.of(ids).parallelStream()
                                .map(id -> send(desk, told(id, secret)))
                                .toList());

        assertThat(answers).filteredOn(Accepted.class::isInstance).hasSize(10);
        assertThat(answers)
                .filteredOn(new Refused(RefusedBecause.SECRET_USED_UP)::equals)
                .hasSize(30);
    }

    @Test
    void aSecretEndsWithTheBootDeadline() {
        launched("i-1");
        String secret = secrets.issue(INTENT, 1, NOON.plus(Duration.ofMinutes(10)));
        EnrolmentDesk desk = desk();
        time.advance(Duration.ofMinutes(10).plusSeconds(1));

        assertRefused(send(desk, told("i-1", secret)), RefusedBecause.SECRET_EXPIRED);
    }

    @Test
    void aWrongSecretIsRefusedAndSoIsOneOfAnotherLaunchAndOneThatWasReplaced() {
        launched("i-1");
        Instant until = NOON.plus(Duration.ofMinutes(10));
        String replaced = secrets.issue(INTENT, 1, until);
        String others = secrets.issue(new UUID(9, 9), 1, until);
        secrets.issue(INTENT, 1, until);

        for (String wrong : List.of("guess", replaced, others)) {
            assertRefused(send(desk(), told("i-1", wrong)), RefusedBecause.WRONG_SECRET);
        }
        assertThat(log.all()).noneMatch(line -> line.contains(replaced) || line.contains(others));
    }

    @Test
    void aSecretOfOneLaunchLetsInNoInstanceOfAnother() {
        launched("i-1");
        UUID other = new UUID(9, 9);
        String secret = secrets.issue(other, 1, NOON.plus(Duration.ofMinutes(10)));
        String body = told("i-1", secret).replace(INTENT.toString(), other.toString());

        assertRefused(send(desk(), body), RefusedBecause.WRONG_LAUNCH);
    }

    @Test
    void aWayToEnrollThatIsSwitchedOffIsRefused() throws Exception {
        launched(INSTANCE);
        EnrolmentDesk closed = desk(new EnrolmentDesk.Proofs(Map.of(), Optional.empty()));

        assertRefused(send(closed, signed(signer.sign(genuine()))), RefusedBecause.NOT_ENABLED);
        assertRefused(send(closed, told(INSTANCE, "any")), RefusedBecause.NOT_ENABLED);
    }

    @Test
    void aFloodOfRefusalsIsCountedInTheLogInsteadOfFillingIt() {
        EnrolmentDesk desk = desk();
        for (int n = 0; n < 1_000; n++) {
            send(desk, "{}");
        }
        int before = log.warnings().size();
        time.advance(Duration.ofSeconds(1));
        send(desk, "{}");

        assertThat(before).isEqualTo(200);
        assertThat(log.warnings()).last().asString().contains("800 more were refused");
    }
}
