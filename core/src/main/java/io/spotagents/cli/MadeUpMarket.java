package io.spotagents.cli;

import io.spotagents.market.MarketSnapshot;
import io.spotagents.market.Observation;
import io.spotagents.market.RecordedObservation;
import io.spotagents.market.generated.GeneratedMarket;
import io.spotagents.market.generated.GeneratedPool;
import io.spotagents.market.generated.MarketBehavior;
import io.spotagents.market.generated.MarketGenerator;
import io.spotagents.market.generated.MarketSettings;
import io.spotagents.market.generated.PoolSettings;
import io.spotagents.model.Offer;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.Size;
import io.spotagents.model.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A market to try things out on: offers of three clouds, and what somebody would have seen who held
 * an instance wherever there was one for two days. Prices are round numbers of no cloud.
 */
final class MadeUpMarket {

    static final String SOURCE = "made-up";

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration SEEN = Duration.ofHours(48);
    private static final Duration BEYOND = Duration.ofHours(1);
    private static final Duration LOOK = Duration.ofHours(1);
    private static final double WINDOWS_USD_PER_CPU = 0.04;

    private static final List<Cloud> CLOUDS =
            List.of(
                    new Cloud(
                            "aws",
                            Map.of(
                                    "us-east-1", List.of("us-east-1a", "us-east-1b", "us-east-1c"),
                                    "us-west-2", List.of("us-west-2a", "us-west-2b")),
                            List.of(
                                    new Type("m7i.large", new Size(2, 8_192), 0.1),
                                    new Type("c7i.xlarge", new Size(4, 8_192), 0.18),
                                    new Type("m7i.xlarge", new Size(4, 16_384), 0.2),
                                    new Type("m6a.2xlarge", new Size(8, 32_768), 0.35))),
                    new Cloud(
                            "gcp",
                            Map.of("us-central1", List.of("us-central1-a", "us-central1-b")),
                            List.of(
                                    new Type("n2d-standard-4", new Size(4, 16_384), 0.17),
                                    new Type("n2d-standard-8", new Size(8, 32_768), 0.34))),
                    new Cloud(
                            "azure",
                            Map.of("eastus", List.of("eastus-1", "eastus-2")),
                            List.of(
                                    new Type("Standard_D4as_v5", new Size(4, 16_384), 0.17),
                                    new Type("Standard_D8as_v5", new Size(8, 32_768), 0.34))));

    private MadeUpMarket() {}

    /** The same seed makes the same market. */
    static KnownMarket of(OperatingSystem os, long seed) {
        List<Listed> listed = listed(os);
        List<PoolSettings> pools =
                listed.stream().map(one -> PoolSettings.upOrDown(one.pool, one.onDemand)).toList();
        GeneratedMarket market =
                MarketGenerator.generate(
                        new MarketSettings(pools, SEEN.plus(BEYOND), MarketBehavior.ordinary()),
                        seed);
        Instant now = BEGIN.plus(SEEN);
        List<Offer> offers = new ArrayList<>();
        for (Listed one : listed) {
            Usd price = market.price(one.pool, SEEN);
            offers.add(
                    new Offer(
                            one.pool,
                            one.size,
                            Optional.of(price),
                            Optional.of(one.onDemand),
                            now));
        }
        return new KnownMarket(
                "a made-up market of "
                        + offers.size()
                        + " pools (seed "
                        + seed
                        + "); --offers FILE tells yours",
                MarketSnapshot.of(now, Map.of(SOURCE, offers)),
                seen(market),
                List.of());
    }

    private static List<Listed> listed(OperatingSystem os) {
        List<Listed> all = new ArrayList<>();
        for (Cloud cloud : CLOUDS) {
            cloud.zones.forEach(
                    (region, zones) ->
                            zones.forEach(
                                    zone ->
                                            cloud.types.forEach(
                                                    type ->
                                                            all.addAll(
                                                                    listed(
                                                                            new Place(
                                                                                    cloud.name,
                                                                                    SOURCE,
                                                                                    region,
                                                                                    zone),
                                                                            type,
                                                                            os)))));
        }
        all.sort(Comparator.comparing(Listed::pool));
        return all;
    }

    private static List<Listed> listed(Place place, Type type, OperatingSystem os) {
        double license = os == OperatingSystem.WINDOWS ? WINDOWS_USD_PER_CPU * type.size.cpus() : 0;
        Usd onDemand = Usd.of(type.usdPerHour + license);
        Pool spot = new Pool(place, type.name, os, Purchase.SPOT);
        return List.of(
                new Listed(spot, type.size, onDemand),
                new Listed(spot.with(Purchase.ON_DEMAND), type.size, onDemand));
    }

    private static List<RecordedObservation> seen(GeneratedMarket market) {
        List<Observation> all = new ArrayList<>();
        market.pools().values().stream()
                .filter(pool -> pool.settings().pool().purchase().isReclaimed())
                .forEach(pool -> all.addAll(seen(pool)));
        all.sort(
                Comparator.comparing((Observation one) -> one.seen().at())
                        .thenComparing(one -> one.seen().pool()));
        List<RecordedObservation> recorded = new ArrayList<>();
        all.forEach(one -> recorded.add(new RecordedObservation(recorded.size() + 1, false, one)));
        return recorded;
    }

    private static List<Observation> seen(GeneratedPool pool) {
        List<Observation> all = new ArrayList<>();
        for (GeneratedPool.Spell spell : pool.spells()) {
            for (Duration at = spell.start();
                    at.compareTo(spell.end()) < 0 && at.compareTo(SEEN) < 0;
                    at = at.plus(LOOK)) {
                all.add(new Observation.Granted(seenAt(pool, at), 1));
            }
            boolean isLost = spell.end().compareTo(SEEN) < 0;
            if (isLost) {
                Duration lived = spell.end().minus(spell.start());
                all.add(new Observation.Lost(seenAt(pool, spell.end()), lived, Optional.empty()));
            }
        }
        return all;
    }

    private static Observation.Seen seenAt(GeneratedPool pool, Duration at) {
        return new Observation.Seen(SOURCE, pool.settings().pool(), BEGIN.plus(at));
    }

    private record Cloud(String name, Map<String, List<String>> zones, List<Type> types) {}

    private record Type(String name, Size size, double usdPerHour) {}

    private record Listed(Pool pool, Size size, Usd onDemand) {}
}
