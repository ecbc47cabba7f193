package io.spotagents.enrolment;

import java.time.Instant;
import java.util.UUID;

/**
 * A secret in the user data of one launch, as it is kept: not itself, but its hash. A plain hash
 * will do, since the secret is 256 random bits and cannot be guessed from a list of words.
 *
 * @param sha256 of the secret's text, in hexadecimal
 * @param uses how many instances it lets in
 * @param until the boot deadline: after it nobody is let in
 */
public record IssuedSecret(UUID intent, String sha256, int uses, Instant until) {
    public IssuedSecret {
        if (uses < 1) {
            throw new IllegalArgumentException("uses must be at least 1, not " + uses);
        }
    }

    @Override
    public String toString() {
        return "secret of launch " + intent + " for " + uses + " until " + until;
    }
}
