package io.spotagents.fleet;

import io.spotagents.commitments.FreePool;
import io.spotagents.model.Offer;
import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.Usd;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The newest offers of each source, and with them what is free of what is paid for, at no price. A
 * source's list stays the same object while nothing in it changes, since policies sort it once. Not
 * thread-safe: the loop owns it.
 */
final class OfferShelf {

    private final SortedMap<String, List<Offer>> told = new TreeMap<>();
    private final SortedMap<String, Merged> merged = new TreeMap<>();

    void put(String source, List<Offer> offers) {
        told.put(source, offers);
    }

    void retain(Collection<String> sources) {
        told.keySet().retainAll(sources);
        merged.keySet().retainAll(sources);
    }

    /** What the source itself told last; empty if nothing. */
    List<Offer> told(String source) {
        return told.getOrDefault(source, List.of());
    }

    /** The accounts that some source tells of. */
    Set<Account> accounts() {
        Set<Account> accounts = new HashSet<>();
        told.values()
                .forEach(
                        offers ->
                                offers.forEach(
                                        offer -> accounts.add(Account.of(offer.pool().place()))));
        return accounts;
    }

    SortedMap<String, List<Offer>> with(FreeCommitments.Free free, Instant now) {
        SortedMap<String, List<Offer>> all = new TreeMap<>(told);
        for (String source : free.sources()) {
            List<Pool> pools = free.pools(source).stream().map(FreePool::pool).toList();
            if (!pools.isEmpty()) {
                Merged before = merged.get(source);
                List<Offer> paid = told(source);
                if (before == null || before.paid() != paid || !before.free().equals(pools)) {
                    before = new Merged(paid, pools, merge(paid, free.pools(source), now));
                    merged.put(source, before);
                }
                all.put(source, before.all());
            }
        }
        return all;
    }

    private static List<Offer> merge(List<Offer> paid, List<FreePool> free, Instant now) {
        Map<Pool, Offer> byPool = new HashMap<>();
        paid.forEach(offer -> byPool.putIfAbsent(offer.pool(), offer));
        List<Offer> all = new ArrayList<>(paid);
        for (FreePool one : free) {
            Offer onDemand = byPool.get(one.pool().with(Purchase.ON_DEMAND));
            Optional<Usd> otherwise =
                    onDemand == null ? Optional.empty() : onDemand.reckonedPrice();
            all.add(
                    new Offer(
                            one.pool(),
                            one.shape().size(),
                            Optional.of(one.hourlyPrice()),
                            otherwise,
                            now));
        }
        return List.copyOf(all);
    }

    /** A region of an account: what one listing tells of. */
    record Account(String provider, String account, String region) {

        static Account of(Place place) {
            return new Account(place.provider(), place.account(), place.region());
        }
    }

    private record Merged(List<Offer> paid, List<Pool> free, List<Offer> all) {}
}
