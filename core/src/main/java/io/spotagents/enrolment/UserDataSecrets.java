package io.spotagents.enrolment;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * Secrets that instances find in their user data, for clouds and images that give no signed
 * identity. All instances of a launch share one, and whatever runs on them can read it; so it lets
 * in no more instances than were launched, each under its own id, until the boot deadline. Safe to
 * use from any thread.
 */
public final class UserDataSecrets {

    private static final int BYTES = 32;

    private final EnrolmentBook book;
    private final SecureRandom random;

    public UserDataSecrets(EnrolmentBook book, SecureRandom random) {
        this.book = book;
        this.random = random;
    }

    /**
     * Makes the secret of a launch, and has its hash on disk when it returns. Asked again for the
     * same launch, it makes another, and the former is void.
     *
     * @param uses instances asked for, at least 1
     * @param until the boot deadline
     * @return 43 letters, digits, dashes and underscores
     */
    public String issue(UUID intent, int uses, Instant until) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        book.issue(new IssuedSecret(intent, HexFormat.of().formatHex(hash(secret)), uses, until));
        return secret;
    }

    /**
     * Takes as long for a wrong secret as for the right one.
     *
     * @throws RefusedException if it is not the secret of that launch, is too old, or used up
     */
    void check(Optional<UUID> intent, String secret, Instant now) throws RefusedException {
        Optional<IssuedSecret> issued = intent.flatMap(book::issued);
        byte[] expected = issued.map(one -> bytes(one.sha256())).orElse(new byte[BYTES]);
        boolean isRight = MessageDigest.isEqual(expected, hash(secret));
        if (issued.isEmpty() || !isRight) {
            throw new RefusedException(RefusedBecause.WRONG_SECRET);
        }
        if (now.isAfter(issued.get().until())) {
            throw new RefusedException(
                    RefusedBecause.SECRET_EXPIRED, issued.get().until().toString());
        }
        refuseIfUsedUp(issued.get());
    }

    private void refuseIfUsedUp(IssuedSecret issued) throws RefusedException {
        if (book.enrolledOf(issued.intent()) >= issued.uses()) {
            throw new RefusedException(RefusedBecause.SECRET_USED_UP, issued.uses() + " instances");
        }
    }

    private static byte[] bytes(String hexadecimal) {
        try {
            return HexFormat.of().parseHex(hexadecimal);
        } catch (IllegalArgumentException e) {
            return new byte[BYTES]; // a damaged record lets nobody in
        }
    }

    private static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
