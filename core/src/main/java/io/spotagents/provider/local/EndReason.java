package io.spotagents.provider.local;

import java.util.Locale;

/** Why an instance ended, as its directory says. */
enum EndReason {
    /** Its provider was asked to end it. */
    END,
    /** The pool was taken back. */
    RECLAIM,
    /** Its lease was not renewed. */
    LEASE,
    /** Its agent's process exited by itself, or could not be started. */
    EXIT,
    /** Its supervisor was gone, or did not do what it was told. */
    LOST;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
