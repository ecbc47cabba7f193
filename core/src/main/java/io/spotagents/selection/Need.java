package io.spotagents.selection;

import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Size;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What an instance must be to do a template's work.
 *
 * @param size smallest instance that will do
 * @param sources names of the sources that may be used, in an order that never depends on chance
 * @param egress what its work sends elsewhere, which costs more from some places than from others
 */
public record Need(
        Size size,
        OperatingSystem os,
        PurchaseChoice purchases,
        SortedSet<String> sources,
        Egress egress) {
    public Need {
        sources = Collections.unmodifiableSortedSet(new TreeSet<>(sources));
    }

    /** Of work that sends nothing that anybody pays for. */
    public Need(
            Size size, OperatingSystem os, PurchaseChoice purchases, SortedSet<String> sources) {
        this(size, os, purchases, sources, Egress.NONE);
    }
}
