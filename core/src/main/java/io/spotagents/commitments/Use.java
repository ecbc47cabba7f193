package io.spotagents.commitments;

/**
 * How much of a commitment is used at one moment.
 *
 * @param commitment its id
 * @param committed in the unit, more than zero
 * @param used in the unit, at most {@code committed}
 */
public record Use(String commitment, Unit unit, long committed, long used) {

    /** What amounts are counted in: whole things in thousandths. */
    public enum Unit {
        MILLI_INSTANCES,
        /** Millionths of a unit of a family. */
        MICRO_UNITS,
        MILLI_CPUS,
        /** Thousandths of a MiB. */
        MILLI_MIB,
        /** Thousandths of a millionth of a dollar, per hour. */
        NANO_USD_PER_HOUR
    }

    public Use {
        Amounts.requireName("commitment", commitment);
        if (committed < 1 || used < 0 || used > committed) {
            throw new IllegalArgumentException(
                    "used must be between 0 and committed, and committed at least 1, not "
                            + used
                            + " of "
                            + committed);
        }
    }

    /** What is paid for and not used. */
    public long idle() {
        return committed - used;
    }

    /** Between 0 and 1. */
    public double share() {
        return used / (double) committed;
    }
}
