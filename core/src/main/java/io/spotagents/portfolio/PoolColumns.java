package io.spotagents.portfolio;

import io.spotagents.model.Purchase;
import java.util.Arrays;

/**
 * What is known of each pool, one row a pool, in columns of plain numbers. Made once and refilled
 * in place for each decision, so that deciding leaves no garbage. A new row has no price and no
 * room, so nothing is asked of it until it is filled.
 *
 * <p>Not thread-safe: one owner fills it and decides from it.
 */
public final class PoolColumns {

    /** Highest number of a region or a family; both are counted from 0. */
    public static final int MAX_GROUP = 4095;

    /** Highest number of a cloud, counted from 0. */
    public static final int MAX_CLOUD = 127;

    private static final int MAX_QUOTA = 1_000_000;

    static final double NO_PRICE = Double.POSITIVE_INFINITY;
    static final int NO_QUOTA = -1;

    double[] price = new double[0];
    double[] hazard = new double[0];
    double[] success = new double[0];
    double[] speed = new double[0];
    double[] boot = new double[0];
    double[] egress = new double[0];
    double[] billed = new double[0];
    int[] cap = new int[0];
    int[] held = new int[0];
    int[] group = new int[0];
    int[] quota = new int[0];
    int[] quotaUnits = new int[0];
    int[] rank = new int[0];
    long[] quotaLeft = new long[0];

    private int size;

    /** Rows in use. */
    public int size() {
        return size;
    }

    /** Sets the number of rows. Rows that stay keep what they hold. */
    public void resize(int rows) {
        Checks.within("rows", rows, Integer.MAX_VALUE / 2);
        if (rows > price.length) {
            grow(Math.max(rows, price.length + price.length / 2));
        }
        for (int row = size; row < rows; row++) {
            clear(row);
        }
        size = rows;
    }

    private void grow(int rows) {
        price = Arrays.copyOf(price, rows);
        hazard = Arrays.copyOf(hazard, rows);
        success = Arrays.copyOf(success, rows);
        speed = Arrays.copyOf(speed, rows);
        boot = Arrays.copyOf(boot, rows);
        egress = Arrays.copyOf(egress, rows);
        billed = Arrays.copyOf(billed, rows);
        cap = Arrays.copyOf(cap, rows);
        held = Arrays.copyOf(held, rows);
        group = Arrays.copyOf(group, rows);
        quota = Arrays.copyOf(quota, rows);
        quotaUnits = Arrays.copyOf(quotaUnits, rows);
        rank = Arrays.copyOf(rank, rows);
    }

    private void clear(int row) {
        price[row] = NO_PRICE;
        hazard[row] = 0;
        success[row] = 1;
        speed[row] = 1;
        boot[row] = 0;
        egress[row] = 0;
        billed[row] = 1;
        cap[row] = 0;
        held[row] = 0;
        group[row] = 0;
        quota[row] = NO_QUOTA;
        quotaUnits[row] = 0;
        rank[row] = row;
    }

    /** The price of one instance, in dollars an hour. */
    public void price(int row, double usdPerHour) {
        price[checked(row)] = Checks.notNegative("price", row, usdPerHour);
    }

    /** The price is not known: it counts as what the same instance costs on demand, never as 0. */
    public void unknownPrice(int row, double onDemandUsdPerHour) {
        price[checked(row)] = Checks.notNegative("onDemandPrice", row, onDemandUsdPerHour);
    }

    /** Neither the price nor the on-demand price is known: nothing is asked of the pool. */
    public void noPrice(int row) {
        price[checked(row)] = NO_PRICE;
    }

    /**
     * How the pool's instances come and go.
     *
     * @param purchase what is never reclaimed has hazard 0, whatever is said here
     * @param reclaimsPerHour hazard of the pool as a whole
     * @param successProbability that instances asked for now are got, 0 to 1
     */
    public void risk(
            int row, Purchase purchase, double reclaimsPerHour, double successProbability) {
        checked(row);
        Checks.notNegative("hazard", row, reclaimsPerHour);
        success[row] = Checks.probability("successProbability", row, successProbability);
        hazard[row] = purchase.isReclaimed() ? reclaimsPerHour : 0;
    }

    /**
     * How the pool's instances work.
     *
     * @param relativeSpeed work done in an hour, 1 for the reference, above 0
     * @param bootHours from the launch until the agent works
     * @param egressUsdPerUnit what moving data and images costs for each unit of work
     */
    public void work(int row, double relativeSpeed, double bootHours, double egressUsdPerUnit) {
        speed[checked(row)] = Checks.positive("speed", row, relativeSpeed);
        boot[row] = Checks.notNegative("bootHours", row, bootHours);
        egress[row] = Checks.notNegative("egressUsdPerUnit", row, egressUsdPerUnit);
    }

    /** How many hours are billed for each hour that an instance is kept; 1 is what runs. */
    public void billed(int row, double hoursPerHour) {
        billed[checked(row)] = Checks.positive("billed", row, hoursPerHour);
    }

    /**
     * How many instances.
     *
     * @param most that may be asked now, in addition to those held
     * @param instancesHeld that we have there already
     */
    public void room(int row, int most, int instancesHeld) {
        cap[checked(row)] = Checks.within("cap", row, most, Integer.MAX_VALUE / 2);
        held[row] = Checks.within("held", row, instancesHeld, Integer.MAX_VALUE / 2);
    }

    /**
     * What the pool shares with others: pools that share more are lost together more often.
     *
     * @param region number of the region, 0 to {@link #MAX_GROUP}; two clouds may use one number
     * @param family number of the family of machine types, 0 to {@link #MAX_GROUP}
     * @param cloud number of the cloud, 0 to {@link #MAX_CLOUD}
     */
    public void groups(int row, int region, int family, int cloud) {
        Checks.within("region", row, region, MAX_GROUP);
        Checks.within("family", row, family, MAX_GROUP);
        Checks.within("cloud", row, cloud, MAX_CLOUD);
        group[checked(row)] = cloud << 24 | region << 12 | family;
    }

    /** Which quota the pool counts against, and how much of it one instance takes. */
    public void quota(int row, int quotaNumber, int unitsPerInstance) {
        quota[checked(row)] = Checks.within("quota", row, quotaNumber, MAX_QUOTA);
        quotaUnits[row] = Checks.within("quotaUnits", row, unitsPerInstance, 1_000_000);
        knowQuota(quotaNumber);
    }

    /** How much of a quota is left; one that is never told has no limit. */
    public void quotaLeft(int quotaNumber, long units) {
        if (units < 0) {
            throw new IllegalArgumentException(
                    "units left of quota " + quotaNumber + " must not be negative: " + units);
        }
        knowQuota(Checks.within("quota", quotaNumber, MAX_QUOTA));
        quotaLeft[quotaNumber] = units;
    }

    private void knowQuota(int quotaNumber) {
        if (quotaNumber >= quotaLeft.length) {
            int known = quotaLeft.length;
            quotaLeft = Arrays.copyOf(quotaLeft, Math.max(8, 2 * quotaNumber));
            Arrays.fill(quotaLeft, known, quotaLeft.length, Long.MAX_VALUE);
        }
    }

    /**
     * The place of the pool in an order that never depends on chance, that of pool ids, say: of two
     * pools at equal cost the lower rank is asked. Ranks are the numbers from 0 to size - 1, each
     * once; a row's number is its rank if none is given.
     */
    public void rank(int row, int position) {
        rank[checked(row)] = Checks.within("rank", row, position, Integer.MAX_VALUE / 2);
    }

    private int checked(int row) {
        if (row < 0 || row >= size) {
            throw new IndexOutOfBoundsException("row " + row + " of " + size);
        }
        return row;
    }
}
