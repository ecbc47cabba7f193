package io.spotagents.selection;

import io.spotagents.model.TemplateKey;
import io.spotagents.model.Usd;
import java.time.Duration;
import java.util.Optional;

/**
 * Instances wanted for one template.
 *
 * @param count instances wanted, at least 1
 */
public record Request(TemplateKey template, Need need, int count, Conditions conditions) {
    public Request {
        if (count < 1) {
            throw new IllegalArgumentException("count must be at least 1, not " + count);
        }
        if (conditions.lasting() > count) {
            throw new IllegalArgumentException(
                    "lasting must be at most the count of %d, not %d"
                            .formatted(count, conditions.lasting()));
        }
    }

    /** Without conditions. */
    public Request(TemplateKey template, Need need, int count) {
        this(template, need, count, Conditions.NONE);
    }

    /**
     * What the instances are wanted for, and what they may cost.
     *
     * @param lasting of those wanted, so many must not be reclaimed: work waits for them that was
     *     reclaimed too often, or whose deadline is near; 0 or more
     * @param unit how long the work takes that a reclaim interrupts and that begins anew; empty if
     *     nobody knows
     * @param limits highest prices
     * @param thrift whether anything but cost counts
     */
    public record Conditions(int lasting, Optional<Duration> unit, Limits limits, Thrift thrift) {

        /** Anything that does the work. */
        public static final Conditions NONE =
                new Conditions(0, Optional.empty(), Limits.NONE, Thrift.USUAL);

        public Conditions {
            if (lasting < 0) {
                throw new IllegalArgumentException("lasting must be 0 or more, not " + lasting);
            }
            unit.ifPresent(Conditions::requirePositive);
        }

        private static void requirePositive(Duration unit) {
            if (unit.isNegative() || unit.isZero()) {
                throw new IllegalArgumentException("unit must be positive, not " + unit);
            }
        }
    }

    /**
     * Highest prices; empty where there is no limit.
     *
     * @param hourlyPrice of one instance for one hour
     * @param hourlyRate of all the new instances together for one hour
     */
    public record Limits(Optional<Usd> hourlyPrice, Optional<Usd> hourlyRate) {

        /** No limit. */
        public static final Limits NONE = new Limits(Optional.empty(), Optional.empty());
    }

    /** What counts besides money. */
    public enum Thrift {
        /** Work lost and waiting count as well. */
        USUAL,
        /** A budget nears its end: money alone counts. */
        STRICT
    }
}
