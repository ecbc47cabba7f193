package io.spotagents.watch;

import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;

/** What an instance can learn of itself, and tell of itself, without the controller. */
public interface InstanceMetadata extends Serializable {

    /** The reclaim announced to this instance; empty if there is none. */
    Optional<AnnouncedReclaim> announced() throws IOException;

    /**
     * Keeps this instance alive for so long, counted from when this arrives. A provider that has no
     * leases does nothing.
     */
    void renewLease(Duration length) throws IOException;
}
