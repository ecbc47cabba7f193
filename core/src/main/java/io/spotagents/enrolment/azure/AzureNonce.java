package io.spotagents.enrolment.azure;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.UUID;

/** The nonce that binds an attested document to a launch: Azure takes ten digits, no more. */
public final class AzureNonce {

    private static final BigInteger BOUND = BigInteger.TEN.pow(10);

    private AzureNonce() {}

    /** Of a launch: SHA-256 of its token in lower case, as a number, its last ten digits. */
    public static String of(UUID intent) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(intent.toString().getBytes(StandardCharsets.US_ASCII));
            return String.format(Locale.ROOT, "%010d", new BigInteger(1, digest).mod(BOUND));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
