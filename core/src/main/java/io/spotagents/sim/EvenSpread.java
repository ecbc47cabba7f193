package io.spotagents.sim;

import io.spotagents.market.MarketSnapshot;
import io.spotagents.model.Offer;
import io.spotagents.selection.Outlook;
import io.spotagents.selection.Plan;
import io.spotagents.selection.Request;
import io.spotagents.selection.SelectionPolicy;
import java.util.List;

/** The same number from every pool that may be asked, whatever it costs. */
final class EvenSpread implements SelectionPolicy {

    @Override
    public Plan select(Request request, MarketSnapshot market, Outlook outlook) {
        List<Offer> open =
                Contenders.spot(market)
                        .filter(o -> outlook.whyNot(ReplayRun.SOURCE, o.pool()).isEmpty())
                        .sorted(Contenders.byBadness(Contenders::price))
                        .toList();
        return open.isEmpty()
                ? Contenders.everything(
                        request, Contenders.onDemand(market), "no spot pool is left")
                : Contenders.evenly(request, open, "spread evenly");
    }
}
