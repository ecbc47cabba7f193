package io.spotagents.enrolment;

import java.time.Instant;

/** Checks documents of one provider, without calling it. Safe to use from any thread. */
public interface IdentityCheck {

    /**
     * The identity that the document proves.
     *
     * @throws RefusedException if it proves none: {@code FORGED}, {@code MALFORMED}, {@code
     *     NO_CERTIFICATE}
     */
    Identity proven(SignedDocument signed, Instant now) throws RefusedException;
}
