package io.spotagents.selection;

import io.spotagents.model.Offer;
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
 * @param regions where it may be
 * @param egress what its work sends elsewhere, which costs more from some places than from others
 */
public record Need(
        Size size,
        OperatingSystem os,
        PurchaseChoice purchases,
        SortedSet<String> sources,
        Regions regions,
        Egress egress) {
    public Need {
        sources = Collections.unmodifiableSortedSet(new TreeSet<>(sources));
    }

    /** Of work that may be done anywhere, and sends nothing that anybody pays for. */
    public Need(
            Size size, OperatingSystem os, PurchaseChoice purchases, SortedSet<String> sources) {
        this(size, os, purchases, sources, Regions.ANYWHERE, Egress.NONE);
    }

    /** The same, of work that sends something. */
    public Need with(Egress sent) {
        return new Need(size, os, purchases, sources, regions, sent);
    }

    /** The same, where work has to stay in some regions. */
    public Need within(Regions allowed) {
        return new Need(size, os, purchases, sources, allowed, egress);
    }

    /** The same, paid for in another way. */
    Need paid(PurchaseChoice other) {
        return new Need(size, os, other, sources, regions, egress);
    }

    /** Whether instances of an offer do this work, whoever offers them and however it is paid. */
    public boolean isDoneBy(Offer offer) {
        return offer.pool().os() == os
                && offer.size().holds(size)
                && regions.hold(offer.pool().place().region());
    }
}
