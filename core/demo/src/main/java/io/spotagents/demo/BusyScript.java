package io.spotagents.demo;

import io.spotagents.model.Usd;
import io.spotagents.provider.local.PoolScript;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A pool that is reclaimed as a whole once in every hour of the market, at a moment drawn from the
 * seed, and sold out for some minutes after it. Far busier than real pools are, so that a demo of
 * minutes meets many reclaims.
 *
 * @param prices whose prices it has
 * @param seed differs for each pool, so that pools are not reclaimed together
 * @param lead from notice to reclaim; zero for reclaims without notice
 * @param instances how many it holds while it is up
 */
record BusyScript(PoolScript prices, long seed, Duration lead, int instances)
        implements PoolScript {

    static final Duration STEP = Duration.ofMinutes(60);

    /** Outage and lead fit into the rest of the step. */
    private static final double EARLIEST = 0.15;

    private static final double LATEST = 0.8;
    private static final Duration OUTAGE = Duration.ofMinutes(8);

    @Override
    public Usd hourlyPrice(Duration at) {
        return prices.hourlyPrice(at);
    }

    @Override
    public int stock(Duration at) {
        Duration reclaimAt = reclaimAt(step(at));
        boolean noticed = at.compareTo(reclaimAt.minus(lead)) >= 0;
        boolean isDown = noticed && at.compareTo(reclaimAt.plus(OUTAGE)) < 0;
        return isDown ? 0 : instances;
    }

    @Override
    public Optional<PoolReclaim> nextReclaim(Duration after) {
        long step = step(after);
        Duration inThisStep = reclaimAt(step);
        Duration next = inThisStep.compareTo(after) > 0 ? inThisStep : reclaimAt(step + 1);
        return Optional.of(new PoolReclaim(next.minus(lead), next));
    }

    private Duration reclaimAt(long step) {
        double draw = new SplittableRandom(seed + step * 0x9E3779B97F4A7C15L).nextDouble();
        double share = step + EARLIEST + (LATEST - EARLIEST) * draw;
        return Duration.ofMillis(Math.round(share * STEP.toMillis()));
    }

    private static long step(Duration at) {
        return Math.floorDiv(at.toMillis(), STEP.toMillis());
    }
}
