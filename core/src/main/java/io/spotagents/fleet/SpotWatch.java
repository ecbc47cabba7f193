package io.spotagents.fleet;

import io.spotagents.deadline.LearnedSpot;
import io.spotagents.deadline.Spot;
import io.spotagents.market.MarketSnapshot;
import io.spotagents.model.Offer;
import io.spotagents.model.Purchase;
import io.spotagents.model.TemplateKey;
import io.spotagents.selection.Need;
import io.spotagents.selection.Outlook;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Watches whether templates whose work has a deadline could have spot, and learns how often that
 * comes and goes. Not thread-safe: the loop owns it.
 */
final class SpotWatch {

    /** What happened in a longer break nobody saw. */
    private static final Duration LONGEST_GAP = Duration.ofMinutes(15);

    private final Map<TemplateKey, Watched> watched = new HashMap<>();

    /** What is to be had for each template that a deadline may send to spot or on-demand. */
    SortedMap<TemplateKey, Seen> at(
            Instant now,
            Iterable<Template> templates,
            Map<TemplateKey, Waiting> demand,
            MarketSnapshot market,
            Outlook outlook) {
        SortedMap<TemplateKey, Seen> seen = new TreeMap<>();
        for (Template template : templates) {
            Waiting waiting = demand.getOrDefault(template.key(), Waiting.NOTHING);
            if (waiting.due().isPresent()) {
                Look look = new Look(template.need(), market, outlook);
                OptionalDouble onDemand = look.cheapest(Purchase.ON_DEMAND, false);
                OptionalDouble spot = look.cheapest(Purchase.SPOT, false);
                if (onDemand.isPresent() && onDemand.getAsDouble() > 0 && spot.isPresent()) {
                    OptionalDouble open = look.cheapest(Purchase.SPOT, true);
                    double price = open.orElse(spot.getAsDouble());
                    Watched one = watched.computeIfAbsent(template.key(), key -> new Watched(now));
                    Spot rates = one.look(now, open.isPresent(), price / onDemand.getAsDouble());
                    seen.put(template.key(), new Seen(open.isPresent(), rates));
                }
            }
        }
        return seen;
    }

    /**
     * What is to be had.
     *
     * @param isUp whether some spot pool may be asked
     */
    record Seen(boolean isUp, Spot rates) {}

    /** How spot did for one template. */
    private static final class Watched {

        private final LearnedSpot learned = new LearnedSpot();
        private Instant last;
        private boolean wasUp = true;

        Watched(Instant now) {
            this.last = now;
        }

        Spot look(Instant now, boolean isUp, double priceShare) {
            Duration passed = Duration.between(last, now);
            if (!passed.isNegative() && passed.compareTo(LONGEST_GAP) <= 0) {
                learned.watched(wasUp, passed, wasUp != isUp);
            }
            last = now;
            wasUp = isUp;
            return learned.at(priceShare);
        }
    }

    /** One look at what does a template's work. */
    private record Look(Need need, MarketSnapshot market, Outlook outlook) {

        OptionalDouble cheapest(Purchase purchase, boolean askable) {
            if (!need.purchases().inOrder().contains(purchase)) {
                return OptionalDouble.empty();
            }
            return need.sources().stream()
                    .flatMap(source -> offers(source, purchase, askable))
                    .flatMap(offer -> offer.reckonedPrice().stream())
                    .mapToDouble(price -> price.dollars())
                    .min();
        }

        private Stream<Offer> offers(String source, Purchase purchase, boolean askable) {
            return market.offers(source).stream()
                    .filter(offer -> offer.pool().purchase() == purchase)
                    .filter(need::isDoneBy)
                    .filter(offer -> !askable || outlook.whyNot(source, offer.pool()).isEmpty());
        }
    }
}
