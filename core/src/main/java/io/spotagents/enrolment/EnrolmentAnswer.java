package io.spotagents.enrolment;

import java.time.Duration;

/** What an instance that wants to enroll is answered. */
public sealed interface EnrolmentAnswer {

    /** It is in, now and never again. */
    record Accepted(Handout handout) implements EnrolmentAnswer {}

    /**
     * Its document is genuine, but its launch has not been answered yet.
     *
     * @param after when to ask again
     */
    record ComeAgain(Duration after) implements EnrolmentAnswer {}

    /** It is not let in. The reason is for the log of the controller; the caller is told less. */
    record Refused(RefusedBecause because) implements EnrolmentAnswer {}
}
