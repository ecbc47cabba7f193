package io.spotagents.provider.local;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 sum in the making. */
final class Digest {

    private final MessageDigest sum;

    Digest() {
        try {
            this.sum = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    Digest add(byte[] bytes) {
        sum.update(bytes);
        return this;
    }

    Digest add(String text) {
        return add(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The sum as 64 hexadecimal digits; starts anew. */
    String hex() {
        return HexFormat.of().formatHex(sum.digest());
    }
}
