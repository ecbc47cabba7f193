package io.spotagents.provider.azure;

import io.spotagents.model.Size;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A size of virtual machine, as far as the subscription may use it in the region.
 *
 * @param name such as {@code Standard_D4as_v5}
 * @param quota name of the quota that it counts against on demand, such as {@code
 *     standardDASv5Family}; empty if it is not told
 */
record MachineType(
        String name, Size size, ImageChoice.Architecture architecture, String quota, Sale sale) {

    /**
     * How it can be had.
     *
     * @param zones where; {@link MachineTypes#REGIONAL} alone if the region has none
     * @param isSpot whether a scale set may have it as spot
     */
    record Sale(SortedSet<String> zones, boolean isSpot) {
        Sale {
            zones = Collections.unmodifiableSortedSet(new TreeSet<>(zones));
        }
    }

    SortedSet<String> zones() {
        return sale.zones();
    }

    boolean isSoldAsSpot() {
        return sale.isSpot();
    }
}
