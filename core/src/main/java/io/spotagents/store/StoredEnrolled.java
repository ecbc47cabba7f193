package io.spotagents.store;

import io.spotagents.enrolment.Enrolled;
import io.spotagents.enrolment.IssuedSecret;
import io.spotagents.enrolment.Site;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * On-disk form of {@link Enrolled}; see {@code docs/decisions/0008-store.md} before changing it.
 *
 * @param at time in ISO 8601, UTC
 */
record StoredEnrolled(
        String provider, StoredSite site, String instanceId, String intent, String at) {

    record StoredSite(String account, String region) {}

    static StoredEnrolled of(Enrolled enrolled) {
        Site site = enrolled.site();
        return new StoredEnrolled(
                site.provider(),
                new StoredSite(site.account(), site.region()),
                enrolled.instanceId(),
                enrolled.intent().toString(),
                enrolled.at().toString());
    }

    Enrolled toEnrolled() {
        return new Enrolled(
                new Site(provider, site.account, site.region),
                Objects.requireNonNull(instanceId, "instanceId"),
                UUID.fromString(intent),
                Instant.parse(at));
    }

    /** On-disk form of {@link IssuedSecret}, by the launch's token. */
    record StoredSecret(String intent, String sha256, int uses, String until) {

        static StoredSecret of(IssuedSecret secret) {
            return new StoredSecret(
                    secret.intent().toString(),
                    secret.sha256(),
                    secret.uses(),
                    secret.until().toString());
        }

        IssuedSecret toSecret() {
            return new IssuedSecret(
                    UUID.fromString(intent),
                    Objects.requireNonNull(sha256, "sha256"),
                    uses,
                    Instant.parse(until));
        }
    }
}
