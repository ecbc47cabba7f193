package io.spotagents.provider.aws;

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
import io.spotagents.provider.aws.Image.Platform;
import io.spotagents.provider.cloud.Cached;
import io.spotagents.provider.cloud.MarketCache;
import io.spotagents.provider.cloud.TypeFilter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** What a source can launch, and what it costs. Safe to use from any thread. */
final class AwsMarket {

    private static final String SPOT = "spot";
    private static final String ON_DEMAND = "on-demand";

    private final Scope scope;
    private final AwsProvider.Figures figures;
    private final Account account;
    private final MachineTypes types;
    private final Map<OperatingSystem, SpotPrices> spotPrices =
            new EnumMap<>(OperatingSystem.class);
    private final PlacementScores scores;
    private final InstantSource time;

    AwsMarket(Scope scope, AwsProvider.Figures figures, Account account, InstantSource time) {
        this.scope = scope;
        this.figures = figures;
        this.account = account;
        this.time = time;
        Keeping kept = new Keeping(scope, account, time);
        this.types = new MachineTypes(scope.ec2(), scope.filter(), kept, time);
        this.scores = new PlacementScores(scope, types, kept, time);
        for (OperatingSystem os : OperatingSystem.values()) {
            spotPrices.put(os, new SpotPrices(scope.ec2(), os, kept, time));
        }
    }

    /** Where figures of this account and region survive a restart. */
    record Keeping(Scope scope, Account account, InstantSource time) {

        <T, R> Cached.Kept<T> figure(String name, MarketCache.Rows<T, R> rows) {
            return scope.cache()
                    .figure(
                            () -> account.id().get() + "." + scope.region() + "." + name,
                            rows,
                            time);
        }
    }

    /** Of what region, and how much of it. */
    record Scope(
            Ec2Client ec2,
            String region,
            TypeFilter filter,
            AwsSettings.Scores scores,
            MarketCache cache) {}

    /** Where the account can launch, and what. */
    record Account(Id id, Zones zones, Platforms platforms) {}

    /** The account's id. */
    interface Id {
        String get() throws ProviderException;
    }

    /** What the source's images run on. */
    interface Platforms {
        SortedSet<Platform> get() throws ProviderException;
    }

    /** A machine type that an image runs on, sold in a zone. */
    record Sold(MachineType type, OperatingSystem os, String zone) {}

    MachineTypes types() {
        return types;
    }

    String region() {
        return scope.region();
    }

    String account() throws ProviderException {
        return account.id().get();
    }

    /** Virtual processors of a running instance; 0 if nobody tells. */
    int cpus(AccountUse.Kind kind) throws ProviderException {
        return kind.cpus() > 0
                ? kind.cpus()
                : types.describe(kind.machineType()).map(type -> type.size().cpus()).orElse(0);
    }

    /** What can be bought on demand. */
    List<Sold> soldOnDemand() throws ProviderException {
        return sold().stream().filter(sold -> sold.type().purchases().contains(ON_DEMAND)).toList();
    }

    List<Offer> offers() throws ProviderException {
        List<Offer> offers = new ArrayList<>();
        for (Sold sold : sold()) {
            Optional<Usd> onDemand = figures.onDemand().hourly(sold.type().name(), sold.os());
            if (sold.type().purchases().contains(SPOT)) {
                SpotPrices.Known known = spot(sold.os()).known();
                Optional<Usd> price = known.hourly(sold.type().name(), sold.zone());
                offers.add(offer(sold, Purchase.SPOT, price, onDemand, known.at()));
            }
            if (sold.type().purchases().contains(ON_DEMAND)) {
                Instant at = figures.onDemand().readAt(sold.os()).orElseGet(time::instant);
                offers.add(offer(sold, Purchase.ON_DEMAND, onDemand, onDemand, at));
            }
        }
        return offers;
    }

    List<PoolSignals> signals() throws ProviderException {
        PlacementScores.Known known = scores.known();
        SortedMap<String, String> zoneIds = account.zones().idsByName();
        List<PoolSignals> signals = new ArrayList<>();
        for (Sold sold : sold()) {
            if (sold.type().purchases().contains(SPOT)) {
                String name = sold.type().name();
                Optional<Placement> placement =
                        known.of(name, zoneIds.getOrDefault(sold.zone(), ""));
                Optional<Advice> advice = figures.bands().advice(name, sold.os());
                if (placement.isPresent() || advice.isPresent()) {
                    signals.add(new PoolSignals(pool(sold, Purchase.SPOT), placement, advice));
                }
            }
        }
        return signals;
    }

    /** The machine type of a pool; empty if this source does not sell the pool. */
    Optional<MachineType> type(Pool pool) throws ProviderException {
        Place place = place(pool.place().zone());
        if (!pool.place().equals(place) || !types.in(place.zone()).contains(pool.machineType())) {
            return Optional.empty();
        }
        String purchase = pool.purchase().isReclaimed() ? SPOT : ON_DEMAND;
        return types.find(pool.machineType()).filter(type -> type.purchases().contains(purchase));
    }

    private List<Sold> sold() throws ProviderException {
        List<Sold> sold = new ArrayList<>();
        SortedSet<Platform> platforms = account.platforms().get();
        Collection<MachineType> admitted = types.types().values();
        for (String zone : account.zones().idsByName().keySet()) {
            SortedSet<String> there = types.in(zone);
            for (MachineType type : admitted) {
                if (there.contains(type.name())) {
                    for (OperatingSystem os : runsOn(type, platforms)) {
                        sold.add(new Sold(type, os, zone));
                    }
                }
            }
        }
        return sold;
    }

    private static SortedSet<OperatingSystem> runsOn(
            MachineType type, SortedSet<Platform> platforms) {
        SortedSet<OperatingSystem> found = new TreeSet<>();
        for (Platform platform : platforms) {
            if (type.architectures().contains(platform.architecture())) {
                found.add(platform.os());
            }
        }
        return found;
    }

    private Offer offer(
            Sold sold, Purchase purchase, Optional<Usd> price, Optional<Usd> onDemand, Instant asOf)
            throws ProviderException {
        return new Offer(pool(sold, purchase), sold.type().size(), price, onDemand, asOf);
    }

    private Pool pool(Sold sold, Purchase purchase) throws ProviderException {
        return new Pool(place(sold.zone()), sold.type().name(), sold.os(), purchase);
    }

    private Place place(String zone) throws ProviderException {
        return new Place(AwsProvider.NAME, account.id().get(), scope.region(), zone);
    }

    private SpotPrices spot(OperatingSystem os) {
        return Objects.requireNonNull(spotPrices.get(os));
    }
}
