package io.spotagents.provider.azure;

import java.time.Duration;

/** Waits, for the next look at an operation that Azure is not done with. Comes from outside. */
public interface Pause {

    /** Returns after that time. */
    void of(Duration length) throws InterruptedException;
}
