package io.spotagents.enrolment;

import java.util.Optional;
import java.util.UUID;

/**
 * An identity, and what the instance says of its origin. The identity is proven; the rest is
 * believed only as far as the roster says the same.
 *
 * @param enrolledBefore whether the instance is known to have enrolled
 */
record Claim(Identity identity, UUID controller, Optional<UUID> intent, boolean enrolledBefore) {}
