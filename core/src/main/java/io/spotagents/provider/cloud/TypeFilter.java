package io.spotagents.provider.cloud;

import io.spotagents.model.MachineFamily;
import io.spotagents.model.Size;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which machine types a source may use: the more, the calmer and cheaper its fleets.
 *
 * @param least smallest size
 * @param most largest size
 * @param families families such as {@code m7g}, {@code n2d} or {@code Das_v5}; empty for all
 */
public record TypeFilter(Size least, Size most, SortedSet<String> families) {

    private static final Size SMALLEST = new Size(1, 1);

    /** Every size. */
    public static final TypeFilter ALL =
            new TypeFilter(
                    SMALLEST, new Size(Integer.MAX_VALUE, Integer.MAX_VALUE), new TreeSet<>());

    public TypeFilter {
        if (!most.holds(least)) {
            throw new IllegalArgumentException(
                    "most must be at least as large as least, but " + most + " is not: raise it");
        }
        families = Collections.unmodifiableSortedSet(new TreeSet<>(families));
    }

    /** All sizes between two, of all families. */
    public static TypeFilter between(Size least, Size most) {
        return new TypeFilter(least, most, new TreeSet<>());
    }

    /** The same, of some families only. */
    public TypeFilter of(Set<String> only) {
        return new TypeFilter(least, most, new TreeSet<>(only));
    }

    /** Whether a source may use it. */
    public boolean admits(String machineType, Size size) {
        return size.holds(least)
                && most.holds(size)
                && (families.isEmpty() || families.contains(MachineFamily.of(machineType)));
    }
}
