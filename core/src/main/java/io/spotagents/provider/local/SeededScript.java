package io.spotagents.provider.local;

import io.spotagents.market.generated.GeneratedPool;
import io.spotagents.market.generated.GeneratedPool.Loss;
import io.spotagents.market.generated.MarketBehavior;
import io.spotagents.market.generated.MarketGenerator;
import io.spotagents.market.generated.PoolSettings;
import io.spotagents.model.Pool;
import io.spotagents.model.Usd;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A pool made up from a seed by the {@link MarketGenerator}. Time is cut into windows, each of them
 * a generated market of its own; so a moment far from the start costs no more than the first one,
 * and two controllers with the same seed see the same market. A pool that is down when a window
 * begins is reclaimed at that moment. Safe to use from any thread.
 */
public final class SeededScript implements PoolScript {

    private static final Duration WINDOW = Duration.ofDays(32);
    private static final int MIN_STOCK = 8;
    private static final int MAX_STOCK = 40;

    /** Windows a pool can go without reclaim; beyond them it counts as not reclaimed. */
    private static final int LOOK_AHEAD_WINDOWS = 4;

    private final long seed;
    private final PoolSettings settings;
    private final MarketBehavior behavior;
    private final Duration noticeLead;

    /** Two neighbors: near the end of a window its successor is asked for as often. */
    private final AtomicReferenceArray<@Nullable Window> recent = new AtomicReferenceArray<>(2);

    /**
     * A pool of any behavior.
     *
     * @param noticeLead from notice to reclaim; zero for reclaims without notice
     */
    public SeededScript(
            long seed, PoolSettings settings, MarketBehavior behavior, Duration noticeLead) {
        this.seed = seed;
        this.settings = settings;
        this.behavior = behavior;
        this.noticeLead = noticeLead;
    }

    /** Constant price, never sold out, never reclaimed. */
    public static SeededScript onDemand(long seed, Pool pool, Usd hourlyPrice) {
        return new SeededScript(
                seed,
                new PoolSettings(pool, hourlyPrice, MIN_STOCK, MAX_STOCK),
                MarketBehavior.ordinary(),
                Duration.ZERO);
    }

    /**
     * About a third of the on-demand price, reclaimed every few hours, and sold out for some
     * minutes after it.
     *
     * @param noticeLead from notice to reclaim
     */
    public static SeededScript spot(
            long seed, Pool pool, Usd onDemandHourlyPrice, Duration noticeLead) {
        return new SeededScript(
                seed,
                new PoolSettings(pool, onDemandHourlyPrice, MIN_STOCK, MAX_STOCK),
                MarketBehavior.ordinary(),
                noticeLead);
    }

    @Override
    public Usd hourlyPrice(Duration at) {
        Window window = window(index(at));
        return window.pool().price(at.minus(window.start()));
    }

    @Override
    public int stock(Duration at) {
        boolean isNoticed =
                nextReclaim(at).filter(next -> next.noticeAt().compareTo(at) <= 0).isPresent();
        Window window = window(index(at));
        return isNoticed ? 0 : window.pool().count(at.minus(window.start()));
    }

    @Override
    public Optional<PoolReclaim> nextReclaim(Duration after) {
        if (!settings.pool().purchase().isReclaimed()) {
            return Optional.empty();
        }
        long first = index(after);
        Optional<Duration> reclaim = window(first).nextLoss(after);
        for (long next = first + 1;
                next < first + LOOK_AHEAD_WINDOWS && reclaim.isEmpty();
                next++) {
            reclaim = window(next).firstLoss();
        }
        return reclaim.map(at -> new PoolReclaim(at.minus(noticeLead), at));
    }

    @Override
    public Optional<Duration> nextSignal(Duration after) {
        if (!settings.pool().purchase().isReclaimed()) {
            return Optional.empty();
        }
        long first = index(after);
        return window(first).nextSignal(after).or(() -> window(first + 1).nextSignal(after));
    }

    private Window window(long index) {
        int slot = Math.floorMod(index, recent.length());
        Window known = recent.get(slot);
        if (known == null || known.index() != index) {
            known = generate(index);
            recent.set(slot, known);
        }
        return known;
    }

    private Window generate(long index) {
        return new Window(
                index,
                MarketGenerator.generate(
                        settings, WINDOW, behavior, seed + index * 0x9E3779B97F4A7C15L));
    }

    private static long index(Duration at) {
        return Math.floorDiv(at.toMillis(), WINDOW.toMillis());
    }

    private record Window(long index, GeneratedPool pool) {

        Duration start() {
            return WINDOW.multipliedBy(index);
        }

        Optional<Duration> nextLoss(Duration after) {
            return pool.nextLoss(after.minus(start())).map(Loss::at).map(start()::plus);
        }

        Optional<Duration> nextSignal(Duration after) {
            return pool.signals().stream()
                    .map(start()::plus)
                    .filter(at -> at.compareTo(after) > 0)
                    .findFirst();
        }

        Optional<Duration> firstLoss() {
            return pool.isUp(Duration.ZERO) ? nextLoss(start()) : Optional.of(start());
        }
    }
}
