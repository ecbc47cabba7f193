package io.spotagents.enrolment.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The certificates by which AWS signs identity documents: of each region its own, so that no
 * document counts in another. They are trusted because the administrator put them here, not because
 * somebody signed them. Immutable.
 *
 * <p>Source: "AWS public certificates for instance identity document signatures" in the Amazon EC2
 * User Guide; of the three kinds there, the one named RSA is that of the base64 signature.
 */
public final class AwsCertificates {

    /** Where certificates lie on the class path that come with a release: {@code <region>.pem}. */
    static final String SHIPPED = "/io/spotagents/enrolment/aws/certificates/";

    private static final String SUFFIX = ".pem";

    private static final long MAX_FILE_BYTES = 64 * 1024;

    /** AWS uses 1024 bits for the base64 signature; nothing shorter is a key of theirs. */
    private static final int MIN_KEY_BITS = 1024;

    private final SortedMap<String, List<X509Certificate>> byRegion;

    private AwsCertificates(SortedMap<String, List<X509Certificate>> byRegion) {
        this.byRegion = byRegion;
    }

    /** None: no document is accepted. */
    public static AwsCertificates none() {
        return new AwsCertificates(new TreeMap<>());
    }

    /**
     * The files {@code <region>.pem} of a folder, each with one certificate or several: during a
     * change the old and the new one.
     *
     * @throws IOException if the folder or a file cannot be read, or holds anything else; it names
     *     the file, and what should be in it
     */
    public static AwsCertificates of(Path folder) throws IOException {
        TreeMap<String, List<X509Certificate>> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(SUFFIX)) {
                    found.put(region(name), read(file));
                }
            }
        }
        return new AwsCertificates(found);
    }

    /**
     * Of one region, as text: one certificate or several.
     *
     * @throws IOException if the text holds anything else; it says what it should be
     */
    public static AwsCertificates of(String region, String pem) throws IOException {
        TreeMap<String, List<X509Certificate>> one = new TreeMap<>();
        one.put(region, parse("the text", pem.getBytes(StandardCharsets.US_ASCII)));
        return new AwsCertificates(one);
    }

    /**
     * Those that come with this release for some regions; a region that none comes for is left out.
     */
    public static AwsCertificates shipped(SortedSet<String> regions) throws IOException {
        TreeMap<String, List<X509Certificate>> found = new TreeMap<>();
        for (String region : regions) {
            try (InputStream in =
                    AwsCertificates.class.getResourceAsStream(SHIPPED + region + SUFFIX)) {
                if (in != null) {
                    found.put(region, parse(region + SUFFIX, in.readAllBytes()));
                }
            }
        }
        return new AwsCertificates(found);
    }

    /** These, and those of the other where these have none of a region. */
    public AwsCertificates or(AwsCertificates other) {
        TreeMap<String, List<X509Certificate>> both = new TreeMap<>(other.byRegion);
        both.putAll(byRegion);
        return new AwsCertificates(both);
    }

    /** Regions that there are certificates of, valid or not. */
    public SortedSet<String> regions() {
        return new TreeSet<>(byRegion.keySet());
    }

    /** Those of a region that are valid then, in the order of the file. */
    List<X509Certificate> valid(String region, Instant at) {
        Date date = Date.from(at);
        return byRegion.getOrDefault(region, List.of()).stream()
                .filter(one -> !date.before(one.getNotBefore()) && !date.after(one.getNotAfter()))
                .toList();
    }

    private static String region(String fileName) {
        return fileName.substring(0, fileName.length() - SUFFIX.length());
    }

    private static List<X509Certificate> read(Path file) throws IOException {
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new IOException(file + " is too large for certificates in PEM form");
        }
        return parse(file.toString(), Files.readAllBytes(file));
    }

    private static List<X509Certificate> parse(String name, byte[] pem) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (var one : factory.generateCertificates(new ByteArrayInputStream(pem))) {
                certificates.add((X509Certificate) one);
            }
        } catch (CertificateException e) {
            throw new IOException(name + " holds no certificates in PEM form: " + e, e);
        }
        if (certificates.isEmpty()) {
            throw new IOException(name + " holds no certificate");
        }
        for (X509Certificate one : certificates) {
            requireRsa(name, one);
        }
        return List.copyOf(certificates);
    }

    private static void requireRsa(String name, X509Certificate certificate) throws IOException {
        boolean isRsa =
                certificate.getPublicKey() instanceof RSAPublicKey key
                        && key.getModulus().bitLength() >= MIN_KEY_BITS;
        if (!isRsa) {
            throw new IOException(
                    name
                            + " holds a certificate without an RSA key of "
                            + MIN_KEY_BITS
                            + " bits or more: of the certificates that AWS publishes for the"
                            + " region, take the one named RSA");
        }
    }
}
