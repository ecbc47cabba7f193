package io.spotagents.watch;

import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What an instance can learn of itself, and tell of itself, without the controller. */
public interface InstanceMetadata extends Serializable {

    /** The reclaim announced to this instance; empty if there is none. */
    Optional<AnnouncedReclaim> announced() throws IOException;

    /**
     * When the cloud last signaled that this instance is at more risk than before, which is not a
     * notice yet; empty if it never did, or does not do such a thing.
     */
    default Optional<Instant> atRiskSince() throws IOException {
        return Optional.empty();
    }

    /** How long at least to wait between two looks; each look is a question or two. */
    default Duration lookEvery() {
        return Duration.ZERO;
    }

    /** Whether the cloud reclaims earlier what lets it. */
    default boolean takesApproval() {
        return false;
    }

    /**
     * Nothing is left to do on this instance, so the reclaim that {@link #announced} told of last
     * may happen at once. The cloud is told once, however often this is called; nothing happens
     * where it takes no approval.
     */
    default void approveReclaim() throws IOException {}

    /**
     * Keeps this instance alive for so long, counted from when this arrives. A provider that has no
     * leases does nothing.
     */
    void renewLease(Duration length) throws IOException;
}
