package io.spotagents.market.generated;

import io.spotagents.market.generated.Draws.Part;
import io.spotagents.market.generated.GeneratedPool.Loss;
import io.spotagents.market.generated.GeneratedPool.PricePoint;
import io.spotagents.market.generated.GeneratedPool.Spell;
import io.spotagents.market.generated.MarketBehavior.Prices;
import io.spotagents.market.generated.MarketBehavior.Signals;
import io.spotagents.model.Pool;
import io.spotagents.model.Usd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Makes up markets. The same settings and seed make the same market, and what happens in a pool
 * depends on its own name, region and provider only, never on the other pools asked for. Safe to
 * use from any thread.
 */
public final class MarketGenerator {

    /** The logarithm of a price stays within so many deviations of the median. */
    private static final double PRICE_LIMIT = 2.5;

    private MarketGenerator() {}

    public static GeneratedMarket generate(MarketSettings settings, long seed) {
        TreeMap<Pool, GeneratedPool> pools = new TreeMap<>();
        for (PoolSettings pool : settings.pools()) {
            pools.put(pool.pool(), generate(pool, settings.length(), settings.behavior(), seed));
        }
        return new GeneratedMarket(pools);
    }

    /** One pool as it would be in any market of this length, behavior and seed. */
    public static GeneratedPool generate(
            PoolSettings settings, Duration length, MarketBehavior behavior, long seed) {
        Draws draws = new Draws(seed);
        if (!settings.pool().purchase().isReclaimed()) {
            return neverReclaimed(settings, length);
        }
        List<PricePoint> prices =
                prices(
                        settings,
                        length,
                        behavior.prices(),
                        draws.ofPool(settings.pool(), Part.PRICES));
        GeneratedPool silent =
                new GeneratedPool(
                        settings,
                        length,
                        PoolLife.of(settings, behavior, length, draws),
                        List.of(),
                        prices);
        List<Duration> signals =
                signals(silent, behavior.signals(), draws.ofPool(settings.pool(), Part.SIGNALS));
        return new GeneratedPool(settings, length, silent.spells(), signals, prices);
    }

    private static GeneratedPool neverReclaimed(PoolSettings settings, Duration length) {
        return new GeneratedPool(
                settings,
                length,
                List.of(new Spell(Duration.ZERO, length, settings.maxDepth())),
                List.of(),
                List.of(new PricePoint(Duration.ZERO, settings.onDemandHourlyPrice())));
    }

    private static List<PricePoint> prices(
            PoolSettings settings, Duration length, Prices prices, RandomGenerator random) {
        double median = settings.onDemandHourlyPrice().micros() * prices.onDemandShare();
        double limit = PRICE_LIMIT * prices.deviation();
        double off = clamp(random.nextGaussian() * prices.deviation(), limit);
        List<PricePoint> points = new ArrayList<>();
        points.add(new PricePoint(Duration.ZERO, usd(median * Math.exp(off), settings)));
        double end = Hours.of(length);
        double at = nextAfter(0, prices.changesPerDay() / 24, random);
        while (at < end) {
            off = clamp(off + random.nextGaussian() * prices.stepDeviation(), limit);
            points.add(new PricePoint(Hours.toDuration(at), usd(median * Math.exp(off), settings)));
            at = nextAfter(at, prices.changesPerDay() / 24, random);
        }
        return points;
    }

    /** Never free, and never dearer than on demand. */
    private static Usd usd(double micros, PoolSettings settings) {
        long limit = settings.onDemandHourlyPrice().micros();
        return new Usd(Math.min(Math.max(1, Math.round(micros)), limit));
    }

    private static List<Duration> signals(
            GeneratedPool pool, Signals settings, RandomGenerator random) {
        List<Duration> signals = new ArrayList<>();
        for (Loss loss : pool.losses()) {
            boolean isWarned = random.nextDouble() < settings.share();
            double lead = random.nextDouble() * Hours.of(settings.maxLead());
            Duration at = Hours.toDuration(Hours.of(loss.at()) - lead);
            if (isWarned && !at.isNegative() && pool.isUp(at)) {
                signals.add(at);
            }
        }
        double end = Hours.of(pool.length());
        double perHour = settings.falsePerDay() / 24;
        for (double at = nextAfter(0, perHour, random);
                at < end;
                at = nextAfter(at, perHour, random)) {
            Duration warned = Hours.toDuration(at);
            if (warned.compareTo(pool.length()) < 0 && pool.isUp(warned)) {
                signals.add(warned);
            }
        }
        Collections.sort(signals);
        return signals;
    }

    private static double nextAfter(double at, double perHour, RandomGenerator random) {
        return perHour == 0 ? Double.POSITIVE_INFINITY : at + random.nextExponential() / perHour;
    }

    private static double clamp(double value, double limit) {
        return Math.min(Math.max(value, -limit), limit);
    }
}
