package io.spotagents.speed;

/**
 * Generations of processors, with how fast one of their virtual processors is expected to be before
 * anything was measured; Skylake ({@code m5}) is 1.
 *
 * <p>Vendors publish gains as "up to", so each step counts half of what is published, in
 * logarithms. Measured durations soon outweigh these.
 */
enum Processor {
    /** Broadwell and before. EC2 M5: 14 % more per core than M4 (its launch announcement, 2017). */
    XEON_E(0.94),
    /** Skylake and Cascade Lake: the reference. */
    XEON_SCALABLE(1),
    /** Ice Lake. EC2 C6i and M6i: up to 15 % over generation 5, at its price. */
    XEON_3(1.07),
    /** Sapphire and Emerald Rapids. EC2 M7i: up to 15 % more for the money than M6i, 5 % dearer. */
    XEON_4(1.18),
    /** Granite Rapids. No figure per processor is published: the same step again. */
    XEON_6(1.3),
    /**
     * Naples. EC2 M6a: up to 35 % more for the money than M5a, of which the price explains none.
     */
    EPYC_1(0.92),
    /** Rome. No figure is published against Xeon: taken as its contemporary's. */
    EPYC_2(1),
    /** Milan. No figure is published against Xeon: taken as its contemporary's. */
    EPYC_3(1.07),
    /** Genoa, a whole core for each virtual processor. EC2 M7a: up to 50 % over M6a. */
    EPYC_4(1.31),
    /** Neoverse N1. EC2 M6g: up to 40 % more for the money than M5, at four fifths of its price. */
    ARM_N1(1.06),
    /** Neoverse V1 and N2. EC2 C7g: up to 25 % over generation 6. */
    ARM_V1(1.18),
    /** Neoverse V2. EC2 R8g and M8g: up to 30 % over generation 7. */
    ARM_V2(1.35);

    private final double speed;

    Processor(double speed) {
        this.speed = speed;
    }

    /** Expected speed of one virtual processor, positive; the reference is 1. */
    double speed() {
        return speed;
    }
}
