package io.spotagents.provider.local;

import io.spotagents.model.Pool;
import io.spotagents.model.Usd;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A pool made up from a seed. Time is cut into steps, and every step draws its price, its stock and
 * its reclaim from a hash of seed, pool and step; so a moment far from the start costs no more than
 * the first one, and two controllers with the same seed see the same market. The figures are of a
 * likely size, not fitted to any cloud.
 */
public final class SeededScript implements PoolScript {

    private static final Duration PRICE_STEP = Duration.ofMinutes(30);
    private static final Duration STOCK_STEP = Duration.ofMinutes(15);
    private static final int MIN_STOCK = 8;
    private static final int MAX_STOCK = 40;
    private static final double SPOT_SOLD_OUT_SHARE = 0.05;
    private static final double ON_DEMAND_SOLD_OUT_SHARE = 0.005;

    private static final Duration MIN_RECLAIM_STEP = Duration.ofHours(3);
    private static final Duration MAX_RECLAIM_STEP = Duration.ofHours(12);
    private static final double RECLAIM_SHARE = 0.75;
    private static final Duration MIN_OUTAGE = Duration.ofMinutes(5);
    private static final Duration MAX_OUTAGE = Duration.ofMinutes(15);

    /** Reclaims a step can go without; beyond it the pool counts as not reclaimed. */
    private static final int LOOK_AHEAD_STEPS = 100;

    private final long key;
    private final Usd onDemandHourlyPrice;
    private final Optional<Duration> noticeLead;
    private final long reclaimStepMillis;

    private SeededScript(
            long seed, Pool pool, Usd onDemandHourlyPrice, Optional<Duration> noticeLead) {
        this.key = key(seed, pool);
        this.onDemandHourlyPrice = onDemandHourlyPrice;
        this.noticeLead = noticeLead;
        this.reclaimStepMillis =
                between(MIN_RECLAIM_STEP, MAX_RECLAIM_STEP, draw(Figure.RECLAIM_STEP, 0));
    }

    /** Constant price, hardly ever sold out, never reclaimed. */
    public static SeededScript onDemand(long seed, Pool pool, Usd hourlyPrice) {
        return new SeededScript(seed, pool, hourlyPrice, Optional.empty());
    }

    /**
     * About a third of the on-demand price, reclaimed every few hours, and sold out for some
     * minutes after it.
     *
     * @param noticeLead from notice to reclaim, at most three minutes
     */
    public static SeededScript spot(
            long seed, Pool pool, Usd onDemandHourlyPrice, Duration noticeLead) {
        return new SeededScript(seed, pool, onDemandHourlyPrice, Optional.of(noticeLead));
    }

    @Override
    public Usd hourlyPrice(Duration at) {
        if (noticeLead.isEmpty()) {
            return onDemandHourlyPrice;
        }
        long step = step(at, PRICE_STEP);
        double base = 0.26 + 0.14 * draw(Figure.BASE_PRICE, 0);
        double swing = (draw(Figure.PRICE, step - 1) + draw(Figure.PRICE, step)) / 2;
        double share = base * (0.75 + 0.5 * swing);
        return new Usd(Math.round(onDemandHourlyPrice.micros() * share));
    }

    @Override
    public int stock(Duration at) {
        if (isDown(at.toMillis())) {
            return 0;
        }
        long step = step(at, STOCK_STEP);
        double soldOutShare = noticeLead.isEmpty() ? ON_DEMAND_SOLD_OUT_SHARE : SPOT_SOLD_OUT_SHARE;
        if (draw(Figure.SOLD_OUT, step) < soldOutShare) {
            return 0;
        }
        return MIN_STOCK + (int) (draw(Figure.STOCK, step) * (MAX_STOCK - MIN_STOCK + 1));
    }

    @Override
    public Optional<PoolReclaim> nextReclaim(Duration after) {
        if (noticeLead.isEmpty()) {
            return Optional.empty();
        }
        long first = Math.floorDiv(after.toMillis(), reclaimStepMillis);
        for (long step = first; step < first + LOOK_AHEAD_STEPS; step++) {
            if (hasReclaim(step) && reclaimMillis(step) > after.toMillis()) {
                Duration reclaimAt = Duration.ofMillis(reclaimMillis(step));
                return Optional.of(new PoolReclaim(reclaimAt.minus(noticeLead.get()), reclaimAt));
            }
        }
        return Optional.empty();
    }

    private boolean isDown(long atMillis) {
        if (noticeLead.isEmpty()) {
            return false;
        }
        long step = Math.floorDiv(atMillis, reclaimStepMillis);
        if (!hasReclaim(step)) {
            return false;
        }
        long outage = between(MIN_OUTAGE, MAX_OUTAGE, draw(Figure.OUTAGE, step));
        return atMillis >= reclaimMillis(step) - noticeLead.get().toMillis()
                && atMillis < reclaimMillis(step) + outage;
    }

    private boolean hasReclaim(long step) {
        return draw(Figure.HAS_RECLAIM, step) < RECLAIM_SHARE;
    }

    /** Well inside its step, so that notice and outage are in the same step as the reclaim. */
    private long reclaimMillis(long step) {
        double share = 0.1 + 0.8 * draw(Figure.RECLAIM, step);
        return step * reclaimStepMillis + Math.round(share * reclaimStepMillis);
    }

    private double draw(Figure figure, long step) {
        long mixed = key + figure.ordinal() * 0x9E3779B97F4A7C15L + step * 0xD1B54A32D192ED03L;
        return new SplittableRandom(mixed).nextDouble();
    }

    private static long key(long seed, Pool pool) {
        long key = seed;
        for (char letter : pool.id().toCharArray()) {
            key = (key ^ letter) * 0x100000001B3L;
        }
        return new SplittableRandom(key).nextLong();
    }

    private static long step(Duration at, Duration length) {
        return Math.floorDiv(at.toMillis(), length.toMillis());
    }

    private static long between(Duration min, Duration max, double share) {
        return min.toMillis() + Math.round(share * (max.toMillis() - min.toMillis()));
    }

    private enum Figure {
        BASE_PRICE,
        PRICE,
        STOCK,
        SOLD_OUT,
        RECLAIM_STEP,
        HAS_RECLAIM,
        RECLAIM,
        OUTAGE
    }
}
