package io.spotagents.market.generated;

import static io.spotagents.market.generated.AgeRates.from;

import java.time.Duration;

/**
 * How pools of a market come and go. Each pool goes up and down at rates that depend on how long it
 * has been up or down; the {@link Weather} of its region and its own temper multiply them.
 *
 * @param losses of a pool that is up, by the time since it came up or was last lost
 * @param returns of a pool that is down, by the time since it went down
 */
public record MarketBehavior(
        Lives lives, Weather weather, Drops drops, Signals signals, Prices prices) {

    /**
     * Fitted to what was recorded of scarce GPU instances in nine zones of Amazon EC2 in February
     * 2023; docs/market-generator.md compares the two. The harshest market known to us: ordinary
     * instances are lost far less often.
     */
    public static MarketBehavior scarce() {
        AgeRates losses =
                AgeRates.of(
                        from(Duration.ZERO, 0.85),
                        from(Duration.ofMinutes(15), 0.66),
                        from(Duration.ofMinutes(30), 0.61),
                        from(Duration.ofHours(1), 0.28),
                        from(Duration.ofHours(2), 0.017),
                        from(Duration.ofHours(4), 0.0135),
                        from(Duration.ofHours(8), 0.0135),
                        from(Duration.ofHours(16), 0.009),
                        from(Duration.ofHours(48), 0.0024));
        AgeRates returns =
                AgeRates.of(
                        from(Duration.ZERO, 1.4),
                        from(Duration.ofMinutes(10), 1.7),
                        from(Duration.ofMinutes(30), 0.9),
                        from(Duration.ofHours(1), 1.0),
                        from(Duration.ofHours(3), 0.84),
                        from(Duration.ofHours(6), 0.79));
        return new MarketBehavior(
                new Lives(losses, returns),
                new Weather(
                        1.05,
                        new Swing(1.08, Duration.ofHours(24), 0.35, 0.6),
                        new Shocks(0.17, Duration.ofMinutes(5), 0.99, Duration.ofHours(9))),
                new Drops(0.55, 0.61, 0.86, Duration.ofHours(1)),
                Signals.ASSUMED,
                new Prices(0.33, 0.25, 1, 0.01));
    }

    /**
     * An assumption, not fitted to any cloud: a pool is lost as a whole every few hours, and sold
     * out for some minutes after it. For trying things out on one machine.
     */
    public static MarketBehavior ordinary() {
        AgeRates losses =
                AgeRates.of(
                        from(Duration.ZERO, 0.13),
                        from(Duration.ofHours(1), 0.1),
                        from(Duration.ofHours(8), 0.09));
        AgeRates returns = AgeRates.of(from(Duration.ZERO, 0), from(Duration.ofMinutes(5), 8));
        return new MarketBehavior(
                new Lives(losses, returns),
                new Weather(
                        0.2,
                        new Swing(0.2, Duration.ofHours(12), 0.2, 0.5),
                        new Shocks(0.02, Duration.ofMinutes(5), 0.8, Duration.ofHours(8))),
                Drops.TAKE_ALL,
                Signals.ASSUMED,
                new Prices(0.33, 0.12, 2, 0.02));
    }

    /**
     * Hours of {@link #ordinary()} in minutes: a pool is lost about once an hour, and sold out for
     * a minute or so after it. For demos that are over soon.
     */
    public static MarketBehavior fast() {
        return ordinary().faster(10);
    }

    /**
     * The same behavior with every time that much shorter and every rate that much higher. So what
     * a seed makes of it is what it makes of this behavior, with all moments divided.
     *
     * @param times above 0; below 1 makes it slower
     */
    public MarketBehavior faster(double times) {
        Check.aboveZero("times", times);
        Swing swing = weather.swing();
        Shocks shocks = weather.shocks();
        return new MarketBehavior(
                new Lives(lives.losses().faster(times), lives.returns().faster(times)),
                new Weather(
                        weather.temper(),
                        new Swing(
                                swing.deviation(),
                                Hours.faster(swing.memory(), times),
                                swing.providerShare(),
                                swing.regionShare()),
                        new Shocks(
                                shocks.perHour() * times,
                                Hours.faster(shocks.length(), times),
                                shocks.takesShare(),
                                Hours.faster(shocks.halfAge(), times))),
                new Drops(
                        drops.takesAllShare(),
                        drops.minShare(),
                        drops.maxShare(),
                        Hours.faster(drops.refill(), times)),
                new Signals(
                        signals.share(),
                        Hours.faster(signals.maxLead(), times),
                        signals.falsePerDay() * times),
                new Prices(
                        prices.onDemandShare(),
                        prices.deviation(),
                        prices.changesPerDay() * times,
                        prices.stepDeviation()));
    }

    /** The same behavior with other drops. */
    public MarketBehavior withDrops(Drops other) {
        return new MarketBehavior(lives, weather, other, signals, prices);
    }

    /** The same behavior with other signals. */
    public MarketBehavior withSignals(Signals other) {
        return new MarketBehavior(lives, weather, drops, other, prices);
    }

    /** When pools go, and when they come back. */
    public record Lives(AgeRates losses, AgeRates returns) {}

    /**
     * What makes calm and flaky pools, calm and flaky times, and zones of a region fail together.
     *
     * @param temper standard deviation of the logarithm of what multiplies a pool's losses, and
     *     divides its returns, for good; half of its variance is the region's
     */
    public record Weather(double temper, Swing swing, Shocks shocks) {
        public Weather {
            Check.notNegative("temper", temper);
        }
    }

    /**
     * Slow changes of how short capacity is, for a pool, its region, and the whole provider.
     *
     * @param deviation standard deviation of the logarithm of what multiplies losses and divides
     *     returns
     * @param memory after this time the correlation with the present has fallen to 1/e
     * @param providerShare share of the variance that all pools of a provider have in common
     * @param regionShare share that the pools of a region have in common besides
     */
    public record Swing(
            double deviation, Duration memory, double providerShare, double regionShare) {
        public Swing {
            Check.notNegative("deviation", deviation);
            Check.aboveZero("memory in ms", memory.toMillis());
            Check.share("providerShare", providerShare);
            Check.share("regionShare", regionShare);
            Check.share("providerShare + regionShare", providerShare + regionShare);
        }

        /** Share of the variance that a pool has for itself. */
        double ownShare() {
            return 1 - (providerShare + regionShare);
        }
    }

    /**
     * Short times in which a whole region is being taken back. They come the more often, the harder
     * the times are that {@link Swing} makes in the region.
     *
     * @param perHour how often they begin in a region in ordinary times
     * @param length how long one lasts
     * @param takesShare share of the pools just up that it takes, less than 1
     * @param halfAge pools that have been up so long are taken at half the rate; older ones at one
     *     that falls a little faster than their age grows
     */
    public record Shocks(double perHour, Duration length, double takesShare, Duration halfAge) {
        public Shocks {
            Check.notNegative("perHour", perHour);
            Check.aboveZero("length in ms", length.toMillis());
            Check.aboveZero("halfAge in ms", halfAge.toMillis());
            Check.share("takesShare", takesShare);
            Check.aboveZero("1 - takesShare", 1 - takesShare);
        }
    }

    /**
     * How much of a pool is lost at once.
     *
     * @param takesAllShare share of the losses that take everything
     * @param minShare the others take at least this share of the instances
     * @param maxShare and at most this one
     * @param refill how long it takes on average until the pool is as deep as before
     */
    public record Drops(double takesAllShare, double minShare, double maxShare, Duration refill) {

        /** Every loss takes everything. */
        public static final Drops TAKE_ALL = new Drops(1, 1, 1, Duration.ofHours(1));

        public Drops {
            Check.share("takesAllShare", takesAllShare);
            Check.share("minShare", minShare);
            Check.share("maxShare", maxShare);
            Check.share("minShare / maxShare", maxShare == 0 ? 0 : minShare / maxShare);
            Check.aboveZero("refill in ms", refill.toMillis());
        }
    }

    /**
     * Warnings that a pool may be lost, ahead of any notice.
     *
     * @param share share of the losses that are warned of
     * @param maxLead the warning comes up to so long before; each lead is as likely as any other
     * @param falsePerDay how often a pool is warned of without cause, each day it is up
     */
    public record Signals(double share, Duration maxLead, double falsePerDay) {

        /**
         * An assumption: no provider publishes how often its warnings are right, or how early, and
         * we know of no measurement.
         */
        public static final Signals ASSUMED = new Signals(0.5, Duration.ofMinutes(20), 0.2);

        public Signals {
            Check.share("share", share);
            Check.notNegative("maxLead in ms", maxLead.toMillis());
            Check.notNegative("falsePerDay", falsePerDay);
        }
    }

    /**
     * What spot instances cost.
     *
     * @param onDemandShare median of the spot price as a share of the on-demand price
     * @param deviation standard deviation of its logarithm between pools
     * @param changesPerDay how often a price changes
     * @param stepDeviation standard deviation of the logarithm of a change
     */
    public record Prices(
            double onDemandShare, double deviation, double changesPerDay, double stepDeviation) {
        public Prices {
            Check.aboveZero("onDemandShare", onDemandShare);
            Check.share("onDemandShare", onDemandShare);
            Check.notNegative("deviation", deviation);
            Check.notNegative("changesPerDay", changesPerDay);
            Check.notNegative("stepDeviation", stepDeviation);
        }
    }
}
