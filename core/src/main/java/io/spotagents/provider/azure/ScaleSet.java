package io.spotagents.provider.azure;

import io.spotagents.model.Pool;
import io.spotagents.provider.Owner;
import java.time.Instant;
import java.util.UUID;

/**
 * What one launch made: its name is that of the launch, and its tags tell whose it is.
 *
 * @param isSettled whether Azure is done with what it was told last
 * @param createdAt when Azure was asked for it
 */
record ScaleSet(String name, Owner owner, Pool pool, boolean isSettled, Instant createdAt) {

    private static final String PREFIX = "spot-agents-";

    /** The name of what a launch makes: the same each time it is asked for. */
    static String name(UUID intent) {
        return PREFIX + intent;
    }
}
