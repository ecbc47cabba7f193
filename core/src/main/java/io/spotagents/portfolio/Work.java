package io.spotagents.portfolio;

/**
 * The work that instances are wanted for, as far as its cost depends on the pool.
 *
 * @param unitHours length of one unit of work on an instance of speed 1, above 0
 * @param survivingHours work that is lost with an instance at most, because what was done before is
 *     kept: the distance between two points that survive, on an instance of speed 1; above 0, and
 *     the whole unit if larger than it
 * @param holdHours how long an instance is kept if nobody reclaims it, above 0; the boot is paid
 *     once in that time
 * @param delay what waiting costs
 */
public record Work(double unitHours, double survivingHours, double holdHours, Delay delay) {
    public Work {
        Checks.positive("unitHours", unitHours);
        Checks.positive("survivingHours", survivingHours);
        Checks.positive("holdHours", holdHours);
        survivingHours = Math.min(survivingHours, unitHours);
    }

    /**
     * What it costs that work ends later.
     *
     * @param usdPerHour value of an hour of waiting for one unit, 0 if nobody waits
     * @param retryGapHours time from a launch that failed to the next one
     * @param requeueHours time from a reclaim until the work is handed to another instance, without
     *     that instance's boot
     */
    public record Delay(double usdPerHour, double retryGapHours, double requeueHours) {

        /** Nobody waits. */
        public static final Delay FREE = new Delay(0, 0, 0);

        public Delay {
            Checks.notNegative("usdPerHour", usdPerHour);
            Checks.notNegative("retryGapHours", retryGapHours);
            Checks.notNegative("requeueHours", requeueHours);
        }
    }
}
