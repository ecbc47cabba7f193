package io.spotagents.fleet;

import io.spotagents.cost.Remaining;
import io.spotagents.model.Pool;
import io.spotagents.model.TemplateKey;
import io.spotagents.model.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the instances that there are, and those asked for, cost an hour and will still cost. */
final class Costs {

    private final FleetView view;
    private final UsualTimes usual;
    private final Prices prices;
    private final Map<String, Map<Pool, Rates>> rates = new HashMap<>();
    private final Map<TemplateKey, Usd> hourly = new HashMap<>();

    /**
     * @param usual how long instances boot and work takes, as far as anybody knows
     */
    Costs(FleetView view, Prices prices, UsualTimes usual) {
        this.view = view;
        this.prices = prices;
        this.usual = usual;
    }

    /** What a template's instances cost an hour now, with those asked for. */
    Usd hourly(TemplateKey key) {
        if (hourly.isEmpty()) {
            sumUp();
        }
        return hourly.getOrDefault(key, Usd.ZERO);
    }

    private void sumUp() {
        for (Member member : view.instances().members().values()) {
            Usd price = rates(member.source(), member.instance().pool()).price.reckoned();
            hourly.merge(member.template(), price, Usd::plus);
        }
        for (LaunchIntent intent : view.instances().launching()) {
            LaunchIntent.Ask ask = intent.ask();
            Usd price = rates(ask.source(), ask.pool()).price.reckoned();
            Usd all = new Usd(Math.multiplyExact(price.micros(), ask.count()));
            hourly.merge(intent.template(), all, Usd::plus);
        }
    }

    /** How long a new instance costs money until its first work is done. */
    double lifetimeHours(TemplateKey key) {
        return untilDone(key).toMillis() / (double) Duration.ofHours(1).toMillis();
    }

    /** What each template's instances will still cost, with those asked for. */
    SortedMap<TemplateKey, List<Remaining>> remaining() {
        SortedMap<TemplateKey, List<Remaining>> remaining = new TreeMap<>();
        for (Member member : view.instances().members().values()) {
            if (member.leaving().endAsked().isEmpty()) {
                remaining
                        .computeIfAbsent(member.template(), key -> new ArrayList<>())
                        .add(
                                remaining(
                                        member.template(),
                                        member.source(),
                                        member.instance().pool(),
                                        stays(member)));
            }
        }
        for (LaunchIntent intent : view.instances().launching()) {
            Remaining one =
                    remaining(
                            intent.template(),
                            intent.ask().source(),
                            intent.ask().pool(),
                            untilDone(intent.template()));
            List<Remaining> all =
                    remaining.computeIfAbsent(intent.template(), key -> new ArrayList<>());
            for (int i = 0; i < intent.ask().count(); i++) {
                all.add(one);
            }
        }
        return remaining;
    }

    private Remaining remaining(TemplateKey key, String source, Pool pool, Duration stays) {
        Rates rates = rates(source, pool);
        return new Remaining(rates.price, stays, rates.hazard, work(key));
    }

    /**
     * Work that began nobody knows when takes as long again as it usually takes as a whole: with
     * all beginnings alike that is too long in nine of ten cases, which is what a forecast wants.
     */
    private Duration stays(Member member) {
        Duration needed =
                member.isComing()
                        ? untilDone(member.template())
                        : member.work().busyExecutors() > 0
                                ? work(member.template())
                                : idle(member);
        return deadline(member).map(end -> shorter(needed, until(end))).orElse(needed);
    }

    private Duration idle(Member member) {
        Template template = view.templates().get(member.template());
        return template == null || !member.stays()
                ? Duration.ZERO
                : member.work()
                        .idleSince()
                        .map(since -> until(since.plus(template.lifetime().idle())))
                        .orElse(template.lifetime().idle());
    }

    private static Optional<Instant> deadline(Member member) {
        return member.leaving()
                .notice()
                .or(
                        () ->
                                member.leaving()
                                        .drain()
                                        .map(Agents.Drain::deadline)
                                        .filter(Instant.MAX::isAfter));
    }

    private Duration until(Instant end) {
        return end.isAfter(view.now()) ? Duration.between(view.now(), end) : Duration.ZERO;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** From the launch until the first work is done. */
    private Duration untilDone(TemplateKey key) {
        return usual.boot(key).plus(work(key));
    }

    private Duration work(TemplateKey key) {
        return usual.work(key);
    }

    private Rates rates(String source, Pool pool) {
        return rates.computeIfAbsent(source, s -> new HashMap<>())
                .computeIfAbsent(pool, p -> found(source, p));
    }

    private Rates found(String source, Pool pool) {
        FleetView.Market market = view.market();
        double hazard = market.outlook().hazardPerHour(source, pool);
        return new Rates(
                prices.of(market.snapshot(), source, pool),
                Math.min(hazard, Remaining.MOST_RECLAIMS_PER_HOUR));
    }

    private record Rates(Remaining.Price price, double hazard) {}
}
