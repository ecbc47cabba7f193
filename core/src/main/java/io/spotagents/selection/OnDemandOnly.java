package io.spotagents.selection;

import io.spotagents.market.MarketSnapshot;

/**
 * Asks the cheapest on-demand pool, whatever the template allows: the yardstick of what work costs
 * when nothing is ever reclaimed.
 */
public final class OnDemandOnly implements SelectionPolicy {

    private final CheapestFirst cheapest = new CheapestFirst();

    @Override
    public Plan select(Request request, MarketSnapshot market, Outlook outlook) {
        Need onDemand = request.need().paid(PurchaseChoice.ON_DEMAND);
        Request asked =
                new Request(request.template(), onDemand, request.count(), request.conditions());
        return cheapest.select(asked, market, outlook);
    }
}
