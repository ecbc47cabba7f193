package io.spotagents.enrolment.azure;

import io.spotagents.enrolment.Identity;
import io.spotagents.enrolment.IdentityCheck;
import io.spotagents.enrolment.RefusedBecause;
import io.spotagents.enrolment.RefusedException;
import io.spotagents.enrolment.SignedDocument;
import io.spotagents.enrolment.Site;
import io.spotagents.enrolment.StrictJson;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessable;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * Checks the attested document of an instance of Azure: a PKCS #7 envelope with a JSON object in
 * it, signed by the metadata service. Of the {@link SignedDocument} the signature is the envelope;
 * the document is the instance's own word on what Azure does not sign, {@code {"region": ...}}. It
 * does no harm: the instance is known by its id, and has to stand in that region.
 *
 * <p>Source: "Azure Instance Metadata Service", section on attested data. {@code createdOn} is when
 * the document was made, which stands for the start: an instance asks for it as it boots.
 */
public final class AzureIdentityCheck implements IdentityCheck {

    private static final String PROVIDER = "azure";

    /** US order, two digits of the year. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MM/dd/yy HH:mm:ss xx", Locale.ROOT);

    private final AzureTrust trust;

    public AzureIdentityCheck(AzureTrust trust) {
        this.trust = trust;
    }

    /** Without a launch to bind it to, nothing is proven: any instance might have shown it. */
    @Override
    public Identity proven(SignedDocument signed, Instant now) throws RefusedException {
        throw new RefusedException(RefusedBecause.WRONG_LAUNCH, "none is named");
    }

    @Override
    public Identity proven(SignedDocument signed, Optional<UUID> intent, Instant now)
            throws RefusedException {
        if (intent.isEmpty()) {
            return proven(signed, now);
        }
        if (trust.isEmpty()) {
            throw new RefusedException(RefusedBecause.NO_CERTIFICATE, PROVIDER);
        }
        Attested attested = read(opened(signed.signature(), now));
        if (!attested.nonce().equals(AzureNonce.of(intent.get()))) {
            throw new RefusedException(RefusedBecause.WRONG_LAUNCH, "the nonce is of another");
        }
        if (now.isAfter(attested.expires())) {
            throw new RefusedException(RefusedBecause.EXPIRED, "until " + attested.expires());
        }
        String region = StrictJson.read(signed.document()).required("region");
        try {
            return new Identity(
                    new Site(PROVIDER, attested.subscription(), region),
                    attested.vmId().toLowerCase(Locale.ROOT),
                    Optional.of(attested.created()));
        } catch (IllegalArgumentException e) {
            throw new RefusedException(RefusedBecause.MALFORMED, "a name in the document is none");
        }
    }

    /** What Azure signed. */
    private record Attested(
            String vmId, String subscription, String nonce, Instant created, Instant expires) {}

    private static Attested read(byte[] content) throws RefusedException {
        StrictJson json = StrictJson.read(content);
        StrictJson times = json.inside("timeStamp");
        try {
            return new Attested(
                    json.required("vmId"),
                    json.required("subscriptionId"),
                    json.required("nonce"),
                    OffsetDateTime.parse(times.required("createdOn"), TIME).toInstant(),
                    OffsetDateTime.parse(times.required("expiresOn"), TIME).toInstant());
        } catch (DateTimeException e) {
            throw new RefusedException(RefusedBecause.MALFORMED, "a time in the document is none");
        }
    }

    /** What is in the envelope, if one that is trusted signed it. */
    private byte[] opened(byte[] envelope, Instant now) throws RefusedException {
        try {
            CMSSignedData data = new CMSSignedData(envelope);
            CMSProcessable content = data.getSignedContent();
            if (content != null && content.getContent() instanceof byte[] bytes) {
                List<X509Certificate> sent = certificates(data);
                // One signature that counts would do, but Azure gives one, so more is not Azure's.
                Collection<SignerInformation> signers = data.getSignerInfos().getSigners();
                if (signers.size() == 1 && isSigned(signers.iterator().next(), sent, now)) {
                    return bytes;
                }
            }
            throw new RefusedException(RefusedBecause.FORGED);
        } catch (CMSException e) {
            throw new RefusedException(RefusedBecause.MALFORMED, "it is no PKCS #7 envelope");
        } catch (CertificateException | OperatorCreationException e) {
            throw new RefusedException(RefusedBecause.FORGED, "its certificate is none");
        }
    }

    private boolean isSigned(SignerInformation signer, List<X509Certificate> sent, Instant now)
            throws CMSException, OperatorCreationException {
        for (X509Certificate one : sent) {
            boolean isIts =
                    one.getSerialNumber().equals(signer.getSID().getSerialNumber())
                            || signer.getSID().getSerialNumber() == null;
            if (isIts && trust.admits(one, sent, now)) {
                try {
                    return signer.verify(
                            new JcaSimpleSignerInfoVerifierBuilder().build(one.getPublicKey()));
                } catch (CMSException e) {
                    return false; // of another content, or by an algorithm that the key has not
                }
            }
        }
        return false;
    }

    private static List<X509Certificate> certificates(CMSSignedData data)
            throws CertificateException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (X509CertificateHolder one : data.getCertificates().getMatches(null)) {
            certificates.add(new JcaX509CertificateConverter().getCertificate(one));
        }
        return certificates;
    }
}
