package io.spotagents.model;

import java.util.Comparator;
import java.util.Locale;

/**
 * The unit that has a price, sells out and is reclaimed as one.
 *
 * @param machineType the provider's own name of the machine type
 */
public record Pool(Place place, String machineType, OperatingSystem os, Purchase purchase)
        implements Comparable<Pool> {

    private static final int PURCHASES = Purchase.values().length;

    private static final Comparator<Pool> ORDER = Comparator.comparing(Pool::id);

    public Pool {
        Names.required("machineType", machineType);
    }

    /** Stable text that identifies the pool in stores, logs and tags. */
    public String id() {
        return place + "/" + machineType + "/" + lower(os) + "/" + lower(purchase);
    }

    /**
     * The pool that {@link #id()} wrote.
     *
     * @throws IllegalArgumentException if the text is not the id of a pool
     */
    public static Pool parse(String id) {
        String[] parts = id.split("/", -1);
        if (parts.length != 7) {
            throw new IllegalArgumentException("not the id of a pool: " + id);
        }
        return new Pool(
                new Place(parts[0], parts[1], parts[2], parts[3]),
                parts[4],
                OperatingSystem.valueOf(upper(parts[5])),
                Purchase.valueOf(upper(parts[6])));
    }

    /** The same capacity, bought in another way. */
    public Pool with(Purchase other) {
        return new Pool(place, machineType, os, other);
    }

    /** By {@link #id()}, so that sorting by price has a second key that never depends on chance. */
    @Override
    public int compareTo(Pool other) {
        return ORDER.compare(this, other);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pool pool
                && machineType.equals(pool.machineType)
                && place.equals(pool.place)
                && os == pool.os
                && purchase == pool.purchase;
    }

    /** Mixed like that of its place. */
    @Override
    public int hashCode() {
        int hash = Place.mixed(place.hashCode(), machineType.hashCode());
        return Place.mixed(hash, os.ordinal() * PURCHASES + purchase.ordinal());
    }

    @Override
    public String toString() {
        return id();
    }

    private static String upper(String value) {
        return value.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
