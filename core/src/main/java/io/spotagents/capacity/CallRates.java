package io.spotagents.capacity;

import java.time.Duration;

/**
 * How many launches we ask of one account in one region, so that its limits are left to others too.
 *
 * @param creates launch calls
 * @param failures launch calls that brought nothing
 */
public record CallRates(Rate creates, Rate failures) {

    /**
     * Half of what the narrowest cloud allows: EC2 lets an account make 50 {@code CreateFleet}
     * calls at once and 5 a second in each region (Request throttling for the Amazon EC2 API). What
     * failed costs the same limits and brings nothing, so it is held to 12 a minute.
     */
    public static final CallRates DEFAULT =
            new CallRates(
                    new Rate(25, Duration.ofMillis(400)), new Rate(20, Duration.ofSeconds(5)));

    CallRates dividedBy(double factor) {
        return new CallRates(creates.dividedBy(factor), failures.dividedBy(factor));
    }

    /**
     * So many at once, and one more after each refill.
     *
     * @param burst at least 1
     * @param refill time until one more is allowed, positive
     */
    public record Rate(int burst, Duration refill) {
        public Rate {
            if (burst < 1) {
                throw new IllegalArgumentException("burst must be at least 1, not " + burst);
            }
            CoolDown.requirePositive("refill", refill);
        }

        Rate dividedBy(double factor) {
            return new Rate(burst, CoolDown.divided(refill, factor));
        }
    }
}
