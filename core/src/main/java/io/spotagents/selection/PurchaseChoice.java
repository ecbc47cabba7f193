package io.spotagents.selection;

import io.spotagents.model.Purchase;
import java.util.ArrayList;
import java.util.List;

/** Which ways of paying a template allows, in the order in which they are tried. */
public enum PurchaseChoice {
    /** Spot only: when no spot is to be had, work waits. */
    SPOT(Purchase.SPOT),
    /** Spot, and on-demand when no spot is to be had. */
    SPOT_THEN_ON_DEMAND(Purchase.SPOT, Purchase.ON_DEMAND),
    /** On-demand only: never reclaimed, full price. */
    ON_DEMAND(Purchase.ON_DEMAND);

    private final List<Purchase> inOrder;

    PurchaseChoice(Purchase... paid) {
        List<Purchase> all = new ArrayList<>(List.of(Purchase.COMMITMENT));
        all.addAll(List.of(paid));
        this.inOrder = List.copyOf(all);
    }

    /** Commitments cost nothing more, so every choice uses them first. */
    public List<Purchase> inOrder() {
        return inOrder;
    }
}
