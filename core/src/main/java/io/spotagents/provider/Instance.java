package io.spotagents.provider;

import io.spotagents.model.Pool;
import java.time.Instant;

/**
 * A cloud machine, as its provider tells it.
 *
 * @param id the provider's own id, unique within its account and never used again
 * @param launchedAt when the provider granted it
 */
public record Instance(
        String id, Pool pool, Owner owner, InstanceState state, Instant launchedAt) {}
