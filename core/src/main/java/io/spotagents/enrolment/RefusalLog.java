package io.spotagents.enrolment;

import io.spotagents.capacity.CallRates;
import io.spotagents.capacity.TokenBucket;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.logging.Logger;

/**
 * One line for each refusal, and no more lines than a disk bears: beyond that they are counted, and
 * the next line says how many there were. Safe to use from any thread.
 */
final class RefusalLog {

    static final CallRates.Rate LINES = new CallRates.Rate(200, Duration.ofSeconds(1));

    private static final Logger LOGGER = Logger.getLogger(RefusalLog.class.getName());

    private final TokenBucket lines;
    private long untold;

    RefusalLog(Instant now) {
        this.lines = new TokenBucket(LINES, now);
    }

    /**
     * @param who as far as it is proven
     */
    synchronized void tell(String who, InetAddress from, RefusedException refused, Instant now) {
        if (lines.left(now) < 1) {
            untold++;
            return;
        }
        lines.take(now);
        String others = untold == 0 ? "" : "; " + untold + " more were refused before, untold";
        untold = 0;
        LOGGER.warning(
                () ->
                        who
                                + " at "
                                + from.getHostAddress()
                                + " was refused to enroll: "
                                + refused.getMessage()
                                + others);
    }
}
