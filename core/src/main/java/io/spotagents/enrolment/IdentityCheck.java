package io.spotagents.enrolment;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Checks documents of one provider, without calling it. Safe to use from any thread. */
public interface IdentityCheck {

    /**
     * The identity that the document proves.
     *
     * @throws RefusedException if it proves none: {@code FORGED}, {@code MALFORMED}, {@code
     *     NO_CERTIFICATE}
     */
    Identity proven(SignedDocument signed, Instant now) throws RefusedException;

    /**
     * The same, by a provider whose signature can cover the launch.
     *
     * @param intent token of the launch that the instance says to come from
     * @throws RefusedException also as {@code WRONG_LAUNCH}
     */
    default Identity proven(SignedDocument signed, Optional<UUID> intent, Instant now)
            throws RefusedException {
        return proven(signed, now);
    }
}
