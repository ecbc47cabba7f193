package io.spotagents.enrolment.aws;

import io.spotagents.enrolment.SignedDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Stands in for AWS: a key and its certificate, made when the test runs. */
final class TestSigner {

    private static final char[] PASSWORD = "password".toCharArray();
    private static final String ALIAS = "signer";

    private final PrivateKey key;
    private final X509Certificate certificate;

    private TestSigner(PrivateKey key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    /** Valid for ten years from 2020 on. */
    static TestSigner rsa(Path directory) throws Exception {
        return make(directory, List.of("-keyalg", "RSA", "-keysize", "2048"), "3650");
    }

    /** Valid in January of 2020. */
    static TestSigner expired(Path directory) throws Exception {
        return make(directory, List.of("-keyalg", "RSA", "-keysize", "2048"), "30");
    }

    static TestSigner ellipticCurve(Path directory) throws Exception {
        return make(directory, List.of("-keyalg", "EC", "-groupname", "secp256r1"), "3650");
    }

    private static TestSigner make(Path directory, List<String> algorithm, String days)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path file = Files.createTempDirectory(directory, "keys").resolve("keys.p12");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                ALIAS,
                                "-dname",
                                "CN=Test signer",
                                "-startdate",
                                "2020/01/01 00:00:00",
                                "-validity",
                                days,
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                new String(PASSWORD),
                                "-keystore",
                                file.toString()));
        command.addAll(algorithm);
        Process keytool =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(file.resolveSibling("log").toFile())
                        .start();
        if (!keytool.waitFor(2, TimeUnit.MINUTES) || keytool.exitValue() != 0) {
            throw new IOException(Files.readString(file.resolveSibling("log")));
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return new TestSigner(
                (PrivateKey) store.getKey(ALIAS, PASSWORD),
                (X509Certificate) store.getCertificate(ALIAS));
    }

    String pem() throws GeneralSecurityException {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    SignedDocument sign(String document) throws GeneralSecurityException {
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(key);
        signature.update(bytes);
        return new SignedDocument(bytes, signature.sign());
    }
}
