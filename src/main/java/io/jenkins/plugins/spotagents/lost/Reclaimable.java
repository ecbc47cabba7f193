package io.jenkins.plugins.spotagents.lost;

/**
 * Work on an agent that knows by itself what to do about a reclaim. All methods return at once and
 * may be called from any thread, several times.
 */
public interface Reclaimable {

    /**
     * Its instance will be taken soon.
     *
     * @param why one line for people
     */
    void reclaimAnnounced(String why);

    /** Its instance will be given up once the work has come to a good place to end. */
    void notNeeded();

    /**
     * Its instance is gone, with or without a notice before.
     *
     * @param why one line for people
     */
    void gone(String why);
}
