package io.spotagents.enrolment.gcp;

import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Optional;

/**
 * The keys by which Google signs identity tokens. They change every few days, so whoever supplies
 * them reads them anew, from {@code https://www.googleapis.com/oauth2/v3/certs}. Safe to use from
 * any thread.
 */
public interface GoogleKeys {

    /** The key of this name; empty if Google does not sign by it at that time. */
    Optional<RSAPublicKey> find(String name, Instant now);
}
