package io.spotagents.enrolment.aws;

import static io.spotagents.enrolment.aws.Documents.ACCOUNT;
import static io.spotagents.enrolment.aws.Documents.INSTANCE;
import static io.spotagents.enrolment.aws.Documents.NOON;
import static io.spotagents.enrolment.aws.Documents.REGION;
import static io.spotagents.enrolment.aws.Documents.document;
import static io.spotagents.enrolment.aws.Documents.genuine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spotagents.enrolment.Identity;
import io.spotagents.enrolment.RefusedBecause;
import io.spotagents.enrolment.RefusedException;
import io.spotagents.enrolment.SignedDocument;
import io.spotagents.enrolment.Site;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AwsIdentityCheckTest {

    private static final String OTHER_REGION = "us-east-1";
    private static final String OLD_REGION = "us-west-2";

    @TempDir static Path directory;
    private static Path certificates;
    private static TestSigner signer;
    private static TestSigner other;
    private static TestSigner expired;

    @BeforeAll
    static void makeCertificates() throws Exception {
        signer = TestSigner.rsa(directory);
        other = TestSigner.rsa(directory);
        expired = TestSigner.expired(directory);
        certificates = Files.createDirectory(directory.resolve("certificates"));
        write(REGION, signer.pem());
        write(OTHER_REGION, other.pem());
        write(OLD_REGION, expired.pem());
        Files.writeString(certificates.resolve("readme.txt"), "not a certificate");
    }

    private static void write(String region, String pem) throws IOException {
        Files.writeString(certificates.resolve(region + ".pem"), pem);
    }

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    private static Identity proven(SignedDocument signed) throws Exception {
        return new AwsIdentityCheck(AwsCertificates.of(certificates)).proven(signed, NOON);
    }

    private static void assertRefused(SignedDocument signed, RefusedBecause... reasons) {
        assertThatThrownBy(() -> proven(signed))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(reasons).contains(e.because()));
    }

    @Test
    void provesTheIdentityOfAGenuineDocument() throws Exception {
        assertThat(proven(signer.sign(genuine())))
                .isEqualTo(
                        new Identity(
                                new Site("aws", ACCOUNT, REGION),
                                INSTANCE,
                                Optional.of(NOON.minusSeconds(40))));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void refusesADocumentOrASignatureWithOneByteChanged(long seed) throws Exception {
        SignedDocument signed = signer.sign(genuine());
        Random random = new Random(seed);
        byte[] changed = random.nextBoolean() ? signed.document() : signed.signature();
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));

        // a byte may also break the JSON, or name a region that has no certificate
        assertRefused(
                signed,
                RefusedBecause.FORGED,
                RefusedBecause.MALFORMED,
                RefusedBecause.NO_CERTIFICATE);
    }

    @Test
    void refusesAnotherInstanceIdUnderAGenuineSignature() throws Exception {
        SignedDocument genuine = signer.sign(genuine());
        SignedDocument theirs = signer.sign(genuine().replace(INSTANCE, "i-0123456789abcdef1"));

        assertRefused(
                new SignedDocument(theirs.document(), genuine.signature()), RefusedBecause.FORGED);
    }

    @Test
    void refusesASignatureBySomebodyElse() throws Exception {
        assertRefused(other.sign(genuine()), RefusedBecause.FORGED);
    }

    @Test
    void refusesADocumentOfOneRegionSignedByTheKeyOfAnother() throws Exception {
        assertRefused(signer.sign(document(ACCOUNT, OTHER_REGION, NOON)), RefusedBecause.FORGED);
    }

    @Test
    void refusesARegionWithoutACertificate() throws Exception {
        assertRefused(
                signer.sign(document(ACCOUNT, "eu-north-1", NOON)), RefusedBecause.NO_CERTIFICATE);
    }

    @Test
    void refusesADocumentWhoseCertificateHasExpired() throws Exception {
        assertRefused(
                expired.sign(document(ACCOUNT, OLD_REGION, NOON)), RefusedBecause.NO_CERTIFICATE);
    }

    @Test
    void refusesASignatureThatIsNone() {
        byte[] document = genuine().getBytes(StandardCharsets.UTF_8);

        assertRefused(new SignedDocument(document, new byte[0]), RefusedBecause.FORGED);
        assertRefused(new SignedDocument(document, new byte[300]), RefusedBecause.FORGED);
    }

    @Test
    void refusesWhatIsNoJsonEvenIfItIsSigned() throws Exception {
        assertRefused(signer.sign("{\"accountId\" : "), RefusedBecause.MALFORMED);
        assertRefused(signer.sign("[]"), RefusedBecause.MALFORMED);
        assertRefused(signer.sign("[".repeat(10_000)), RefusedBecause.MALFORMED);
        assertRefused(signer.sign(genuine() + "{}"), RefusedBecause.MALFORMED);
        assertRefused(signer.sign(""), RefusedBecause.MALFORMED);
    }

    @Test
    void refusesADocumentThatNamesSomethingTwice() throws Exception {
        String twice = genuine().replace("\"kernelId\" : null", "\"region\" : \"us-east-1\"");

        assertRefused(signer.sign(twice), RefusedBecause.MALFORMED);
    }

    @Test
    void refusesADocumentThatLacksSomethingOrSaysNonsense() throws Exception {
        assertRefused(
                signer.sign(genuine().replace("\"pendingTime\"", "\"other\"")),
                RefusedBecause.MALFORMED);
        assertRefused(
                signer.sign(document(ACCOUNT, REGION, NOON).replace("Z\"", "\"")),
                RefusedBecause.MALFORMED);
        assertRefused(
                signer.sign(genuine().replace(INSTANCE, "i-1\\nINFO: all is well")),
                RefusedBecause.MALFORMED);
    }

    @Test
    void acceptsTheOldAndTheNewCertificateDuringAChange() throws Exception {
        Path both = Files.createDirectory(directory.resolve("both"));
        Files.writeString(both.resolve(REGION + ".pem"), other.pem() + signer.pem());

        AwsIdentityCheck check = new AwsIdentityCheck(AwsCertificates.of(both));

        assertThat(check.proven(signer.sign(genuine()), NOON).instanceId()).isEqualTo(INSTANCE);
        assertThat(check.proven(other.sign(genuine()), NOON).instanceId()).isEqualTo(INSTANCE);
    }

    @Test
    void prefersTheCertificatesOfTheAdministratorToThoseThatAreShipped() throws Exception {
        Path own = Files.createDirectory(directory.resolve("own"));
        Files.writeString(own.resolve(REGION + ".pem"), other.pem());
        AwsCertificates merged = AwsCertificates.of(own).or(AwsCertificates.of(certificates));

        assertThat(merged.regions()).containsExactly(REGION, OTHER_REGION, OLD_REGION);
        assertThat(merged.valid(REGION, NOON))
                .isEqualTo(AwsCertificates.of(own).valid(REGION, NOON))
                .hasSize(1);
    }

    @Test
    void knowsNoRegionThatNothingIsShippedFor() throws Exception {
        TreeSet<String> regions = new TreeSet<>(Set.of("nowhere-1"));

        assertThat(AwsCertificates.shipped(regions).regions()).isEmpty();
    }

    @Test
    void saysWhichFileHoldsNoUsableCertificate() throws Exception {
        Path bad = Files.createDirectory(directory.resolve("bad"));
        Path file = bad.resolve(REGION + ".pem");
        for (String content :
                new String[] {
                    "",
                    "no certificate",
                    TestSigner.ellipticCurve(directory).pem(),
                    "x".repeat(70_000)
                }) {
            Files.writeString(file, content);

            assertThatThrownBy(() -> AwsCertificates.of(bad))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(REGION + ".pem");
        }
    }
}
