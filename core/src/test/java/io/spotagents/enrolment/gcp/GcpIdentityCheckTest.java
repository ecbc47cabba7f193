package io.spotagents.enrolment.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotagents.enrolment.EnrolmentAnswer;
import io.spotagents.enrolment.EnrolmentDesk;
import io.spotagents.enrolment.EnrolmentGate;
import io.spotagents.enrolment.EnrolmentLimits;
import io.spotagents.enrolment.EnrolmentRules;
import io.spotagents.enrolment.Handout;
import io.spotagents.enrolment.Identity;
import io.spotagents.enrolment.InMemoryEnrolments;
import io.spotagents.enrolment.RefusedBecause;
import io.spotagents.enrolment.RefusedException;
import io.spotagents.enrolment.Roster;
import io.spotagents.enrolment.SignedDocument;
import io.spotagents.enrolment.Site;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.TemplateKey;
import io.spotagents.provider.Instance;
import io.spotagents.provider.InstanceState;
import io.spotagents.provider.Owner;
import io.spotagents.testing.VirtualTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GcpIdentityCheckTest {

    private static final UUID CONTROLLER = new UUID(1, 1);
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final String INSTANCE = "europe-west3-a:5000000000000000001";
    private static final Site SITE = new Site("gcp", "some-project", "europe-west3");
    private static final String AUDIENCE =
            GcpIdentityCheck.audience(URI.create("https://ci.example.com"), CONTROLLER);

    private static FakeGoogle google;
    private static FakeGoogle stranger;
    private static GcpIdentityCheck check;

    @BeforeAll
    static void makeKeys() throws Exception {
        google = new FakeGoogle();
        stranger = new FakeGoogle();
        check = new GcpIdentityCheck(GoogleKeySet.parse(google.published()), AUDIENCE);
    }

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @Test
    void provesTheIdentityOfAGenuineToken() throws Exception {
        assertThat(proven(genuine())).isEqualTo(new Identity(SITE, INSTANCE, Optional.of(NOON)));
    }

    @Test
    void theAudienceNamesTheController() {
        assertThat(AUDIENCE).isEqualTo("https://ci.example.com/" + CONTROLLER);
        assertThat(GcpIdentityCheck.audience(URI.create("https://ci.example.com/"), CONTROLLER))
                .isEqualTo(AUDIENCE);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void refusesATokenWithOneByteChanged(long seed) throws Exception {
        SignedDocument signed = FakeGoogle.apart(google.token(genuine()));
        Random random = new Random(seed);
        byte[] changed = random.nextBoolean() ? signed.document() : signed.signature();
        // the last letters of a base64 text may hold bits that nobody reads
        changed[random.nextInt(changed.length - 2)] ^= (byte) (1 << random.nextInt(7));

        // a byte may also break the base64, the JSON, or the name of the key
        refused(
                signed,
                RefusedBecause.FORGED,
                RefusedBecause.MALFORMED,
                RefusedBecause.NO_CERTIFICATE);
    }

    @Test
    void refusesATokenThatSomebodyElseSigned() throws Exception {
        refused(FakeGoogle.apart(stranger.token(genuine())), RefusedBecause.FORGED);
    }

    @Test
    void refusesOtherClaimsUnderAGenuineSignature() throws Exception {
        SignedDocument one = FakeGoogle.apart(google.token(genuine()));
        ObjectNode others = genuine();
        engine(others).put("instance_id", "5000000000000000002");
        SignedDocument two = FakeGoogle.apart(google.token(others));

        refused(new SignedDocument(two.document(), one.signature()), RefusedBecause.FORGED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "HS256", "ES256", "rs256"})
    void noOtherAlgorithmCounts(String algorithm) throws Exception {
        String header = "{\"alg\":\"" + algorithm + "\",\"kid\":\"" + FakeGoogle.KEY + "\"}";

        refused(
                FakeGoogle.apart(google.token(header, genuine().toString())),
                RefusedBecause.FORGED);
        refused(
                new SignedDocument(
                        FakeGoogle.apart(google.token(header, genuine().toString())).document(),
                        new byte[0]),
                RefusedBecause.FORGED);
    }

    @Test
    void refusesAKeyThatGoogleDoesNotPublish() throws Exception {
        refused(
                FakeGoogle.apart(
                        google.token("{\"alg\":\"RS256\",\"kid\":\"old\"}", genuine().toString())),
                RefusedBecause.NO_CERTIFICATE);
    }

    @Test
    void refusesATokenThatWasMadeForSomebodyElse() throws Exception {
        refused(
                genuine().put("aud", "https://other.example.com/"),
                RefusedBecause.FOREIGN_CONTROLLER);
        refused(genuine().put("iss", "https://example.com"), RefusedBecause.FORGED);
    }

    @Test
    void refusesATokenOutOfItsTime() throws Exception {
        refused(
                FakeGoogle.claims(AUDIENCE, NOON.minus(Duration.ofMinutes(63))),
                RefusedBecause.EXPIRED);
        refused(
                FakeGoogle.claims(AUDIENCE, NOON.plus(Duration.ofMinutes(3))),
                RefusedBecause.EXPIRED);
        assertThat(proven(FakeGoogle.claims(AUDIENCE, NOON.plus(Duration.ofMinutes(1)))))
                .isNotNull();
    }

    @Test
    void refusesATokenThatTellsNothingOfAnInstance() throws Exception {
        ObjectNode plain = genuine();
        plain.remove("google");
        refused(plain, RefusedBecause.MALFORMED);
        for (String field : Set.of("zone", "instance_id", "project_id")) {
            ObjectNode broken = genuine();
            engine(broken).put(field, "\nx y");
            refused(broken, RefusedBecause.MALFORMED);
        }
        ObjectNode undated = genuine();
        engine(undated).put("instance_creation_timestamp", "soon");
        refused(undated, RefusedBecause.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a.b.c", "a.b", "....", "e30.e30"})
    void refusesWhatIsNoToken(String text) {
        refused(
                new SignedDocument(text.getBytes(StandardCharsets.US_ASCII), new byte[4]),
                RefusedBecause.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"keys\":[]}",
                "{\"keys\":[{\"kty\":\"EC\",\"kid\":\"a\"}]}",
                "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"a\",\"n\":\"AQAB\",\"e\":\"AQAB\"}]}",
                "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"a\",\"n\":\"*\",\"e\":\"AQAB\"}]}",
                "certs"
            })
    void saysThatThereIsNoUsableKey(String json) {
        assertThatThrownBy(() -> GoogleKeySet.parse(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class);
    }

    /** Each enrolls once, and only here. */
    @Test
    void aTokenCountsOnceAtTheDesk() throws Exception {
        EnrolmentDesk desk = desk();
        String token = google.token(genuine());

        assertThat(send(desk, token)).isInstanceOf(EnrolmentAnswer.Accepted.class);
        assertThat(send(desk, token))
                .isEqualTo(new EnrolmentAnswer.Refused(RefusedBecause.REPLAYED));
        ObjectNode foreign = genuine();
        engine(foreign).put("project_id", "other-project");
        assertThat(send(desk, google.token(foreign)))
                .isEqualTo(new EnrolmentAnswer.Refused(RefusedBecause.FOREIGN_ACCOUNT));
    }

    private static EnrolmentDesk desk() {
        Pool pool =
                new Pool(
                        new Place("gcp", "some-project", "europe-west3", "europe-west3-a"),
                        "n2-standard-2",
                        OperatingSystem.LINUX,
                        Purchase.SPOT);
        Owner owner = new Owner(CONTROLLER, new TemplateKey("cloud", "linux"), new UUID(2, 2));
        Instance instance = new Instance(INSTANCE, pool, owner, InstanceState.RUNNING, NOON);
        Map<String, Roster.Expected> expected =
                Map.of(INSTANCE, new Roster.Expected(instance, NOON.plus(Duration.ofMinutes(10))));
        return new EnrolmentDesk(
                new EnrolmentGate(EnrolmentLimits.DEFAULT, NOON),
                new EnrolmentDesk.Proofs(Map.of("gcp", check), Optional.empty()),
                EnrolmentRules.DEFAULT,
                new EnrolmentDesk.Controller(
                        () -> new Roster(CONTROLLER, Set.of(SITE), Set.of(), expected),
                        new InMemoryEnrolments(),
                        it -> Optional.of(new Handout("node", "secret"))),
                new VirtualTime(NOON));
    }

    private static EnrolmentAnswer send(EnrolmentDesk desk, String token) {
        SignedDocument apart = FakeGoogle.apart(token);
        String body =
                "{\"controller\":\"%s\",\"provider\":\"gcp\",\"document\":\"%s\",\"signature\":\"%s\"}"
                        .formatted(CONTROLLER, base64(apart.document()), base64(apart.signature()));
        return desk.answer(InetAddress.getLoopbackAddress(), body.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static ObjectNode genuine() {
        return FakeGoogle.claims(AUDIENCE, NOON);
    }

    private static ObjectNode engine(ObjectNode claims) {
        return (ObjectNode) claims.at("/google/compute_engine");
    }

    private static Identity proven(ObjectNode claims) throws Exception {
        return check.proven(FakeGoogle.apart(google.token(claims)), NOON);
    }

    private static void refused(ObjectNode claims, RefusedBecause because) throws Exception {
        refused(FakeGoogle.apart(google.token(claims)), because);
    }

    private static void refused(SignedDocument signed, RefusedBecause... reasons) {
        assertThatThrownBy(() -> check.proven(signed, NOON))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(reasons).contains(e.because()));
    }
}
