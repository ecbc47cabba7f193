package io.spotagents.provider.azure;

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
import io.spotagents.provider.Quota;
import io.spotagents.provider.azure.ImageChoice.Architecture;
import io.spotagents.provider.cloud.TypeFilter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;

/** What a source can launch, and what it costs. Safe to use from any thread. */
final class AzureMarket {

    private final Scope scope;
    private final Set<Platform> platforms;
    private final MachineTypes types;
    private final RetailPrices prices;
    private final EvictionRates rates;
    private final PlacementScores scores;
    private final Quotas quotas;

    AzureMarket(
            AzureAccess access,
            Scope scope,
            Set<Platform> platforms,
            Permitted permitted,
            InstantSource time) {
        Arm arm = Arm.management(access);
        this.scope = scope;
        this.platforms = Set.copyOf(platforms);
        this.types = new MachineTypes(arm, scope, time);
        this.prices = new RetailPrices(Arm.prices(access), scope.region(), time);
        this.rates = new EvictionRates(arm, scope, permitted, time);
        this.scores = new PlacementScores(arm, scope, this::cheapestFirst, permitted, time);
        this.quotas = new Quotas(arm, scope, permitted, time);
    }

    /**
     * Of what subscription and region, and how much of it.
     *
     * @param zones empty for all
     */
    record Scope(
            String subscription,
            String region,
            TypeFilter filter,
            SortedSet<String> zones,
            AzureSettings.Scores scores) {}

    /** What an image runs on. */
    record Platform(OperatingSystem os, Architecture architecture) {}

    /** A size that an image runs on, sold in a zone. */
    private record Sold(MachineType type, OperatingSystem os, String zone) {}

    List<Offer> offers() throws ProviderException {
        RetailPrices.Known known = prices.known();
        List<Offer> offers = new ArrayList<>();
        for (Sold sold : sold()) {
            String name = sold.type().name();
            Optional<Usd> onDemand = known.onDemand(name, sold.os());
            if (sold.type().isSoldAsSpot()) {
                Optional<Usd> spot = known.spot(name, sold.os());
                offers.add(
                        new Offer(
                                pool(sold, Purchase.SPOT),
                                sold.type().size(),
                                spot,
                                onDemand,
                                known.at()));
            }
            offers.add(
                    new Offer(
                            pool(sold, Purchase.ON_DEMAND),
                            sold.type().size(),
                            onDemand,
                            onDemand,
                            known.at()));
        }
        return offers;
    }

    List<PoolSignals> signals() throws ProviderException {
        PlacementScores.Known scored = scores.known();
        EvictionRates.Known rated = rates.known();
        OptionalInt cpus = quotas.spotCpus();
        List<PoolSignals> signals = new ArrayList<>();
        for (Sold sold : sold()) {
            if (sold.type().isSoldAsSpot()) {
                String name = sold.type().name();
                Optional<Placement> placement =
                        scored.of(name, sold.zone())
                                .map(
                                        probability ->
                                                new Placement(
                                                        probability,
                                                        depth(sold.type(), cpus),
                                                        scored.at()));
                Optional<Advice> advice = rated.of(name);
                if (placement.isPresent() || advice.isPresent()) {
                    signals.add(new PoolSignals(pool(sold, Purchase.SPOT), placement, advice));
                }
            }
        }
        return signals;
    }

    List<Quota> quotas() throws ProviderException {
        return quotas.of(types.all().values());
    }

    /** By name, all that may be used here. */
    SortedMap<String, MachineType> types() throws ProviderException {
        return types.all();
    }

    RetailPrices.Known prices() throws ProviderException {
        return prices.known();
    }

    /** Pools on demand that an image is for. */
    List<Pool> soldOnDemand() throws ProviderException {
        return sold().stream().map(sold -> pool(sold, Purchase.ON_DEMAND)).toList();
    }

    /** The size of a pool; empty if this source does not sell the pool. */
    Optional<MachineType> type(Pool pool) throws ProviderException {
        if (!pool.place().equals(place(pool.place().zone()))) {
            return Optional.empty();
        }
        return Optional.ofNullable(types.all().get(pool.machineType()))
                .filter(type -> type.zones().contains(pool.place().zone()))
                .filter(type -> type.isSoldAsSpot() || !pool.purchase().isReclaimed());
    }

    /** As many as the quota leaves room for. */
    private static OptionalInt depth(MachineType type, OptionalInt cpus) {
        return cpus.isPresent()
                ? OptionalInt.of(cpus.getAsInt() / type.size().cpus())
                : OptionalInt.empty();
    }

    /** Spot sizes by what a processor costs; those without a price are not asked about. */
    private List<String> cheapestFirst() throws ProviderException {
        RetailPrices.Known known = prices.known();
        record Priced(String name, double perCpu) {}
        List<Priced> priced = new ArrayList<>();
        for (MachineType type : types.all().values()) {
            if (type.isSoldAsSpot()) {
                known.spot(type.name(), OperatingSystem.LINUX)
                        .ifPresent(
                                price ->
                                        priced.add(
                                                new Priced(
                                                        type.name(),
                                                        price.dollars() / type.size().cpus())));
            }
        }
        priced.sort(Comparator.comparingDouble(Priced::perCpu).thenComparing(Priced::name));
        return priced.stream().map(Priced::name).toList();
    }

    private List<Sold> sold() throws ProviderException {
        List<Sold> sold = new ArrayList<>();
        for (MachineType type : types.all().values()) {
            for (OperatingSystem os : OperatingSystem.values()) {
                if (platforms.contains(new Platform(os, type.architecture()))) {
                    type.zones().forEach(zone -> sold.add(new Sold(type, os, zone)));
                }
            }
        }
        return sold;
    }

    private Pool pool(Sold sold, Purchase purchase) {
        return new Pool(place(sold.zone()), sold.type().name(), sold.os(), purchase);
    }

    private Place place(String zone) {
        return new Place(AzureProvider.NAME, scope.subscription(), scope.region(), zone);
    }
}
