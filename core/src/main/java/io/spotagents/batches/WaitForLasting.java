package io.spotagents.batches;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long tests that were reclaimed too often wait for an agent that is not reclaimed. Such may be
 * sold out, beyond a quota, or not sold at all; a run that waited for them would never end. Not
 * thread-safe.
 */
public final class WaitForLasting {

    /** An instance that can be had is there well before. */
    public static final Duration MOST = Duration.ofMinutes(5);

    private @Nullable Instant since;

    /**
     * Lets any agent have the tests once they have waited too long. To be called every few seconds.
     *
     * @param there the agents of this moment
     * @return how many tests any agent may have from now on; as a rule 0
     */
    public int look(TestRun run, Hiring.Now there, Instant now) {
        if (run.leftForLasting().waiting() == 0 || there.lasting() > 0) {
            since = null;
            return 0;
        }
        Instant began = since == null ? now : since;
        boolean isTooLong = !now.isBefore(began.plus(MOST));
        since = isTooLong ? null : began;
        return isTooLong ? run.excuseFromLasting() : 0;
    }
}
