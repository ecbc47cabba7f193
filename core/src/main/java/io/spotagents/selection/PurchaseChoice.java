package io.spotagents.selection;

import io.spotagents.model.Purchase;
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

    PurchaseChoice(Purchase... inOrder) {
        this.inOrder = List.of(inOrder);
    }

    /** Commitments cost nothing more, so every choice may use them first. */
    public List<Purchase> inOrder() {
        return inOrder;
    }
}
