package io.spotagents.reclaim;

import java.time.Instant;

/**
 * A reclaim announced.
 *
 * @param instanceId the instance that will be taken
 * @param noticedAt when we learned of it
 * @param deadline when the instance stops; best effort, it may be earlier
 */
public record Notice(String instanceId, Source source, Instant noticedAt, Instant deadline) {

    /** How a reclaim became known. */
    public enum Source {
        /** The watcher on the agent read it from the instance's own metadata. */
        AGENT,
        /** The cloud sent an event. */
        CLOUD_EVENT,
        /** The instance no longer stands in its provider's list. */
        LISTING,
        /** The agent fell silent and did not come back. */
        SILENCE
    }
}
