package io.spotagents.market.generated;

import io.spotagents.market.generated.AgeRates.Step;
import io.spotagents.market.generated.Draws.Part;
import io.spotagents.market.generated.GeneratedPool.Spell;
import io.spotagents.market.generated.MarketBehavior.Drops;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The ups and downs of one pool. It begins some days before the market does, so that the market
 * does not begin with every pool just up. Times are in hours since the market's start.
 */
final class PoolLife {

    private static final double MAX_LEAD_IN_HOURS = 96;

    /** Where that is less, times change so fast that the beginning is soon forgotten. */
    private static final double MEMORIES_OF_LEAD_IN = 8;

    private final PoolSettings settings;
    private final MarketBehavior behavior;
    private final double begin;
    private final double end;
    private final RandomGenerator life;
    private final RandomGenerator depths;
    private final Climate climate;
    private final List<Spell> spells = new ArrayList<>();

    private PoolLife(PoolSettings settings, MarketBehavior behavior, Duration length, Draws draws) {
        this.settings = settings;
        this.behavior = behavior;
        double memory = Hours.of(behavior.weather().swing().memory());
        this.begin = -Math.min(MAX_LEAD_IN_HOURS, MEMORIES_OF_LEAD_IN * memory);
        this.end = Hours.of(length);
        this.life = draws.ofPool(settings.pool(), Part.LIFE);
        this.depths = draws.ofPool(settings.pool(), Part.DEPTH);
        this.climate = new Climate(behavior.weather(), draws, settings.pool(), begin, end);
    }

    /** When the pool was up, in order. */
    static List<Spell> of(
            PoolSettings settings, MarketBehavior behavior, Duration length, Draws draws) {
        PoolLife life = new PoolLife(settings, behavior, length, draws);
        life.live();
        return life.spells;
    }

    private void live() {
        int full = fullDepth();
        int depth = full;
        double at = begin;
        double refilled = at;
        while (at < end) {
            double lost = nextLoss(at);
            if (refilled < lost) {
                add(at, refilled, depth);
                add(Math.max(at, refilled), lost, full);
                depth = full;
            } else {
                add(at, lost, depth);
            }
            depth = left(depth);
            if (depth > 0) {
                at = lost;
                refilled = lost + depths.nextExponential() * Hours.of(behavior.drops().refill());
            } else {
                at = nextReturn(lost);
                full = fullDepth();
                depth = full;
                refilled = at;
            }
        }
    }

    private int fullDepth() {
        return depths.nextInt(settings.minDepth(), settings.maxDepth() + 1);
    }

    private int left(int depth) {
        Drops drops = behavior.drops();
        boolean takesAll = depths.nextDouble() < drops.takesAllShare();
        double share =
                drops.minShare() + depths.nextDouble() * (drops.maxShare() - drops.minShare());
        return takesAll ? 0 : (int) Math.floor(depth * (1 - share));
    }

    private void add(double from, double until, int depth) {
        Duration start = Hours.toDuration(Math.max(from, 0));
        Duration stop = Hours.toDuration(Math.min(until, end));
        if (stop.compareTo(start) > 0) {
            spells.add(new Spell(start, stop, depth));
        }
    }

    private double nextLoss(double up) {
        List<Step> steps = behavior.lives().losses().steps();
        double left = life.nextExponential();
        int step = 0;
        double at = up;
        while (at < end) {
            step = stepAt(steps, step, up, at);
            double until = Math.min(climate.until(at), stepEnd(steps, step, up));
            double rate =
                    steps.get(step).perHour() * climate.hardship(at) + climate.shock(at, at - up);
            if (rate * (until - at) >= left) {
                return at + left / rate;
            }
            left -= rate * (until - at);
            at = until;
        }
        return at;
    }

    private double nextReturn(double down) {
        List<Step> steps = behavior.lives().returns().steps();
        double left = life.nextExponential();
        int step = 0;
        double at = down;
        while (at < end) {
            step = stepAt(steps, step, down, at);
            double until = Math.min(climate.until(at), stepEnd(steps, step, down));
            double rate = steps.get(step).perHour() / climate.hardship(at);
            if (rate * (until - at) >= left) {
                return at + left / rate;
            }
            left -= rate * (until - at);
            at = until;
        }
        return at;
    }

    private static int stepAt(List<Step> steps, int from, double begin, double at) {
        int step = from;
        while (stepEnd(steps, step, begin) <= at) {
            step++;
        }
        return step;
    }

    private static double stepEnd(List<Step> steps, int step, double begin) {
        return step + 1 < steps.size()
                ? begin + Hours.of(steps.get(step + 1).from())
                : Double.POSITIVE_INFINITY;
    }
}
