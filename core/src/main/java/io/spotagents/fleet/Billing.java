package io.spotagents.fleet;

import io.spotagents.cost.LedgerBook;
import io.spotagents.cost.LedgerEntry;
import io.spotagents.model.Granularity;
import io.spotagents.model.Offer;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.Usd;
import io.spotagents.provider.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.logging.Logger;

/** Keeps the ledger: what instances cost, as offers tell it. Not thread-safe: the loop owns it. */
final class Billing {

    private static final Logger LOGGER = Logger.getLogger(Billing.class.getName());

    /** Longer than any lease: where an instance can end itself, it has. */
    static final Duration UNSEEN_COUNTS = Duration.ofDays(1);

    private final LedgerBook ledger;
    private final Function<String, Granularity> granularity;
    private boolean haveClosedMissing;
    private boolean haveClosedUnseen;

    /**
     * @param granularity in what steps a source bills, by its name
     */
    Billing(LedgerBook ledger, Function<String, Granularity> granularity) {
        this.ledger = ledger;
        this.granularity = granularity;
    }

    /** Waits for the first offers if no price is known yet: an unknown price is never zero. */
    void enter(Member member, List<Offer> offers) {
        Instance instance = member.instance();
        Optional<LedgerEntry> known = ledger.find(instance.id());
        if (known.isEmpty()) {
            rate(member, pool -> find(pool, offers))
                    .ifPresent(rate -> ledger.put(entry(instance, rate)));
        } else if (known.get().ran().until().isPresent()) {
            ledger.put(known.get().runsOn()); // it was missed, and is there all the same
        }
    }

    /** Each hour costs what was its price: from a change on, the new one holds. */
    void offered(Collection<Member> members, List<Offer> offers, Instant now) {
        Map<Pool, Offer> byPool = byPool(offers);
        List<LedgerEntry> changed = new ArrayList<>();
        for (Member member : members) {
            Instance instance = member.instance();
            Optional<LedgerEntry.Rate> newest =
                    rate(member, pool -> Optional.ofNullable(byPool.get(pool)));
            Optional<LedgerEntry> entry = ledger.find(instance.id());
            if (newest.isPresent() && entry.isEmpty()) {
                changed.add(entry(instance, newest.get()));
            } else if (newest.isPresent() && !newest.get().equals(entry.get().rate())) {
                Offer offer = byPool.get(instance.pool());
                Instant asOf = offer == null || offer.asOf().isAfter(now) ? now : offer.asOf();
                changed.add(entry.get().repriced(newest.get(), asOf));
            }
        }
        if (!changed.isEmpty()) {
            ledger.putAll(changed);
        }
    }

    /**
     * What can be seen of what there is.
     *
     * @param isMember whether an instance is known to be there
     * @param accounts that some source tells of
     * @param unclear sources that have not told yet what exists or what is offered there, or cannot
     * @param begun when the loop began
     */
    record Sight(
            Predicate<String> isMember,
            Supplier<Set<OfferShelf.Account>> accounts,
            Set<String> unclear,
            Instant begun) {}

    /**
     * Closes entries from before the loop began whose instances no source lists and no agent knows:
     * they went while nobody looked. When, nobody knows; so they count until now. Where no source
     * looks any more, an instance may run on: it counts for another day, and then a person is told.
     * Looks once all sources have told, and once more after that day, as the ledger may be long.
     */
    void closeForgotten(Sight sight, Instant now) {
        boolean isLater = !sight.begun().plus(UNSEEN_COUNTS).isAfter(now);
        boolean isDone = isLater ? haveClosedUnseen : haveClosedMissing;
        if (isDone || !isLater && !sight.unclear().isEmpty()) {
            return;
        }
        haveClosedMissing = true;
        haveClosedUnseen = isLater;
        Set<OfferShelf.Account> accounts = sight.accounts().get();
        for (LedgerEntry entry : ledger.all()) {
            boolean isForgotten =
                    entry.ran().until().isEmpty()
                            && entry.ran().from().isBefore(sight.begun())
                            && !sight.isMember().test(entry.instanceId());
            if (isForgotten) {
                close(entry, accounts, now);
            }
        }
    }

    private void close(LedgerEntry entry, Set<OfferShelf.Account> accounts, Instant now) {
        Pool pool = entry.rate().pool();
        if (accounts.contains(OfferShelf.Account.of(pool.place()))) {
            LOGGER.info(() -> entry.instanceId() + " of " + pool + " went while nobody looked");
            ledger.put(entry.endedAt(now));
        } else if (haveClosedUnseen) {
            LOGGER.warning(
                    () ->
                            entry.instanceId()
                                    + " of "
                                    + pool
                                    + " counts as ended, as no source looks there any more: see in"
                                    + " the cloud's console whether it is, and end it if not");
            ledger.put(entry.endedAt(now));
        }
    }

    void ended(String instanceId, Instant now) {
        ledger.find(instanceId).ifPresent(entry -> ledger.put(entry.endedAt(now)));
    }

    void lost(String instanceId, Duration work) {
        ledger.find(instanceId).ifPresent(entry -> ledger.put(entry.withLost(work)));
    }

    private static LedgerEntry entry(Instance instance, LedgerEntry.Rate rate) {
        return new LedgerEntry(
                instance.id(),
                instance.owner().template(),
                rate,
                new LedgerEntry.Ran(instance.launchedAt(), Optional.empty()),
                Duration.ZERO);
    }

    /** A pool that is paid for already is not offered while nothing of it is free. */
    private Optional<LedgerEntry.Rate> rate(Member member, Function<Pool, Optional<Offer>> offers) {
        Pool pool = member.instance().pool();
        Granularity steps = granularity.apply(member.source());
        if (pool.purchase() == Purchase.COMMITMENT) {
            Usd onDemand =
                    offers.apply(pool.with(Purchase.ON_DEMAND))
                            .flatMap(Offer::reckonedPrice)
                            .orElse(Usd.ZERO);
            return Optional.of(new LedgerEntry.Rate(pool, Usd.ZERO, onDemand, steps));
        }
        return offers.apply(pool)
                .filter(offer -> offer.reckonedPrice().isPresent())
                .map(offer -> rate(offer, offer.reckonedPrice().get(), steps));
    }

    private static LedgerEntry.Rate rate(Offer offer, Usd hourly, Granularity steps) {
        return new LedgerEntry.Rate(
                offer.pool(), hourly, offer.onDemandHourlyPrice().orElse(hourly), steps);
    }

    private static Optional<Offer> find(Pool pool, List<Offer> offers) {
        return offers.stream().filter(offer -> offer.pool().equals(pool)).findFirst();
    }

    private static Map<Pool, Offer> byPool(List<Offer> offers) {
        Map<Pool, Offer> byPool = new HashMap<>();
        offers.forEach(offer -> byPool.putIfAbsent(offer.pool(), offer));
        return byPool;
    }
}
