package io.spotagents.provider;

import io.spotagents.model.Pool;
import java.time.Instant;
import java.util.Optional;

/**
 * A cloud machine, as its provider tells it.
 *
 * @param id the provider's own id, unique within its account and never used again
 * @param launchedAt when the provider granted it
 * @param address host name or IP address that the controller reaches it at, for sources whose
 *     agents are called; empty if it has none, or none is known yet
 */
public record Instance(
        String id,
        Pool pool,
        Owner owner,
        InstanceState state,
        Instant launchedAt,
        Optional<String> address) {

    /** One whose address is not known, or not needed. */
    public Instance(String id, Pool pool, Owner owner, InstanceState state, Instant launchedAt) {
        this(id, pool, owner, state, launchedAt, Optional.empty());
    }
}
