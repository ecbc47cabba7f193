package io.spotagents.provider.local;

import io.spotagents.model.Offer;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.Size;
import io.spotagents.model.Usd;
import io.spotagents.provider.local.PoolScript.PoolReclaim;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * What the local source sells: pools, each with the script of what happens in it. A function of
 * time; nothing ticks. Its time starts at a given moment and may pass faster than the clock.
 */
public final class LocalMarket {

    /** Notice lead in the first zone, of the length Amazon EC2 gives. */
    public static final Duration LONG_LEAD = Duration.ofSeconds(120);

    /** Notice lead in the second zone, of the length Google Cloud and Azure give. */
    public static final Duration SHORT_LEAD = Duration.ofSeconds(30);

    private static final String HERE = "local";
    private static final String ZONE_WITH_LONG_LEAD = "local-a";
    private static final String ZONE_WITH_SHORT_LEAD = "local-b";
    private static final double CALM_SPOT_SHARE = 1.0 / 3;

    private final Instant startedAt;
    private final double speed;
    private final Map<Pool, MarketPool> pools;

    /**
     * @param startedAt when the scripts' time began; keep it over restarts, or give any fixed
     *     moment, so that a restart does not change the market
     * @param speed how many times faster than the clock the scripts' time passes; 1 is realistic
     */
    public LocalMarket(Instant startedAt, double speed, List<MarketPool> pools) {
        if (!(speed > 0) || Double.isInfinite(speed)) {
            throw new IllegalArgumentException("speed must be positive, not " + speed);
        }
        this.startedAt = startedAt;
        this.speed = speed;
        this.pools = new TreeMap<>();
        pools.forEach(pool -> this.pools.put(pool.pool(), pool));
    }

    /**
     * Two zones with three machine types, spot and on-demand: prices and stock move, and a spot
     * pool is reclaimed as a whole every few hours of the market's time.
     */
    public static LocalMarket seeded(long seed, Instant startedAt, double speed) {
        return new LocalMarket(
                startedAt, speed, machineTypes((pool, price) -> seededScript(seed, pool, price)));
    }

    /** The same pools with constant prices and stock, and no reclaims. */
    public static LocalMarket calm(int stockPerPool) {
        return new LocalMarket(
                Instant.EPOCH,
                1,
                machineTypes(
                        (pool, price) -> new CalmScript(calmPrice(pool, price), stockPerPool)));
    }

    /** This market with room for everybody at any time, also in the midst of a reclaim. */
    public LocalMarket withUnlimitedStock() {
        return new LocalMarket(
                startedAt, speed, pools.values().stream().map(MarketPool::unlimited).toList());
    }

    /** Every pool with what it costs at this moment, in the order of the pools' ids. */
    public List<Offer> offers(Instant at) {
        return pools.values().stream().map(pool -> pool.offer(scriptTime(at), at)).toList();
    }

    public boolean sells(Pool pool) {
        return pools.containsKey(pool);
    }

    /** Instances a pool holds at most at this moment; 0 for a pool that is not sold here. */
    public int stock(Pool pool, Instant at) {
        MarketPool sold = pools.get(pool);
        return sold == null ? 0 : sold.script().stock(scriptTime(at));
    }

    /** The first reclaim of a pool that ends after this moment; empty if there is none. */
    public Optional<Reclaim> nextReclaim(Pool pool, Instant after) {
        return Optional.ofNullable(pools.get(pool))
                .flatMap(sold -> sold.script().nextReclaim(scriptTime(after)))
                .map(this::onTheClock);
    }

    /** When the next raised risk of a pool is signaled after this moment; empty if never. */
    public Optional<Instant> nextSignal(Pool pool, Instant after) {
        return Optional.ofNullable(pools.get(pool))
                .flatMap(sold -> sold.script().nextSignal(scriptTime(after)))
                .map(this::clockTime);
    }

    private Duration scriptTime(Instant at) {
        return Duration.ofMillis(Math.round(Duration.between(startedAt, at).toMillis() * speed));
    }

    private Reclaim onTheClock(PoolReclaim reclaim) {
        return new Reclaim(clockTime(reclaim.noticeAt()), clockTime(reclaim.reclaimAt()));
    }

    private Instant clockTime(Duration at) {
        return startedAt.plusMillis(Math.round(at.toMillis() / speed));
    }

    private static List<MarketPool> machineTypes(BiFunction<Pool, Usd, PoolScript> script) {
        List<MarketPool> pools = new ArrayList<>();
        for (String zone : List.of(ZONE_WITH_LONG_LEAD, ZONE_WITH_SHORT_LEAD)) {
            for (MachineType type : MachineType.values()) {
                Place place = new Place(HERE, HERE, HERE, zone);
                Pool spot = new Pool(place, type.id, OperatingSystem.LINUX, Purchase.SPOT);
                for (Pool pool : List.of(spot, spot.with(Purchase.ON_DEMAND))) {
                    PoolScript made = script.apply(pool, type.hourlyPrice);
                    pools.add(new MarketPool(pool, type.size, type.hourlyPrice, made));
                }
            }
        }
        return pools;
    }

    private static PoolScript seededScript(long seed, Pool pool, Usd onDemandHourlyPrice) {
        if (!pool.purchase().isReclaimed()) {
            return SeededScript.onDemand(seed, pool, onDemandHourlyPrice);
        }
        boolean isLong = pool.place().zone().equals(ZONE_WITH_LONG_LEAD);
        return SeededScript.spot(seed, pool, onDemandHourlyPrice, isLong ? LONG_LEAD : SHORT_LEAD);
    }

    private static Usd calmPrice(Pool pool, Usd onDemandHourlyPrice) {
        return pool.purchase().isReclaimed()
                ? new Usd(Math.round(onDemandHourlyPrice.micros() * CALM_SPOT_SHARE))
                : onDemandHourlyPrice;
    }

    /**
     * A reclaim of everything in a pool, on the clock.
     *
     * @param noticeAt when it is announced
     * @param reclaimAt when the instances stop
     */
    public record Reclaim(Instant noticeAt, Instant reclaimAt) {}

    /**
     * A pool on sale.
     *
     * @param onDemandHourlyPrice what the same instance costs on demand
     */
    public record MarketPool(Pool pool, Size size, Usd onDemandHourlyPrice, PoolScript script) {

        private Offer offer(Duration scriptTime, Instant at) {
            return new Offer(
                    pool,
                    size,
                    Optional.of(script.hourlyPrice(scriptTime)),
                    Optional.of(onDemandHourlyPrice),
                    at);
        }

        private MarketPool unlimited() {
            return new MarketPool(pool, size, onDemandHourlyPrice, new Unlimited(script));
        }
    }

    private record Unlimited(PoolScript script) implements PoolScript {
        @Override
        public Usd hourlyPrice(Duration at) {
            return script.hourlyPrice(at);
        }

        @Override
        public int stock(Duration at) {
            return Integer.MAX_VALUE;
        }

        @Override
        public Optional<PoolReclaim> nextReclaim(Duration after) {
            return script.nextReclaim(after);
        }

        @Override
        public Optional<Duration> nextSignal(Duration after) {
            return script.nextSignal(after);
        }
    }

    private enum MachineType {
        SMALL("small", new Size(1, 2048), 0.042),
        MEDIUM("medium", new Size(2, 4096), 0.084),
        LARGE("large", new Size(4, 8192), 0.168);

        private final String id;
        private final Size size;
        private final Usd hourlyPrice;

        MachineType(String id, Size size, double dollarsPerHour) {
            this.id = id;
            this.size = size;
            this.hourlyPrice = Usd.of(dollarsPerHour);
        }
    }
}
