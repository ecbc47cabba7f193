package io.spotagents.provider.gcp;

import com.google.api.services.compute.Compute;
import io.spotagents.commitments.Shape;
import io.spotagents.model.Offer;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.Usd;
import io.spotagents.provider.PoolSignals;
import io.spotagents.provider.PoolSignals.Advice;
import io.spotagents.provider.PoolSignals.Placement;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.cloud.TypeFilter;
import io.spotagents.provider.gcp.Image.Platform;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** What a source can launch, and what it costs. Safe to use from any thread. */
final class GcpMarket {

    private final Scope scope;
    private final RegionFacts region;
    private final MachineTypes types;
    private final CatalogPrices prices;
    private final CapacityAdvice advice;
    private final Platforms platforms;

    GcpMarket(
            Scope scope,
            RegionFacts region,
            CatalogPrices prices,
            Platforms platforms,
            InstantSource time) {
        this.scope = scope;
        this.region = region;
        this.types = new MachineTypes(scope, region, time);
        this.prices = prices;
        this.advice = new CapacityAdvice(scope, this::advised, time);
        this.platforms = platforms;
    }

    /** Of what region, and how much of it. */
    record Scope(
            Compute compute,
            GcpCalls calls,
            GcpSettings.Site site,
            TypeFilter filter,
            GcpSettings.Figures figures) {}

    /** What the source's images run on. */
    interface Platforms {
        SortedSet<Platform> get() throws ProviderException;
    }

    /** A machine type that an image runs on, in a zone. */
    private record Sold(MachineType type, OperatingSystem os, String zone) {}

    List<Offer> offers() throws ProviderException {
        CatalogPrices.Known known = prices.known();
        List<Offer> offers = new ArrayList<>();
        for (Sold sold : sold()) {
            Optional<Usd> onDemand = price(known, sold, false);
            for (boolean isSpot : List.of(true, false)) {
                Purchase purchase = isSpot ? Purchase.SPOT : Purchase.ON_DEMAND;
                offers.add(
                        new Offer(
                                pool(sold, purchase),
                                sold.type().size(),
                                isSpot ? price(known, sold, true) : onDemand,
                                onDemand,
                                known.at()));
            }
        }
        return offers;
    }

    List<PoolSignals> signals() throws ProviderException {
        CapacityAdvice.Known known = advice.known();
        List<PoolSignals> signals = new ArrayList<>();
        for (Sold sold : sold()) {
            CapacityAdvice.Key key = new CapacityAdvice.Key(sold.zone(), sold.type().name());
            Optional<Placement> placement = known.placement(key);
            Optional<Advice> history = known.advice(key);
            if (placement.isPresent() || history.isPresent()) {
                signals.add(new PoolSignals(pool(sold, Purchase.SPOT), placement, history));
            }
        }
        return signals;
    }

    MachineTypes types() {
        return types;
    }

    /** The machine type of a pool; empty if this source does not sell the pool. */
    Optional<MachineType> type(Pool pool) throws ProviderException {
        return pool.place().equals(place(scope.site(), pool.place().zone()))
                ? types.find(pool.place().zone(), pool.machineType())
                : Optional.empty();
    }

    /** What the source can launch, as commitments see it. */
    List<Shape> shapes() throws ProviderException {
        List<Shape> shapes = new ArrayList<>();
        for (Sold sold : sold()) {
            Pool pool = pool(sold, Purchase.COMMITMENT);
            shapes.add(
                    Commitments.shape(
                            pool.place(), pool.machineType(), pool.os(), sold.type().size()));
        }
        return shapes;
    }

    /** The cheapest types of the region, in each zone that has them. */
    private List<CapacityAdvice.Key> advised() throws ProviderException {
        CatalogPrices.Known known = prices.known();
        record Priced(String name, Usd price) {}
        List<String> cheapest =
                sold().stream()
                        .flatMap(
                                sold ->
                                        known.hourly(sold.type(), true).stream()
                                                .map(usd -> new Priced(sold.type().name(), usd)))
                        .distinct()
                        .sorted(Comparator.comparing(Priced::price).thenComparing(Priced::name))
                        .limit(scope.figures().advisedTypes())
                        .map(Priced::name)
                        .toList();
        List<CapacityAdvice.Key> asked = new ArrayList<>();
        for (String name : cheapest) {
            for (Map.Entry<String, SortedMap<String, MachineType>> zone :
                    types.byZone().entrySet()) {
                if (zone.getValue().containsKey(name)) {
                    asked.add(new CapacityAdvice.Key(zone.getKey(), name));
                }
            }
        }
        return asked;
    }

    private List<Sold> sold() throws ProviderException {
        List<Sold> sold = new ArrayList<>();
        SortedSet<Platform> runOn = platforms.get();
        SortedMap<String, SortedMap<String, MachineType>> byZone = types.byZone();
        for (String zone : region.zones()) {
            for (MachineType type : byZone.getOrDefault(zone, new TreeMap<>()).values()) {
                for (Platform platform : runOn) {
                    if (platform.architecture().equals(type.architecture())) {
                        sold.add(new Sold(type, platform.os(), zone));
                    }
                }
            }
        }
        return sold;
    }

    /** A Windows machine costs a licence for each processor. */
    private Optional<Usd> price(CatalogPrices.Known known, Sold sold, boolean isSpot) {
        Optional<Usd> bare = known.hourly(sold.type(), isSpot);
        if (sold.os() != OperatingSystem.WINDOWS) {
            return bare;
        }
        int cpus = sold.type().size().cpus();
        return bare.flatMap(
                usd ->
                        scope.figures()
                                .windowsLicence()
                                .map(one -> usd.plus(new Usd(one.micros() * cpus))));
    }

    private Pool pool(Sold sold, Purchase purchase) {
        return new Pool(place(scope.site(), sold.zone()), sold.type().name(), sold.os(), purchase);
    }

    static Place place(GcpSettings.Site site, String zone) {
        return new Place(GcpProvider.NAME, site.project(), site.region(), zone);
    }
}
