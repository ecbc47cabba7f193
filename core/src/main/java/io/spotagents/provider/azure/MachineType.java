package io.spotagents.provider.azure;

import io.spotagents.model.Size;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A size of virtual machine, as far as the subscription may use it in the region.
 *
 * @param name such as {@code Standard_D4as_v5}
 * @param zones where it can be had; {@link MachineTypes#REGIONAL} alone if the region has none
 * @param isSoldAsSpot whether a scale set may have it as spot
 */
record MachineType(
        String name,
        Size size,
        ImageChoice.Architecture architecture,
        SortedSet<String> zones,
        boolean isSoldAsSpot) {
    MachineType {
        zones = Collections.unmodifiableSortedSet(new TreeSet<>(zones));
    }
}
