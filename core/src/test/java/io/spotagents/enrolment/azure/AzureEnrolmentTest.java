package io.spotagents.enrolment.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.enrolment.EnrolmentAnswer;
import io.spotagents.enrolment.EnrolmentAnswer.Accepted;
import io.spotagents.enrolment.EnrolmentAnswer.Refused;
import io.spotagents.enrolment.EnrolmentDesk;
import io.spotagents.enrolment.EnrolmentGate;
import io.spotagents.enrolment.EnrolmentLimits;
import io.spotagents.enrolment.EnrolmentRules;
import io.spotagents.enrolment.Handout;
import io.spotagents.enrolment.InMemoryEnrolments;
import io.spotagents.enrolment.RefusedBecause;
import io.spotagents.enrolment.Roster;
import io.spotagents.enrolment.Site;
import io.spotagents.enrolment.azure.TestAuthority.Valid;
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
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A controller's desk with all its parts, and instances of Azure that call. */
class AzureEnrolmentTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final UUID CONTROLLER = new UUID(1, 1);
    private static final UUID INTENT = new UUID(2, 2);
    private static final UUID OTHER_INTENT = new UUID(3, 3);
    private static final String OURS = "00000000-1111-2222-3333-444444444444";
    private static final String THEIRS = "00000000-9999-2222-3333-444444444444";
    private static final String VM = "0a1b2c3d-0000-1111-2222-333344445555";

    @TempDir static Path directory;
    private static TestAuthority metadata;
    private static AzureIdentityCheck check;

    private final VirtualTime time = new VirtualTime(NOON);
    private final InMemoryEnrolments book = new InMemoryEnrolments();
    private final Map<String, Roster.Expected> expected = new HashMap<>();
    private final LogLines log = LogLines.of("io.spotagents.enrolment");

    @BeforeAll
    static void makeCertificates() throws Exception {
        TestAuthority root = TestAuthority.root("Public root");
        metadata = root.host("metadata.azure.com", Valid.LONG);
        Files.writeString(directory.resolve("root.pem"), root.pem());
        check = new AzureIdentityCheck(AzureTrust.of(AzureTrust.PUBLIC, directory));
    }

    @AfterEach
    void stopReadingTheLog() {
        log.close();
    }

    @Test
    void aGenuineInstanceGetsItsNodeAndSecretOnce() throws Exception {
        launched(VM, INTENT);
        String request = request(INTENT, OURS, "westeurope");

        assertThat(send(request)).isEqualTo(new Accepted(handout(VM)));
        assertRefused(send(request), RefusedBecause.REPLAYED);
        assertThat(log.all()).noneMatch(line -> line.contains("secret-of-"));
    }

    @Test
    void anInstanceOfAnotherSubscriptionOrRegionIsRefused() throws Exception {
        launched(VM, INTENT);

        assertRefused(send(request(INTENT, THEIRS, "westeurope")), RefusedBecause.FOREIGN_ACCOUNT);
        assertRefused(send(request(INTENT, OURS, "eastus")), RefusedBecause.FOREIGN_REGION);
    }

    /** Its nonce fits the launch that it names, but it was made by another. */
    @Test
    void anInstanceThatNamesAnotherLaunchIsRefused() throws Exception {
        launched(VM, INTENT);

        assertRefused(send(request(OTHER_INTENT, OURS, "westeurope")), RefusedBecause.WRONG_LAUNCH);
    }

    @Test
    void anInstanceThatNobodyLaunchedIsRefusedOnceItIsNotYoung() throws Exception {
        String request = request(INTENT, OURS, "westeurope");
        time.advance(Duration.ofMinutes(5));

        assertRefused(send(request), RefusedBecause.UNKNOWN_INSTANCE);
    }

    @Test
    void anOldDocumentIsRefused() throws Exception {
        launched(VM, INTENT);
        String request = request(INTENT, OURS, "westeurope");
        time.advance(Duration.ofHours(1));

        assertRefused(send(request), RefusedBecause.EXPIRED);
    }

    private void launched(String id, UUID intent) {
        Pool pool =
                new Pool(
                        new Place("azure", OURS, "westeurope", "1"),
                        "Standard_D2s_v5",
                        OperatingSystem.LINUX,
                        Purchase.SPOT);
        Owner owner = new Owner(CONTROLLER, new TemplateKey("cloud", "linux"), intent);
        Instance instance = new Instance(id, pool, owner, InstanceState.BOOTING, NOON);
        expected.put(id, new Roster.Expected(instance, NOON.plus(Duration.ofMinutes(10))));
    }

    private EnrolmentAnswer send(String body) {
        EnrolmentDesk desk =
                new EnrolmentDesk(
                        new EnrolmentGate(EnrolmentLimits.DEFAULT, time.instant()),
                        new EnrolmentDesk.Proofs(Map.of("azure", check), Optional.empty()),
                        EnrolmentRules.DEFAULT,
                        new EnrolmentDesk.Controller(
                                () ->
                                        new Roster(
                                                CONTROLLER,
                                                Set.of(new Site("azure", OURS, "westeurope")),
                                                Set.of(),
                                                expected),
                                book,
                                instance -> Optional.of(handout(instance.id()))),
                        time);
        return desk.answer(InetAddress.getLoopbackAddress(), body.getBytes(StandardCharsets.UTF_8));
    }

    private static Handout handout(String id) {
        return new Handout("node-" + id, "secret-of-" + id);
    }

    private static String request(UUID intent, String subscription, String region)
            throws Exception {
        String content =
                """
                {"nonce":"%s","subscriptionId":"%s","vmId":"%s",
                 "timeStamp":{"createdOn":"03/01/26 11:59:20 -0000",
                              "expiresOn":"03/01/26 17:59:20 -0000"}}"""
                        .formatted(AzureNonce.of(intent), subscription, VM);
        Base64.Encoder base64 = Base64.getEncoder();
        String document = "{\"region\": \"" + region + "\"}";
        return """
        {"controller":"%s","intent":"%s","provider":"azure","document":"%s","signature":"%s"}"""
                .formatted(
                        CONTROLLER,
                        intent,
                        base64.encodeToString(document.getBytes(StandardCharsets.UTF_8)),
                        base64.encodeToString(metadata.sign(content)));
    }

    private void assertRefused(EnrolmentAnswer answer, RefusedBecause because) {
        assertThat(answer).isEqualTo(new Refused(because));
        assertThat(log.warnings()).last().asString().contains(because.sentence());
    }
}
