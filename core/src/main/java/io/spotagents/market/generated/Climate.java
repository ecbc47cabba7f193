package io.spotagents.market.generated;

import io.spotagents.market.generated.Draws.Part;
import io.spotagents.market.generated.MarketBehavior.Shocks;
import io.spotagents.market.generated.MarketBehavior.Swing;
import io.spotagents.market.generated.MarketBehavior.Weather;
import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;

/**
 * What multiplies the rates of one pool, hour by hour and shock by shock. Times are in hours; the
 * first is that at which the pool's life begins.
 */
final class Climate {

    private static final double MAX_STEP_HOURS = 0.5;

    /** Steps are so much shorter than the memory, where that is short. */
    private static final double STEPS_IN_MEMORY = 24;

    private static final double ROUNDING = 1e-9;

    /** Pools up for days are nearly safe from shocks, those up for hours are not. */
    private static final double AGING = 1.5;

    private final double begin;
    private final double stepHours;
    private final double[] hardships;
    private final double[] shockBegins;
    private final double shockHours;
    private final double shockRate;
    private final double halfAge;
    private int nextShock;

    Climate(Weather weather, Draws draws, Pool pool, double begin, double end) {
        this.stepHours = stepHours(weather.swing());
        int steps = (int) ((end - begin) / stepHours) + 2;
        double[] shared = shared(weather.swing(), draws, pool.place(), steps);
        Shocks shocks = weather.shocks();
        this.begin = begin;
        this.hardships = hardships(weather, draws, pool, shared);
        this.shockBegins = shocks(shocks, shared, draws.ofRegion(pool.place(), Part.SHOCKS));
        this.shockHours = Hours.of(shocks.length());
        this.halfAge = Hours.of(shocks.halfAge());
        this.shockRate = -Math.log1p(-shocks.takesShare()) / shockHours;
    }

    /** What losses are multiplied with, and returns divided by, apart from shocks. */
    double hardship(double at) {
        return hardships[step(at)];
    }

    /** Losses per hour that come on top; moments must be asked for in order. */
    double shock(double at, double age) {
        return isShocked(at) ? shockRate / (1 + Math.pow(age / halfAge, AGING)) : 0;
    }

    /** Until when both stay as they are at this moment; moments must be asked for in order. */
    double until(double at) {
        double stepEnd = begin + (step(at) + 1) * stepHours;
        if (isShocked(at)) {
            return Math.min(stepEnd, shockBegins[nextShock] + shockHours);
        }
        return nextShock < shockBegins.length ? Math.min(stepEnd, shockBegins[nextShock]) : stepEnd;
    }

    private static double stepHours(Swing swing) {
        return Math.min(MAX_STEP_HOURS, Hours.of(swing.memory()) / STEPS_IN_MEMORY);
    }

    private boolean isShocked(double at) {
        while (nextShock < shockBegins.length && shockBegins[nextShock] + shockHours <= at) {
            nextShock++;
        }
        return nextShock < shockBegins.length && shockBegins[nextShock] <= at;
    }

    private int step(double at) {
        return (int) Math.floor((at - begin) / stepHours + ROUNDING);
    }

    /** What the pools of a region have in common of the swing, as a logarithm. */
    private static double[] shared(Swing swing, Draws draws, Place place, int steps) {
        double[] provider = walk(swing, draws.ofProvider(place, Part.SWING), steps);
        double[] region = walk(swing, draws.ofRegion(place, Part.SWING), steps);
        double[] shared = new double[steps];
        for (int step = 0; step < steps; step++) {
            shared[step] =
                    swing.deviation()
                            * (Math.sqrt(swing.providerShare()) * provider[step]
                                    + Math.sqrt(swing.regionShare()) * region[step]);
        }
        return shared;
    }

    private static double[] hardships(Weather weather, Draws draws, Pool pool, double[] shared) {
        Swing swing = weather.swing();
        double ownDeviation = swing.deviation() * Math.sqrt(swing.ownShare());
        double[] own = walk(swing, draws.ofPool(pool, Part.SWING), shared.length);
        double temper =
                weather.temper()
                        * Math.sqrt(0.5)
                        * (draws.ofRegion(pool.place(), Part.TEMPER).nextGaussian()
                                + draws.ofPool(pool, Part.TEMPER).nextGaussian());
        double[] hardships = new double[shared.length];
        for (int step = 0; step < hardships.length; step++) {
            hardships[step] = Math.exp(temper + shared[step] + ownDeviation * own[step]);
        }
        return hardships;
    }

    /** A first-order autoregression of variance 1: the slow change that memory describes. */
    private static double[] walk(Swing swing, RandomGenerator random, int steps) {
        double kept = Math.exp(-stepHours(swing) / Hours.of(swing.memory()));
        double[] walk = new double[steps];
        walk[0] = random.nextGaussian();
        for (int step = 1; step < steps; step++) {
            walk[step] = kept * walk[step - 1] + Math.sqrt(1 - kept * kept) * random.nextGaussian();
        }
        return walk;
    }

    /** Shocks are the more frequent the harder the times are in the region. */
    private double[] shocks(Shocks shocks, double[] shared, RandomGenerator random) {
        DoubleStream.Builder begins = DoubleStream.builder();
        double left = random.nextExponential();
        double at = 0;
        while (shocks.perHour() > 0 && at < (shared.length - 1) * stepHours) {
            int step = (int) Math.floor(at / stepHours + ROUNDING);
            double until = (step + 1) * stepHours;
            double rate = shocks.perHour() * Math.exp(shared[step]);
            if (rate * (until - at) >= left) {
                at += left / rate;
                begins.add(begin + at);
                at += Hours.of(shocks.length());
                left = random.nextExponential();
            } else {
                left -= rate * (until - at);
                at = until;
            }
        }
        return begins.build().toArray();
    }
}
