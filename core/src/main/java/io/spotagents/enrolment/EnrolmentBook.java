package io.spotagents.enrolment;

import java.util.Optional;
import java.util.UUID;

/**
 * Keeps over a crash who has enrolled, and what secrets were given out. A call that writes returns
 * when what it wrote is on disk. Safe to use from any thread.
 */
public interface EnrolmentBook {

    /**
     * Writes down that an instance enrolls now. Of several calls for one instance, however close,
     * one alone is answered true.
     *
     * @return false if it has enrolled before; nothing is written then
     */
    boolean enroll(Enrolled enrolled);

    /** Whether the instance has enrolled. The region does not matter: ids are the account's. */
    boolean hasEnrolled(Site site, String instanceId);

    /** How many instances of a launch have enrolled. */
    int enrolledOf(UUID intent);

    /** Writes down a secret, in place of one that was given to the same launch before. */
    void issue(IssuedSecret secret);

    /** The secret of a launch; empty if it has none, or had one so long ago that it was dropped. */
    Optional<IssuedSecret> issued(UUID intent);
}
