package io.spotagents.commitments;

import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.Size;
import java.util.Comparator;

/**
 * An instance as commitments see it.
 *
 * @param machineType the provider's own name of the machine type
 * @param family what commitments that are flexible in size go by
 */
public record Shape(Place place, String machineType, OperatingSystem os, Size size, Family family)
        implements Comparable<Shape> {

    private static final Comparator<Shape> ORDER =
            Comparator.comparing((Shape shape) -> shape.machineType)
                    .thenComparing(shape -> shape.place.zone())
                    .thenComparing(shape -> shape.place.region())
                    .thenComparing(shape -> shape.place.account())
                    .thenComparing(shape -> shape.place.provider())
                    .thenComparing(shape -> shape.os)
                    .thenComparing(shape -> shape.family.name())
                    .thenComparing(shape -> shape.family.milliUnits())
                    .thenComparing(shape -> shape.size.cpus())
                    .thenComparing(shape -> shape.size.memoryMib());

    public Shape {
        if (machineType.isBlank()) {
            throw new IllegalArgumentException("machineType must not be empty");
        }
    }

    /**
     * The provider's own group of machine types, such as {@code c5}, {@code n2} or {@code DSv3
     * Series}, and what one instance weighs in it.
     *
     * @param milliUnits thousandths of the provider's unit, at least 1; see {@link AwsUnits}. Azure
     *     calls it the ratio of an instance size flexibility group (page "Virtual machine size
     *     flexibility with Reserved VM Instances")
     */
    public record Family(String name, long milliUnits) {
        public Family {
            if (name.isBlank()) {
                throw new IllegalArgumentException("family must not be empty");
            }
            Amounts.requireAtLeastOne("milliUnits", milliUnits);
        }
    }

    /** The pool that an instance of this shape is launched in if it is paid for already. */
    public Pool pool() {
        return new Pool(place, machineType, os, Purchase.COMMITMENT);
    }

    @Override
    public int compareTo(Shape other) {
        return ORDER.compare(this, other);
    }
}
