package io.spotagents.enrolment;

import java.time.Instant;
import java.util.UUID;

/**
 * That an instance enrolled.
 *
 * @param intent token of the launch that made it
 */
public record Enrolled(Site site, String instanceId, UUID intent, Instant at) {

    /** What an instance is told apart by: the id, which is unique within its account. */
    public String key() {
        return keyOf(site, instanceId);
    }

    /** The same for an instance that may not have enrolled. */
    public static String keyOf(Site site, String instanceId) {
        return site.provider() + "/" + site.account() + "/" + instanceId;
    }
}
