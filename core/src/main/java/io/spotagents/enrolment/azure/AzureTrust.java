package io.spotagents.enrolment.azure;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * Whose signature under an attested document counts: a certificate for the metadata service, signed
 * by one of these roots, perhaps through certificates in between. Immutable.
 *
 * <p>Source: "Azure Instance Metadata Service", section on attested data: the certificate is for
 * {@code metadata.azure.com} and names below it, and comes from a public authority.
 */
public final class AzureTrust {

    /** The metadata service of Azure's public cloud. */
    public static final String PUBLIC = "metadata.azure.com";

    private static final String SUFFIX = ".pem";
    private static final long MAX_FILE_BYTES = 256 * 1024;

    /** Of an alternative name that is a host. Source: RFC 5280, 4.2.1.6. */
    private static final int HOST = 2;

    private final String host;
    private final Set<TrustAnchor> roots;
    private final List<X509Certificate> between;

    private AzureTrust(String host, List<X509Certificate> certificates) {
        this.host = host;
        this.roots = new HashSet<>();
        this.between = new ArrayList<>();
        for (X509Certificate one : certificates) {
            if (isRoot(one)) {
                roots.add(new TrustAnchor(one, null));
            } else {
                between.add(one);
            }
        }
    }

    /** None: no document is accepted. */
    public static AzureTrust none() {
        return new AzureTrust(PUBLIC, List.of());
    }

    /**
     * The files {@code *.pem} of a folder: roots, which sign themselves, and what stands between
     * them and the metadata service.
     *
     * @param host of the metadata service, such as {@link #PUBLIC}
     * @throws IOException if the folder or a file cannot be read, or holds anything else; it names
     *     the file
     */
    public static AzureTrust of(String host, Path folder) throws IOException {
        List<X509Certificate> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                if (String.valueOf(file.getFileName()).endsWith(SUFFIX)) {
                    found.addAll(read(file));
                }
            }
        }
        return new AzureTrust(host, found);
    }

    /**
     * The same of a text.
     *
     * @throws IOException if it holds anything but certificates in PEM form, or none
     */
    public static AzureTrust of(String host, String pem) throws IOException {
        return new AzureTrust(host, read("what was pasted", pem.getBytes(StandardCharsets.UTF_8)));
    }

    /** This, and what the other has besides. */
    public AzureTrust and(AzureTrust other) {
        List<X509Certificate> all = new ArrayList<>(certificates());
        all.addAll(other.certificates());
        return new AzureTrust(host, all);
    }

    private List<X509Certificate> certificates() {
        List<X509Certificate> all = new ArrayList<>(between);
        roots.forEach(root -> all.add(root.getTrustedCert()));
        return all;
    }

    /** Whether there is any root. */
    public boolean isEmpty() {
        return roots.isEmpty();
    }

    /**
     * Whether a certificate is for the metadata service, and one of the roots vouches for it then.
     *
     * @param sent certificates that came along, which help to find the way to a root
     */
    boolean admits(X509Certificate signer, Collection<X509Certificate> sent, Instant at) {
        try {
            return isForHost(signer) && leadsToRoot(signer, sent, at);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private boolean leadsToRoot(
            X509Certificate signer, Collection<X509Certificate> sent, Instant at)
            throws GeneralSecurityException {
        List<X509Certificate> steps = new ArrayList<>(between);
        steps.addAll(sent);
        steps.add(signer);
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(signer);
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(roots, target);
        parameters.setDate(Date.from(at));
        // Offline: a document is of an instance that was launched minutes ago and enrolls once.
        parameters.setRevocationEnabled(false);
        parameters.addCertStore(
                CertStore.getInstance("Collection", new CollectionCertStoreParameters(steps)));
        return CertPathBuilder.getInstance("PKIX").build(parameters).getCertPath() != null;
    }

    /** As with TLS, the name counts only if there are no alternative names. */
    private boolean isForHost(X509Certificate signer) throws CertificateException {
        Collection<List<?>> alternatives = signer.getSubjectAlternativeNames();
        if (alternatives != null) {
            return alternatives.stream()
                    .filter(one -> one.get(0).equals(HOST))
                    .anyMatch(one -> isHost(String.valueOf(one.get(1))));
        }
        X500Name subject = X500Name.getInstance(signer.getSubjectX500Principal().getEncoded());
        for (RDN rdn : subject.getRDNs(BCStyle.CN)) {
            if (isHost(rdn.getFirst().getValue().toString())) {
                return true;
            }
        }
        return false;
    }

    /** Regions have names below that of their cloud. */
    private boolean isHost(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.equals(host) || lower.endsWith("." + host);
    }

    private static boolean isRoot(X509Certificate one) {
        X500Principal issuer = one.getIssuerX500Principal();
        return issuer.equals(one.getSubjectX500Principal()) && one.getBasicConstraints() >= 0;
    }

    private static List<X509Certificate> read(Path file) throws IOException {
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new IOException(file + " is too large for certificates in PEM form");
        }
        return read(file.toString(), Files.readAllBytes(file));
    }

    private static List<X509Certificate> read(String name, byte[] pem) throws IOException {
        List<X509Certificate> found = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (var one : factory.generateCertificates(new ByteArrayInputStream(pem))) {
                found.add((X509Certificate) one);
            }
        } catch (CertificateException e) {
            throw new IOException(name + " holds no certificates in PEM form: " + e, e);
        }
        if (found.isEmpty()) {
            throw new IOException(name + " holds no certificate");
        }
        return found;
    }
}
