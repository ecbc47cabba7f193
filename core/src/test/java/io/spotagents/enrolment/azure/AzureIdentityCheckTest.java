package io.spotagents.enrolment.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spotagents.enrolment.Identity;
import io.spotagents.enrolment.RefusedBecause;
import io.spotagents.enrolment.RefusedException;
import io.spotagents.enrolment.SignedDocument;
import io.spotagents.enrolment.Site;
import io.spotagents.enrolment.azure.TestAuthority.Valid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AzureIdentityCheckTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final UUID INTENT = UUID.fromString("00000000-0000-0000-0000-0000000000aa");
    private static final String SUBSCRIPTION = "00000000-1111-2222-3333-444444444444";
    private static final String VM = "0A1B2C3D-0000-1111-2222-333344445555";
    private static final String REGION = "{\"region\": \"westeurope\"}";

    @TempDir static Path directory;
    private static TestAuthority between;
    private static TestAuthority metadata;
    private static TestAuthority stranger;
    private static AzureTrust trust;

    @BeforeAll
    static void makeCertificates() throws Exception {
        TestAuthority root = TestAuthority.root("Public root");
        between = root.between("Public authority");
        metadata = between.host("westeurope.metadata.azure.com", Valid.LONG);
        stranger = TestAuthority.root("Root of a stranger");
        Path folder = Files.createDirectory(directory.resolve("trust"));
        Files.writeString(folder.resolve("root.pem"), root.pem());
        Files.writeString(folder.resolve("between.pem"), between.pem());
        Files.writeString(folder.resolve("readme.txt"), "no certificate");
        trust = AzureTrust.of(AzureTrust.PUBLIC, folder);
    }

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @Test
    void provesTheIdentityOfAGenuineDocument() throws Exception {
        assertThat(proven(metadata.sign(genuine())))
                .isEqualTo(
                        new Identity(
                                new Site("azure", SUBSCRIPTION, "westeurope"),
                                VM.toLowerCase(Locale.ROOT),
                                Optional.of(NOW.minusSeconds(40))));
    }

    @Test
    void aCertificateInBetweenMayComeWithTheDocument() throws Exception {
        TestAuthority another = TestAuthority.root("Another root");
        TestAuthority middle = another.between("Another authority");
        TestAuthority host = middle.host("metadata.azure.com", Valid.LONG);
        Path folder = Files.createDirectory(directory.resolve("root-alone"));
        Files.writeString(folder.resolve("root.pem"), another.pem());
        AzureIdentityCheck check = new AzureIdentityCheck(AzureTrust.of(AzureTrust.PUBLIC, folder));

        Identity identity =
                check.proven(document(host.sign(genuine(), middle)), Optional.of(INTENT), NOW);

        assertThat(identity.site().account()).isEqualTo(SUBSCRIPTION);
        assertRefused(check, host.sign(genuine()), RefusedBecause.FORGED);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void refusesAnEnvelopeWithAByteOfItsContentOrSignatureChanged(long seed) throws Exception {
        byte[] envelope = metadata.sign(genuine());
        Random random = new Random(seed);
        // The signature is the last thing in it; the content comes near its begin.
        int signature = envelope.length - 1 - random.nextInt(256);
        int content = indexOf(envelope, "vmId") + random.nextInt(40);
        envelope[random.nextBoolean() ? signature : content] ^= (byte) (1 << random.nextInt(8));

        assertRefused(envelope, RefusedBecause.FORGED, RefusedBecause.MALFORMED);
    }

    @Test
    void refusesWhatAStrangerSigned() throws Exception {
        assertRefused(
                stranger.host("metadata.azure.com", Valid.LONG).sign(genuine()),
                RefusedBecause.FORGED);
        assertRefused(
                stranger.host("metadata.azure.com", Valid.LONG).sign(genuine(), stranger, metadata),
                RefusedBecause.FORGED);
    }

    @Test
    void refusesAHostThatIsNotTheMetadataService() throws Exception {
        for (String host :
                new String[] {
                    "example.com", "metadata.azure.com.example.com", "notmetadata.azure.com"
                }) {
            assertRefused(between.host(host, Valid.LONG).sign(genuine()), RefusedBecause.FORGED);
        }
    }

    @Test
    void refusesACertificateThatHasExpiredOrIsNotValidYet() throws Exception {
        Valid past = new Valid(Valid.LONG.from(), NOW.minusSeconds(1));
        Valid future = new Valid(NOW.plusSeconds(60), Valid.LONG.until());

        for (Valid valid : new Valid[] {past, future}) {
            assertRefused(
                    between.host("metadata.azure.com", valid).sign(genuine()),
                    RefusedBecause.FORGED);
        }
    }

    /** A host's certificate may sign no other. */
    @Test
    void refusesACertificateThatAHostHasMade() throws Exception {
        assertRefused(
                metadata.host("metadata.azure.com", Valid.LONG).sign(genuine(), metadata),
                RefusedBecause.FORGED);
    }

    @Test
    void refusesADocumentThatHasExpired() throws Exception {
        String old = content(AzureNonce.of(INTENT), "02/28/26 05:59:20", "02/28/26 11:59:20");

        assertRefused(metadata.sign(old), RefusedBecause.EXPIRED);
    }

    @Test
    void refusesADocumentOfAnotherLaunchOrOfNone() throws Exception {
        String other =
                content(AzureNonce.of(new UUID(0, 1)), "03/01/26 11:59:20", "03/01/26 17:59:20");

        assertRefused(metadata.sign(other), RefusedBecause.WRONG_LAUNCH);
        SignedDocument signed = document(metadata.sign(genuine()));
        assertThatThrownBy(
                        () -> new AzureIdentityCheck(trust).proven(signed, Optional.empty(), NOW))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.because()).isEqualTo(RefusedBecause.WRONG_LAUNCH));
    }

    @Test
    void refusesWhatIsNoDocumentEvenIfItIsSigned() throws Exception {
        for (String text :
                new String[] {
                    "",
                    "[]",
                    "{}",
                    genuine() + "{}",
                    genuine().replace("\"vmId\"", "\"other\""),
                    genuine().replace("03/01/26", "01.03.26"),
                    genuine().replace(VM, "vm\\nINFO: all is well"),
                    genuine().replace("\"timeStamp\"", "\"vmId\"")
                }) {
            assertRefused(metadata.sign(text), RefusedBecause.MALFORMED);
        }
        assertRefused("no envelope".getBytes(StandardCharsets.UTF_8), RefusedBecause.MALFORMED);
        assertRefused(new byte[0], RefusedBecause.MALFORMED);
    }

    @Test
    void withoutARootNobodyIsLetIn() throws Exception {
        assertRefused(
                new AzureIdentityCheck(AzureTrust.none()),
                metadata.sign(genuine()),
                RefusedBecause.NO_CERTIFICATE);
    }

    @Test
    void saysWhichFileHoldsNoCertificate() throws Exception {
        Path bad = Files.createDirectory(directory.resolve("bad"));
        for (String content : new String[] {"", "no certificate", "x".repeat(300_000)}) {
            Files.writeString(bad.resolve("root.pem"), content);

            assertThatThrownBy(() -> AzureTrust.of(AzureTrust.PUBLIC, bad))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("root.pem");
        }
    }

    @Test
    void theNonceIsTenDigitsOfTheLaunch() {
        assertThat(AzureNonce.of(INTENT)).matches("\\d{10}").isEqualTo(AzureNonce.of(INTENT));
        assertThat(AzureNonce.of(INTENT)).isNotEqualTo(AzureNonce.of(new UUID(0, 1)));
    }

    private static Identity proven(byte[] envelope) throws Exception {
        return new AzureIdentityCheck(trust).proven(document(envelope), Optional.of(INTENT), NOW);
    }

    private static void assertRefused(byte[] envelope, RefusedBecause... reasons) {
        assertRefused(new AzureIdentityCheck(trust), envelope, reasons);
    }

    private static void assertRefused(
            AzureIdentityCheck check, byte[] envelope, RefusedBecause... reasons) {
        assertThatThrownBy(() -> check.proven(document(envelope), Optional.of(INTENT), NOW))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(reasons).contains(e.because()));
    }

    private static SignedDocument document(byte[] envelope) {
        return new SignedDocument(REGION.getBytes(StandardCharsets.UTF_8), envelope);
    }

    private static String genuine() {
        return content(AzureNonce.of(INTENT), "03/01/26 11:59:20", "03/01/26 17:59:20");
    }

    private static String content(String nonce, String created, String expires) {
        return """
        {"licenseType":"","nonce":"%s",
         "plan":{"name":"","product":"","publisher":""},
         "sku":"server","subscriptionId":"%s",
         "timeStamp":{"createdOn":"%s -0000","expiresOn":"%s -0000"},
         "vmId":"%s"}"""
                .formatted(nonce, SUBSCRIPTION, created, expires, VM);
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    }
}
