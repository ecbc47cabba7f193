package io.spotagents.sim;

import io.spotagents.market.MarketSnapshot;
import io.spotagents.model.Offer;
import io.spotagents.model.Pool;
import io.spotagents.selection.Outlook;
import io.spotagents.selection.Plan;
import io.spotagents.selection.Request;
import io.spotagents.selection.SelectionPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The rule of a well-known node autoscaler: of the 60 cheapest pools that have not refused in the
 * last 3 minutes, the first that grants; on demand if all have refused. What the cloud's own
 * allocation strategy adds is not known and left out.
 */
final class KarpenterLike implements SelectionPolicy {

    private static final int CANDIDATES = 60;
    private static final Duration MEMORY = Duration.ofMinutes(3);

    private final Contender.Run run;

    KarpenterLike(Contender.Run run) {
        this.run = run;
    }

    @Override
    public Plan select(Request request, MarketSnapshot market, Outlook outlook) {
        List<Offer> cheapest =
                Contenders.spot(market)
                        .filter(offer -> !hasJustRefused(offer.pool()))
                        .sorted(Contenders.byBadness(Contenders::price))
                        .limit(CANDIDATES)
                        .toList();
        return Contenders.everything(
                request,
                cheapest.stream().findFirst().or(() -> Contenders.onDemand(market)),
                "cheapest that has not just refused");
    }

    private boolean hasJustRefused(Pool pool) {
        Instant now = run.time().instant();
        return run.troubles()
                .newest(pool, now)
                .filter(at -> at.plus(MEMORY).isAfter(now))
                .isPresent();
    }
}
