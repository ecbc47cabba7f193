package io.spotagents.fleet;

import io.spotagents.model.Pool;
import io.spotagents.model.TemplateKey;
import java.time.Instant;
import java.util.UUID;

/**
 * A launch about to be asked for, written down before the call so that a crash between call and
 * reply leaves no instance without an owner.
 *
 * @param token what the provider recognizes a repeated request by
 * @param ask what the provider is asked for
 */
public record LaunchIntent(UUID token, TemplateKey template, Ask ask, Instant at) {

    /** What is asked: so many instances of one pool, of one source. */
    public record Ask(String source, Pool pool, int count) {}
}
