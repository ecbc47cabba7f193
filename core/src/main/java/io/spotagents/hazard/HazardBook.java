package io.spotagents.hazard;

import io.spotagents.model.MachineFamily;
import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The reclaim hazard of every pool, learned from what is seen of pools as they come up, stay and
 * fall. It knows nothing of instances: many losses at once in one pool are one event, and the loss
 * of a part of what is there is a part of one.
 *
 * <p>It is fed in one of two ways, or both. Somebody who sees all pools says of each, at each tick,
 * {@link #seenUp} or {@link #seenDown}, and {@link #shrank} if there is less. A controller says
 * {@link #seenUp} of the pools where it has instances (at a launch and then at least every two
 * hours; every minute is good), {@link #unwatched} when it has none there anymore, and {@link
 * #lost}, {@link #lostPart} and {@link #refused} as they happen.
 *
 * <p>Times are those of the controller's clock when it heard of the event. A clock that goes back
 * by up to 5 minutes stands still here; one that is set back further goes on from there, and {@link
 * #clockSetBacks()} counts it; nothing learned is lost. What happens at one instant may be told in
 * any order.
 *
 * <p>Not thread-safe: one owner feeds it, asks it, and asks its views.
 */
public final class HazardBook {

    /** Predictions are compared with what happened no more often than this, in hours. */
    private static final double LOOK = 1 / 60.0;

    /** Keeps every hazard finite and above 0. */
    private static final double LOWEST_LOG = -12;

    private static final double HIGHEST_LOG = 3;

    private HazardWeights weights;
    private final SteadyTime time = new SteadyTime();
    private final Decay decay = new Decay();
    private final Index index = new Index();
    private final List<PoolHazard> pools = new ArrayList<>();
    private final Map<String, Siblings> families = new HashMap<>();
    private final List<Siblings> allSiblings = new ArrayList<>();
    private final PoolHazard stranger = new PoolHazard(new Siblings());
    private final Recalibration quarterHour = new Recalibration(HazardView.QUARTER_HOUR);
    private final Recalibration hour = new Recalibration(1);
    private double lookedAt;
    private double[] growth = decay.growth(0);

    public HazardBook(HazardWeights weights) {
        this.weights = weights;
    }

    /** Predicts by other weights from now on. What was learned of pools and of the level stays. */
    public void use(HazardWeights other) {
        weights = other;
    }

    /** The pool is up now: it has, or would give, an instance. */
    public void seenUp(String source, Pool pool, Instant at) {
        PoolHazard known = pool(source, pool);
        known.up(move(at), growth);
    }

    /**
     * As {@link #seenUp(String, Pool, Instant)}, where somebody knows how many instances the pool
     * would give now: fewer than it used to is a sign of danger. Known for two hours.
     *
     * @param available at least 1
     * @throws IllegalArgumentException if it is below 1
     */
    public void seenUp(String source, Pool pool, int available, Instant at) {
        if (available < 1) {
            throw new IllegalArgumentException("available must be 1 or more, not " + available);
        }
        seenUp(source, pool, at);
        pool(source, pool).gives(available, time.hours());
    }

    /** The pool is down now. If it was up when last seen, it was lost in between. */
    public void seenDown(String source, Pool pool, Instant at) {
        PoolHazard known = pool(source, pool);
        double now = move(at);
        if (known.isWatchedUp(now)) {
            fall(known, 1, now);
        }
        known.down(now, growth);
    }

    /** All that was held in the pool is gone: it is down until it is seen up again. */
    public void lost(String source, Pool pool, Instant at) {
        PoolHazard known = pool(source, pool);
        double now = move(at);
        fall(known, 1, now);
        known.down(now, growth);
    }

    /**
     * Part of what was held in the pool was taken back, and part still runs: the pool stays up.
     * That counts by the share that is gone, as it is how likely it was that one of them went.
     *
     * @param share of what was held until then, above 0, at most 1; many that go one by one add up
     * @throws IllegalArgumentException if it is not within these
     */
    public void lostPart(String source, Pool pool, double share, Instant at) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share must be above 0, at most 1, not " + share);
        }
        PoolHazard known = pool(source, pool);
        fall(known, share, move(at));
    }

    /**
     * The pool would give fewer instances than before, but some: a sign as bad as a loss, though
     * none yet.
     */
    public void shrank(String source, Pool pool, Instant at) {
        PoolHazard known = pool(source, pool);
        known.lost(1, move(at), growth);
    }

    /**
     * The pool gave no instance for want of capacity. While instances are still watched there it
     * stays up; else it is down, which was nobody's loss.
     */
    public void refused(String source, Pool pool, Instant at) {
        PoolHazard known = pool(source, pool);
        double now = move(at);
        if (!known.isWatchedUp(now)) {
            known.down(now, growth);
        }
    }

    /** Nobody looks at the pool anymore; what is known of it is kept, its time stops counting. */
    public void unwatched(String source, Pool pool, Instant at) {
        PoolHazard known = pool(source, pool);
        double now = move(at);
        if (known.isWatchedUp(now)) {
            double watched = now - known.watchedSince();
            quarterHour.unwatched(known.predictedQuarterHour(), watched);
            hour.unwatched(known.predictedHour(), watched);
        }
        known.unwatched(now, growth);
    }

    /** The cloud says that instances of the pool run a raised risk. */
    public void rebalance(String source, Pool pool, Instant at) {
        PoolHazard known = pool(source, pool);
        known.rebalance(move(at));
    }

    /** What the provider publishes of the pool; may be told again whenever it changes. */
    public void prior(String source, Pool pool, RiskBand band) {
        pool(source, pool).expect(band);
    }

    /** The pool's place in every later view; given when the book first hears of it, for good. */
    public int index(String source, Pool pool) {
        pool(source, pool);
        return index.find(source, pool);
    }

    /** Hands over the pools that have an index, in its order, from one on. */
    public void forEachFrom(int first, BiConsumer<String, Pool> consumer) {
        index.forEachFrom(first, consumer);
    }

    /** How often the clock was set back, which a person may want to know. */
    public long clockSetBacks() {
        return time.setBacks();
    }

    /** What is expected of every pool at a moment; asking changes nothing. */
    public HazardView at(Instant now) {
        double hours = time.peek(now);
        double[] near = new double[pools.size() + 1];
        double[] far = new double[pools.size() + 1];
        evaluate(hours, near, far);
        return new HazardView(index, near, far);
    }

    /** {@link HazardView#perHour(String, Pool)} of one pool; for many, take one view. */
    public double perHour(String source, Pool pool, Instant now) {
        return at(now).perHour(source, pool);
    }

    /** {@link HazardView#lossWithin(String, Pool, Duration)} of one pool. */
    public double lossWithin(String source, Pool pool, Duration horizon, Instant now) {
        return at(now).lossWithin(source, pool, horizon);
    }

    /** What predicts, in the order of {@link Feature}: kept with what then happened for a refit. */
    public double[] features(String source, Pool pool, Instant now) {
        double hours = time.peek(now);
        PoolHazard known = pool(source, pool);
        double[] features = new double[Feature.COUNT];
        allSiblings.forEach(siblings -> siblings.refresh(hours));
        known.describe(hours, decay.growth(hours), features);
        return features;
    }

    private void fall(PoolHazard pool, double share, double now) {
        double watched = pool.isWatchedUp(now) ? now - pool.watchedSince() : 0;
        double events = pool.lost(share, now, growth);
        quarterHour.lost(events, watched);
        hour.lost(events, watched);
    }

    /** What was told for the instants before is complete once time moves. */
    private double move(Instant at) {
        double before = time.hours();
        double now = time.advance(at);
        if (now > before) {
            if (now - lookedAt >= LOOK) {
                look(before, now);
            }
            growth = decay.growth(now);
            if (decay.isDue(now)) {
                rebase(now);
            }
        }
        return now;
    }

    private void look(double before, double now) {
        double[] near = new double[pools.size() + 1];
        double[] far = new double[pools.size() + 1];
        evaluate(before, near, far);
        for (int i = 0; i < pools.size(); i++) {
            PoolHazard pool = pools.get(i);
            if (pool.isWatchedUp(now)) {
                double watched = now - Math.max(lookedAt, pool.watchedSince());
                pool.predicted(-Math.expm1(-near[i]), -Math.expm1(-far[i]));
                quarterHour.predicted(pool.predictedQuarterHour(), watched);
                hour.predicted(pool.predictedHour(), watched);
            }
        }
        quarterHour.step();
        hour.step();
        lookedAt = now;
    }

    private void rebase(double now) {
        double[] factors = decay.rebase(now);
        pools.forEach(pool -> pool.rebase(factors));
        growth = decay.growth(now);
    }

    private void evaluate(double hours, double[] near, double[] far) {
        double[] growthThen = decay.growth(hours);
        double[] features = new double[Feature.COUNT];
        allSiblings.forEach(siblings -> siblings.refresh(hours));
        int[] unheardOf = new int[RiskBand.values().length];
        Arrays.fill(unheardOf, -1);
        for (int i = 0; i <= pools.size(); i++) {
            PoolHazard pool = i < pools.size() ? pools.get(i) : stranger;
            if (pool.isUnheardOf()) {
                int like = unheardOf[pool.band().ordinal()];
                if (like >= 0) {
                    near[i] = near[like];
                    far[i] = far[like];
                    continue;
                }
                unheardOf[pool.band().ordinal()] = i;
            }
            pool.describe(hours, growthThen, features);
            near[i] = expected(weights.logQuarterHour(features) + quarterHour.offset());
            far[i] = Math.max(near[i], expected(weights.logHour(features) + hour.offset()));
        }
    }

    private static double expected(double log) {
        return Math.exp(Math.max(LOWEST_LOG, Math.min(HIGHEST_LOG, log)));
    }

    private PoolHazard pool(String source, Pool pool) {
        int found = index.find(source, pool);
        if (found >= 0) {
            return pools.get(found);
        }
        Siblings siblings = families.computeIfAbsent(familyOf(pool), family -> newFamily());
        PoolHazard added = new PoolHazard(siblings);
        index.add(source, pool, pools.size());
        pools.add(added);
        return added;
    }

    private Siblings newFamily() {
        Siblings siblings = new Siblings();
        allSiblings.add(siblings);
        return siblings;
    }

    private static String familyOf(Pool pool) {
        Place place = pool.place();
        return place.provider()
                + "/"
                + place.region()
                + "/"
                + MachineFamily.of(pool.machineType())
                + "/"
                + pool.purchase();
    }

    /** Which pool stands where; only ever grows. */
    static final class Index {

        private final Map<String, Map<Pool, Integer>> bySource = new HashMap<>();
        private final List<Known> inOrder = new ArrayList<>();

        /** Negative if the pool was never heard of. */
        int find(String source, Pool pool) {
            return bySource.getOrDefault(source, Map.of()).getOrDefault(pool, -1);
        }

        private void add(String source, Pool pool, int at) {
            bySource.computeIfAbsent(source, name -> new HashMap<>()).put(pool, at);
            inOrder.add(new Known(source, pool));
        }

        private void forEachFrom(int first, BiConsumer<String, Pool> consumer) {
            for (int at = first; at < inOrder.size(); at++) {
                consumer.accept(inOrder.get(at).source, inOrder.get(at).pool);
            }
        }

        private record Known(String source, Pool pool) {}
    }
}
