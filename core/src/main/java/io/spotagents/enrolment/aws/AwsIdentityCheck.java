package io.spotagents.enrolment.aws;

import io.spotagents.enrolment.Identity;
import io.spotagents.enrolment.IdentityCheck;
import io.spotagents.enrolment.RefusedBecause;
import io.spotagents.enrolment.RefusedException;
import io.spotagents.enrolment.SignedDocument;
import io.spotagents.enrolment.Site;
import io.spotagents.enrolment.StrictJson;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Checks the identity document of an EC2 instance by its base64 signature: RSA over SHA-256 of the
 * document's bytes, by the certificate of the region that the document names.
 *
 * <p>Source: "Verify the instance identity document for an Amazon EC2 instance", option 2, in the
 * Amazon EC2 User Guide. The document's {@code pendingTime} is when the instance was launched.
 */
public final class AwsIdentityCheck implements IdentityCheck {

    private static final String PROVIDER = "aws";

    private static final String ALGORITHM = "SHA256withRSA";

    private final AwsCertificates certificates;

    public AwsIdentityCheck(AwsCertificates certificates) {
        this.certificates = certificates;
    }

    /** What a document says is looked at before its signature only to find the certificate. */
    @Override
    public Identity proven(SignedDocument signed, Instant now) throws RefusedException {
        Identity claimed = read(signed.document());
        String region = claimed.site().region();
        List<X509Certificate> valid = certificates.valid(region, now);
        if (valid.isEmpty()) {
            throw new RefusedException(RefusedBecause.NO_CERTIFICATE, region);
        }
        for (X509Certificate certificate : valid) {
            if (isSignedBy(certificate, signed)) {
                return claimed;
            }
        }
        throw new RefusedException(RefusedBecause.FORGED);
    }

    private static Identity read(byte[] document) throws RefusedException {
        StrictJson json = StrictJson.read(document);
        try {
            Site site = new Site(PROVIDER, json.required("accountId"), json.required("region"));
            Instant pending = Instant.parse(json.required("pendingTime"));
            return new Identity(site, json.required("instanceId"), Optional.of(pending));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new RefusedException(
                    RefusedBecause.MALFORMED, "a name or a time in the document is none");
        }
    }

    private static boolean isSignedBy(X509Certificate certificate, SignedDocument signed) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(certificate.getPublicKey());
            signature.update(signed.document());
            return signature.verify(signed.signature());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        } catch (SignatureException e) {
            return false; // of a length that no signature by this key has
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("not a key to verify by: " + certificate, e);
        }
    }
}
