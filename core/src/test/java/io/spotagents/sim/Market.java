package io.spotagents.sim;

import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Spot pools that are up for twelve hours, but for what a test takes from them. */
final class Market {

    static final Duration GAP = Duration.ofMinutes(5);
    static final Usd ON_DEMAND = Usd.of(1);
    private static final int INTERVALS = 144;

    private final List<SimulatedPool> pools;

    private Market(List<SimulatedPool> pools) {
        this.pools = pools;
    }

    /** Two zones with three machine types each; zone a is cheaper. */
    static Market ofTwoZones() {
        List<SimulatedPool> pools = new ArrayList<>();
        double price = 0.25;
        for (String zone : List.of("a", "b")) {
            for (String machineType : List.of("m7.2x", "c7.2x", "r7.2x")) {
                pools.add(pool(zone, machineType, price));
                price += 0.02;
            }
        }
        return new Market(pools);
    }

    static Market of(SimulatedPool... pools) {
        return new Market(List.of(pools));
    }

    static SimulatedPool pool(String zone, String machineType, double usdPerHour) {
        int[] held = new int[INTERVALS];
        Arrays.fill(held, SimulatedPool.UNLIMITED);
        return pool(zone, machineType, usdPerHour, held);
    }

    static SimulatedPool pool(String zone, String machineType, double usdPerHour, int... held) {
        Place place = new Place("simulated", "account", "region", zone);
        Pool pool = new Pool(place, machineType, OperatingSystem.LINUX, Purchase.SPOT);
        return new SimulatedPool(pool, Usd.of(usdPerHour), ON_DEMAND, GAP, held);
    }

    /** The same, but those that match hold so many from one minute until another. */
    Market holding(Predicate<SimulatedPool> which, int instances, int fromMinute, int toMinute) {
        return changed(
                which,
                pool -> {
                    int[] held = pool.available().clone();
                    Arrays.fill(held, interval(fromMinute), interval(toMinute), instances);
                    return new SimulatedPool(
                            pool.pool(), pool.price(), pool.onDemandPrice(), GAP, held);
                });
    }

    /** The same, but those that match hold one less each five minutes, and stay at what is left. */
    Market fallingOneByOne(Predicate<SimulatedPool> which, int from, int to, int fromMinute) {
        Market market = this;
        for (int left = from; left >= to; left--) {
            market = market.holding(which, left, fromMinute + 5 * (from - left), 720);
        }
        return market;
    }

    /** The same, but those that match cost a multiple from one minute until another. */
    Market pricedTimes(
            Predicate<SimulatedPool> which, double factor, int fromMinute, int toMinute) {
        return changed(
                which,
                pool -> {
                    Usd usual = pool.price().first();
                    SpotPrice price =
                            new SpotPrice(
                                    usual,
                                    List.of(
                                            new SpotPrice.Change(
                                                    at(fromMinute),
                                                    Usd.of(usual.dollars() * factor)),
                                            new SpotPrice.Change(at(toMinute), usual)));
                    return new SimulatedPool(
                            pool.pool(), price, pool.onDemandPrice(), GAP, pool.available());
                });
    }

    List<SimulatedPool> pools() {
        return pools;
    }

    static Predicate<SimulatedPool> in(String zone) {
        return pool -> pool.pool().place().zone().equals(zone);
    }

    static Instant at(int minute) {
        return SimulatedPool.BEGIN.plus(Duration.ofMinutes(minute));
    }

    private Market changed(Predicate<SimulatedPool> which, UnaryOperator<SimulatedPool> change) {
        return new Market(
                pools.stream().map(pool -> which.test(pool) ? change.apply(pool) : pool).toList());
    }

    private static int interval(int minute) {
        return (int) Duration.ofMinutes(minute).dividedBy(GAP);
    }
}
