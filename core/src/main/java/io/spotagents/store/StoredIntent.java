package io.spotagents.store;

import io.spotagents.fleet.LaunchIntent;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * On-disk form of a {@link LaunchIntent}; see {@code docs/decisions/0008-store.md} before changing
 * it.
 *
 * @param at time in ISO 8601, UTC
 */
record StoredIntent(String token, StoredTemplate template, StoredAsk ask, String at) {

    record StoredAsk(String source, StoredPool pool, int count) {}

    static StoredIntent of(LaunchIntent intent) {
        LaunchIntent.Ask ask = intent.ask();
        return new StoredIntent(
                intent.token().toString(),
                StoredTemplate.of(intent.template()),
                new StoredAsk(ask.source(), StoredPool.of(ask.pool()), ask.count()),
                intent.at().toString());
    }

    LaunchIntent toIntent() {
        return new LaunchIntent(
                UUID.fromString(token),
                template.toKey(),
                new LaunchIntent.Ask(
                        Objects.requireNonNull(ask.source, "source"), ask.pool.toPool(), ask.count),
                Instant.parse(at));
    }
}
