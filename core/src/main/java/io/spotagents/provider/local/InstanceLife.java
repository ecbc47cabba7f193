package io.spotagents.provider.local;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What becomes of an instance, and when: decided from its plan and from what it was told since.
 * Time is in milliseconds since the launch, and comes in with every call. Not thread-safe.
 */
final class InstanceLife {

    /** Longest lease granted, so that no mistake makes an instance that lives for ever. */
    static final long MAX_LEASE_MILLIS = 24L * 60 * 60 * 1000;

    private final long bootMillis;
    private final long signalAt;
    private long leaseEndsAt;
    private long noticeAt;
    private long reclaimAt;

    InstanceLife(InstancePlan plan) {
        this.bootMillis = plan.bootMillis();
        this.signalAt = plan.signalMillis();
        this.leaseEndsAt = plan.bootDeadlineMillis();
        this.noticeAt = plan.noticeMillis();
        this.reclaimAt = plan.reclaimMillis();
    }

    /** Counts from now, so a short renewal may also end a long lease early. */
    void renewLease(long now, long lengthMillis) {
        leaseEndsAt = now + Math.min(Math.max(lengthMillis, 0), MAX_LEASE_MILLIS);
    }

    /** Reclaims so long from now, unless it will be reclaimed before; without notice if 0. */
    void reclaimAfter(long now, long leadMillis) {
        long asked = now + Math.min(Math.max(leadMillis, 0), MAX_LEASE_MILLIS);
        if (asked < reclaimAt) {
            reclaimAt = asked;
            noticeAt = now;
        }
    }

    boolean hasBooted(long now) {
        return now >= bootMillis;
    }

    /** Whether a raised risk has been signaled by now. */
    boolean isAtRisk(long now) {
        return now >= signalAt;
    }

    /** The deadline that the instance is told by now; empty if it is told none. */
    OptionalLong announcedDeadline(long now) {
        return now >= noticeAt ? OptionalLong.of(reclaimAt) : OptionalLong.empty();
    }

    /** Why the instance has to end by now; empty while it lives. */
    Optional<EndReason> endReason(long now) {
        if (now >= reclaimAt) {
            return Optional.of(EndReason.RECLAIM);
        }
        return now >= leaseEndsAt ? Optional.of(EndReason.LEASE) : Optional.empty();
    }
}
