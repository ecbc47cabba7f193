package io.spotagents.sim;

import io.spotagents.market.MarketSnapshot;
import io.spotagents.model.Offer;
import io.spotagents.model.Pool;
import io.spotagents.selection.Outlook;
import io.spotagents.selection.Plan;
import io.spotagents.selection.Request;
import io.spotagents.selection.SelectionPolicy;
import java.time.Instant;
import java.util.List;

/**
 * Keeps two lists, as SkyServe's SpotHedge (EuroSys 2025) describes: pools that gave no trouble,
 * over which it spreads, and pools that refused or took back. When fewer than two are left on the
 * first list, all come back to it. Over-provisioning is left out, since the number of agents is
 * given.
 */
final class SpotHedgeLike implements SelectionPolicy {

    private static final int FEWEST = 2;

    private final Contender.Run run;
    private Instant forgiven = Instant.MIN;

    SpotHedgeLike(Contender.Run run) {
        this.run = run;
    }

    @Override
    public Plan select(Request request, MarketSnapshot market, Outlook outlook) {
        List<Offer> active = active(market);
        if (active.size() < FEWEST) {
            boolean isTwice = forgiven.equals(run.time().instant());
            forgiven = run.time().instant();
            active = isTwice ? List.of() : active(market);
        }
        return active.isEmpty()
                ? Contenders.everything(request, Contenders.onDemand(market), "no pool is active")
                : Contenders.evenly(request, active, "spread over active pools");
    }

    private List<Offer> active(MarketSnapshot market) {
        return Contenders.spot(market)
                .filter(offer -> isActive(offer.pool()))
                .sorted(Contenders.byBadness(Contenders::price))
                .toList();
    }

    private boolean isActive(Pool pool) {
        return run.troubles()
                .newest(pool, run.time().instant())
                .filter(at -> at.isAfter(forgiven))
                .isEmpty();
    }
}
