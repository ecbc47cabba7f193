package io.spotagents.provider;

import io.spotagents.model.Pool;
import java.time.Duration;

/**
 * A wish for instances of one pool. The token in {@code owner.intent()} makes it repeatable: asked
 * again with the same token, a provider answers the instances it made the first time.
 *
 * @param count instances wanted, at least 1
 * @param bootDeadline first lease: an instance whose agent has not renewed it by then ends itself
 */
public record LaunchRequest(Owner owner, Pool pool, int count, Duration bootDeadline) {
    public LaunchRequest {
        if (count < 1) {
            throw new IllegalArgumentException("count must be at least 1, not " + count);
        }
        if (bootDeadline.isNegative() || bootDeadline.isZero()) {
            throw new IllegalArgumentException(
                    "bootDeadline must be positive, not " + bootDeadline);
        }
    }
}
