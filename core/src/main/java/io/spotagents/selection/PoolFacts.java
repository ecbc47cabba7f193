package io.spotagents.selection;

import io.spotagents.model.Granularity;
import java.util.Arrays;

/**
 * What an {@link Outlook} knows of each pool of a {@link Catalog}, one row a pool, in columns of
 * plain numbers. A row that nobody filled may not be asked. Not thread-safe; holds until the
 * outlook that filled it is replaced by a newer one.
 */
public final class PoolFacts {

    /** Of a boot that nothing is known of. */
    public static final double NOT_KNOWN = -1;

    final boolean[] isOpen;
    final int[] most;
    final int[] held;
    final double[] success;
    final double[] hazard;
    final double[] speed;
    final Granularity[] granularity;
    final double[] bootHours;
    final int[] quota;
    final int[] quotaCpus;
    long[] quotasLeft = new long[0];

    public PoolFacts(int rows) {
        isOpen = new boolean[rows];
        most = new int[rows];
        held = new int[rows];
        success = new double[rows];
        hazard = new double[rows];
        speed = new double[rows];
        granularity = new Granularity[rows];
        bootHours = new double[rows];
        quota = new int[rows];
        quotaCpus = new int[rows];
        Arrays.fill(success, 1);
        Arrays.fill(speed, 1);
        Arrays.fill(granularity, Granularity.EXACT);
        Arrays.fill(bootHours, NOT_KNOWN);
    }

    /**
     * Whether and for how many the pool may be asked.
     *
     * @param mostAtOnce as {@link Outlook#mostAtOnce}
     * @param successProbability as {@link Outlook#successProbability} for one instance
     */
    public void asking(int row, boolean mayBeAsked, int mostAtOnce, double successProbability) {
        isOpen[row] = mayBeAsked;
        most[row] = mostAtOnce;
        success[row] = successProbability;
    }

    /** The pool may not be asked, whatever was said of it before. */
    public void close(int row) {
        isOpen[row] = false;
        most[row] = 0;
    }

    /**
     * Which quota of its account the pool counts against.
     *
     * @param number of the quota, from 0
     * @param cpusOfInstance what one instance takes of it; 0 if the pool counts against none
     */
    public void quota(int row, int number, int cpusOfInstance) {
        quota[row] = number;
        quotaCpus[row] = cpusOfInstance;
    }

    /** Processors that are left of each quota that a row counts against, by its number. */
    public void quotasLeft(long[] cpus) {
        quotasLeft = cpus.clone();
    }

    /** Whether the quota that a row counts against has room for an instance. */
    boolean hasRoom(int row) {
        return quotaCpus[row] == 0 || quotasLeft[quota[row]] >= quotaCpus[row];
    }

    /** As {@link Outlook#hazardPerHour}. */
    public void hazard(int row, double reclaimsPerHour) {
        hazard[row] = reclaimsPerHour;
    }

    /** As {@link Outlook#held}. */
    public void held(int row, int instances) {
        held[row] = instances;
    }

    /** More of the same. */
    public void holdMore(int row, int instances) {
        held[row] += instances;
    }

    /** As {@link Outlook#speed}. */
    public void speed(int row, double relativeSpeed) {
        speed[row] = relativeSpeed;
    }

    /** As {@link Outlook#granularity}. */
    public void granularity(int row, Granularity steps) {
        granularity[row] = steps;
    }

    /**
     * As {@link Outlook#bootHours}.
     *
     * @param hours 0 or more, or {@link #NOT_KNOWN}
     */
    public void boot(int row, double hours) {
        bootHours[row] = hours;
    }

    /** Hours of a boot in a row's pool, or what is usual if nothing is known of it. */
    double bootHours(int row, double usual) {
        return bootHours[row] < 0 ? usual : bootHours[row];
    }
}
