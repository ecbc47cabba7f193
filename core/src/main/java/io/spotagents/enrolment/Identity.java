package io.spotagents.enrolment;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which instance somebody says to be. It comes from outside, so its texts are held to characters
 * that do no harm in a log.
 *
 * @param instanceId the provider's own id of the instance
 * @param startedAt when the instance was started, as its cloud says; empty if that is not told
 */
public record Identity(Site site, String instanceId, Optional<Instant> startedAt) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");

    public Identity {
        requireName("instanceId", instanceId);
    }

    static void requireName(String field, String value) {
        if (!NAME.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    field + " must be 1 to 64 letters, digits or one of _.:-");
        }
    }

    @Override
    public String toString() {
        return instanceId + " of " + site;
    }
}
