package io.spotagents.fleet;

import io.spotagents.cost.Remaining;
import io.spotagents.market.MarketSnapshot;
import io.spotagents.model.Offer;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.Usd;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an hour of a pool costs, found without a search: offers change once a minute, and are asked
 * for at every step. Not thread-safe: the loop owns it.
 */
final class Prices {

    private final Map<String, Catalog> catalogs = new HashMap<>();

    /** An unknown price counts as on-demand; where that is unknown too, as the dearest there is. */
    Remaining.Price of(MarketSnapshot market, String source, Pool pool) {
        if (pool.purchase() == Purchase.COMMITMENT) {
            return new Remaining.Price(Optional.of(Usd.ZERO), Usd.ZERO); // paid for already
        }
        Catalog catalog = catalog(source, market.offers(source));
        Optional<Offer> offer = Optional.ofNullable(catalog.byPool.get(pool));
        Optional<Usd> known = offer.flatMap(Offer::reckonedPrice);
        Usd onDemand =
                offer.flatMap(Offer::onDemandHourlyPrice).or(() -> known).orElse(catalog.dearest);
        return new Remaining.Price(known, onDemand);
    }

    private Catalog catalog(String source, List<Offer> offers) {
        Catalog known = catalogs.get(source);
        if (known == null || known.offers != offers) {
            known = Catalog.of(offers);
            catalogs.put(source, known);
        }
        return known;
    }

    private record Catalog(List<Offer> offers, Map<Pool, Offer> byPool, Usd dearest) {

        static Catalog of(List<Offer> offers) {
            Map<Pool, Offer> byPool = new HashMap<>();
            Usd dearest = Usd.ZERO;
            for (Offer offer : offers) {
                byPool.putIfAbsent(offer.pool(), offer);
                @Nullable Usd price =
                        offer.onDemandHourlyPrice().or(offer::reckonedPrice).orElse(null);
                dearest = price != null && price.compareTo(dearest) > 0 ? price : dearest;
            }
            return new Catalog(offers, byPool, dearest);
        }
    }
}
