package io.spotagents.demo;

import io.spotagents.market.generated.MarketBehavior;
import io.spotagents.market.generated.PoolSettings;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.Size;
import io.spotagents.model.Usd;
import io.spotagents.provider.local.CalmScript;
import io.spotagents.provider.local.LocalMarket;
import io.spotagents.provider.local.LocalMarket.MarketPool;
import io.spotagents.provider.local.PoolScript;
import io.spotagents.provider.local.SeededScript;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What the demo buys from: three zones that give two minutes of notice, half a minute, and none;
 * two machine types in each, as spot and on demand. A third of the instances fill a pool, so the
 * fleet is spread over several.
 */
final class DemoMarket {

    /** A minute of the market passes in a second. Prices and costs are in the market's time. */
    static final double SPEED = 60;

    private static final Duration NO_LEAD = Duration.ZERO;
    private static final int ON_DEMAND_STOCK = 1_000;

    private DemoMarket() {}

    static LocalMarket seeded(long seed, Instant startedAt, int instances) {
        List<MarketPool> pools = new ArrayList<>();
        pools.addAll(zone(seed, "local-a", LocalMarket.LONG_LEAD, instances));
        pools.addAll(zone(seed, "local-b", LocalMarket.SHORT_LEAD, instances));
        pools.addAll(zone(seed, "local-c", NO_LEAD, instances));
        return new LocalMarket(startedAt, SPEED, pools);
    }

    private static List<MarketPool> zone(long seed, String zone, Duration lead, int instances) {
        int stock = Math.max(1, (instances + 2) / 3);
        List<MarketPool> pools = new ArrayList<>();
        for (MachineType type : MachineType.values()) {
            Place place = new Place("local", "demo", "local", zone);
            Pool spot = new Pool(place, type.id, OperatingSystem.LINUX, Purchase.SPOT);
            PoolSettings settings = new PoolSettings(spot, type.hourlyPrice, stock, stock);
            PoolScript script = new SeededScript(seed, settings, MarketBehavior.fast(), lead);
            pools.add(type.sold(spot, script));
            Pool onDemand = spot.with(Purchase.ON_DEMAND);
            pools.add(type.sold(onDemand, new CalmScript(type.hourlyPrice, ON_DEMAND_STOCK)));
        }
        return pools;
    }

    private enum MachineType {
        SMALL("small", new Size(1, 2048), 0.042),
        MEDIUM("medium", new Size(2, 4096), 0.084);

        private final String id;
        private final Size size;
        private final Usd hourlyPrice;

        MachineType(String id, Size size, double dollarsPerHour) {
            this.id = id;
            this.size = size;
            this.hourlyPrice = Usd.of(dollarsPerHour);
        }

        MarketPool sold(Pool pool, PoolScript script) {
            return new MarketPool(pool, size, hourlyPrice, script);
        }
    }
}
