package io.spotagents.provider;

import java.time.Duration;
import java.util.Optional;

/**
 * Why a provider did not do what it was asked, in the words the fleet loop decides by.
 *
 * @param retryAfter how long the provider itself asks us to wait; empty if it does not say
 * @param message the provider's own words, for the administrator; holds no secret
 */
public record Refusal(Kind kind, Scope scope, Optional<Duration> retryAfter, String message) {

    /** What the refusal calls for. */
    public enum Kind {
        /** Sold out for now: try another pool, come back to this one later. */
        NO_CAPACITY,
        /**
         * The account may not have more: retrying will not help until a person raises the limit.
         */
        QUOTA_REACHED,
        /** Asked too often: the same request succeeds later. */
        THROTTLED,
        /** Credentials or permissions are wrong: a person has to act. */
        NOT_ALLOWED,
        /** The request itself is wrong: disables the pool until its configuration changes. */
        INVALID_REQUEST,
        /**
         * The reply was lost or the provider failed: the instances may or may not exist. Only the
         * pool waits until a listing tells, whatever the scope.
         */
        OUTCOME_UNKNOWN
    }

    /** How far the refusal reaches. */
    public enum Scope {
        POOL,
        ZONE,
        SUBNET,
        FAMILY,
        ACCOUNT
    }

    public static Refusal of(Kind kind, Scope scope, String message) {
        return new Refusal(kind, scope, Optional.empty(), message);
    }
}
