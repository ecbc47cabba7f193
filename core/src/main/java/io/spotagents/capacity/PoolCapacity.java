package io.spotagents.capacity;

import io.spotagents.capacity.Blocks.Block;
import io.spotagents.capacity.Blocks.Reach;
import io.spotagents.model.Pool;
import io.spotagents.provider.LaunchReply;
import io.spotagents.provider.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What launches, reclaims and providers have taught about each pool's capacity: when to ask it
 * again, how much to ask at once, how likely it is to be granted.
 *
 * <p>A pool that refused is left alone for a time that doubles, with jitter, until it has been up
 * and calm for {@link CoolDown#longest()}. What it is asked for at once starts small, doubles with
 * what it grants, falls to what it could give, and is bounded until it has been up for {@link
 * CoolDown#probation()}. Learned from real launches only: nothing is launched to find out.
 *
 * <p>Pure but for its own memory, which grows with the pools ever asked. Not thread-safe: the loop
 * owns it.
 */
public final class PoolCapacity {

    /**
     * What doubt leaves of a probability: zones of a region go down together (correlation 0.43).
     */
    static final double DOUBTED = 0.7;

    /** Jitter only shortens, by at most this share, so that no wait is longer than announced. */
    private static final double JITTER = 0.2;

    private final CoolDown coolDown;
    private final Fading fading;
    private final Singles singles;
    private final PoolRecord untried;
    private final Blocks blocks = new Blocks();
    private final Map<String, Map<Pool, PoolRecord>> records = new HashMap<>();
    private final List<Recorded> recorded = new ArrayList<>();
    private final Map<Reach, Doubt> doubts = new HashMap<>();
    private final Map<String, TokenBucket> creates = new HashMap<>();
    private final Map<String, TokenBucket> failures = new HashMap<>();

    public PoolCapacity(CoolDown coolDown) {
        this.coolDown = coolDown;
        this.fading = new Fading(coolDown.probation());
        this.singles = new Singles(fading);
        this.untried = new PoolRecord(coolDown, fading, singles);
    }

    /** A pool is about to be asked for instances, at least 1; until it answers, ask no more. */
    public void launched(String source, Pool pool, int count, Instant at) {
        if (count < 1) {
            throw new IllegalArgumentException("count must be at least 1, not " + count);
        }
        record(source, pool).launched();
        creates.computeIfAbsent(source, s -> new TokenBucket(coolDown.rates().creates(), at))
                .take(at);
    }

    /** A pool answered a launch of so many instances. */
    public void answered(String source, Pool pool, int asked, LaunchReply reply, Instant at) {
        Answer answer = new Answer(asked, reply.instances().size(), reply.refusals());
        answered(source, pool, answer, at);
    }

    /**
     * What a launch brought.
     *
     * @param asked instances, at least 1
     * @param got instances, 0 or more
     */
    public record Answer(int asked, int got, List<Refusal> refusals) {
        public Answer {
            refusals = List.copyOf(refusals);
        }
    }

    /** A pool answered a launch. */
    public void answered(String source, Pool pool, Answer answer, Instant at) {
        int asked = answer.asked();
        int got = answer.got();
        boolean isSoldOut = false;
        for (Refusal refusal : answer.refusals()) {
            boolean soldOut = refusal.kind() == Refusal.Kind.NO_CAPACITY;
            if (!soldOut || !isSoldOut) {
                refused(source, pool, new Refused(refusal, asked, got), at);
            }
            isSoldOut |= soldOut;
        }
        if (got == 0) {
            failures.computeIfAbsent(source, s -> new TokenBucket(coolDown.rates().failures(), at))
                    .take(at);
        }
        if (answer.refusals().isEmpty()) {
            record(source, pool).granted(asked, at);
            blocks.remove(blocks.reach(source, pool, Refusal.Scope.POOL));
        }
    }

    /** The outcome of a launch is known, by its answer or by a listing. */
    public void settled(String source, Pool pool) {
        record(source, pool).settled();
    }

    /** Instances of a launch whose outcome was unknown are there: the pool may be asked again. */
    public void found(String source, Pool pool) {
        blocks.forgetDoubt(blocks.reach(source, pool, Refusal.Scope.POOL));
    }

    /** A pool is being taken back, and will be empty for some time. May be told many times. */
    public void reclaimed(String source, Pool pool, Instant at) {
        PoolRecord record = record(source, pool);
        if (!record.isNewReclaim(at)) {
            return;
        }
        int times = record.reclaimed(at);
        Duration wait = wait(pool, times, at);
        Reach reach = blocks.reach(source, pool, Refusal.Scope.POOL);
        blocks.put(reach, new Block(Optional.empty(), "being reclaimed", at.plus(wait), times));
        doubt(source, pool, at);
    }

    /** Instances of a pool that are not being reclaimed are running. */
    public void seenUp(String source, Pool pool, Instant at) {
        record(source, pool).seenUp(at);
    }

    /** An instance of a pool is gone: what it used up of a quota can be asked for again. */
    public void ended(String source, Pool pool) {
        blocks.forgetQuota(source, pool);
    }

    /** A pool is known to hold so many more instances, at least 1, and is not asked for more. */
    public void holds(String source, Pool pool, int instances) {
        if (instances < 1) {
            throw new IllegalArgumentException("instances must be at least 1, not " + instances);
        }
        record(source, pool).holds(instances);
    }

    /** A provider told how it rates a pool; the newest score holds. */
    public void scored(String source, Pool pool, Score score) {
        record(source, pool).scored(score);
    }

    /** What only a person could mend may be mended now; that a pool is sold out stays true. */
    public void configurationChanged() {
        blocks.forgetWhatNeedsPerson();
    }

    /** Why a pool is not to be asked now; empty if it may be. */
    public Optional<String> whyNot(String source, Pool pool, Instant now) {
        return blocks.at(source, pool, now).map(Block::reason);
    }

    /** Most instances to ask of a pool in one call now; 0 if it is not to be asked. */
    public Limit mostAtOnce(String source, Pool pool, Instant now) {
        Optional<Block> block = blocks.at(source, pool, now);
        if (block.isPresent()) {
            return new Limit(0, block.get().reason());
        }
        if (callsLeft(source, now) == 0) {
            return new Limit(0, "too many launches in this account within a short time");
        }
        PoolRecord record = known(source, pool);
        boolean isProven = record != null && record.isUp(now);
        if (!isProven && failuresLeft(source, now) == 0) {
            return new Limit(0, "too many failed launches in this account within a short time");
        }
        return record == null
                ? new Limit(PoolRecord.FIRST_BUDGET, "not tried yet")
                : record.limit(now);
    }

    /** Launch calls that may be made now to a source, over all its pools together. */
    public int callsLeft(String source, Instant now) {
        TokenBucket bucket = creates.get(source);
        return bucket == null ? coolDown.rates().creates().burst() : bucket.left(now);
    }

    /**
     * How likely it is, strictly between 0 and 1, that a pool grants so many instances when it may
     * be asked again.
     *
     * @param count at least 1
     */
    public double successProbability(String source, Pool pool, int count, Instant now) {
        if (count < 1) {
            throw new IllegalArgumentException("count must be at least 1, not " + count);
        }
        PoolRecord record = known(source, pool);
        PoolRecord asked = record == null ? untried : record;
        double own = asked.probability(count, now);
        return isDoubted(source, pool, now) ? DOUBTED * own : own;
    }

    /** The same answers for many pools, which are asked for again and again. */
    public CapacityTable table(CapacityTable.Rows rows) {
        return new CapacityTable(this, rows);
    }

    Blocks blocks() {
        return blocks;
    }

    Map<Reach, Doubt> doubts() {
        return doubts;
    }

    PoolRecord untried() {
        return untried;
    }

    Singles singles() {
        return singles;
    }

    /** Grows at its end, and never shrinks. */
    List<Recorded> recorded() {
        return recorded;
    }

    private void refused(String source, Pool pool, Refused refused, Instant at) {
        Refusal refusal = refused.refusal();
        boolean soldOut = refusal.kind() == Refusal.Kind.NO_CAPACITY;
        int inRow = soldOut ? soldOut(source, pool, refused, at) : 1;
        Reach reach = blocks.reach(source, pool, reachOf(refusal));
        boolean ownRow = soldOut && refusal.scope() == Refusal.Scope.POOL;
        int times = ownRow ? inRow : 1 + timesBefore(reach, at);
        String reason = refusal.kind() + ": " + refusal.message();
        Instant until = until(pool, refusal, times, at);
        blocks.put(reach, new Block(Optional.of(refusal.kind()), reason, until, times));
    }

    /** A lost reply leaves one launch open, whoever lost it: other pools can be asked meanwhile. */
    private static Refusal.Scope reachOf(Refusal refusal) {
        return refusal.kind() == Refusal.Kind.OUTCOME_UNKNOWN
                ? Refusal.Scope.POOL
                : refusal.scope();
    }

    /** Answers how often in a row the pool gave nothing; what gave something starts anew. */
    private int soldOut(String source, Pool pool, Refused refused, Instant at) {
        doubt(source, pool, at);
        PoolRecord record = record(source, pool);
        if (refused.got() > 0) {
            record.partlyGranted(refused.asked(), refused.got(), at);
            return 1;
        }
        return record.refused(refused.asked(), at);
    }

    private int timesBefore(Reach reach, Instant at) {
        Block before = blocks.get(reach);
        boolean isInRow = before != null && before.until().isAfter(at.minus(coolDown.longest()));
        return before != null && isInRow ? before.times() : 0;
    }

    private Instant until(Pool pool, Refusal refusal, int times, Instant at) {
        Duration asked = refusal.retryAfter().orElse(Duration.ZERO);
        return switch (refusal.kind()) {
            case NO_CAPACITY, OUTCOME_UNKNOWN -> at.plus(longer(asked, wait(pool, times, at)));
            case THROTTLED -> at.plus(refusal.retryAfter().orElse(coolDown.first()));
            case QUOTA_REACHED, NOT_ALLOWED ->
                    at.plus(refusal.retryAfter().orElse(coolDown.longest()));
            case INVALID_REQUEST -> Instant.MAX;
        };
    }

    /** Pools that went down together are not asked again at the same moment. */
    private Duration wait(Pool pool, int times, Instant at) {
        long seed = 31L * pool.id().hashCode() + times + 1_000_003L * at.toEpochMilli();
        double kept = 1 - JITTER * new SplittableRandom(seed).nextDouble();
        return Duration.ofNanos(Math.round(kept * coolDown.after(times).toNanos()));
    }

    private void doubt(String source, Pool pool, Instant at) {
        doubts.merge(
                blocks.reach(source, pool, Refusal.Scope.FAMILY),
                new Doubt(pool, at, Instant.MIN),
                (before, now) -> before.and(now));
    }

    private boolean isDoubted(String source, Pool pool, Instant now) {
        if (doubts.isEmpty()) {
            return false;
        }
        Doubt doubt = doubts.get(blocks.reach(source, pool, Refusal.Scope.FAMILY));
        return doubt != null && isDoubtful(doubt.since(pool), now);
    }

    /** Whether a pool that went down then casts doubt on its like. */
    boolean isDoubtful(Instant then, Instant now) {
        return then.plus(coolDown.doubt()).isAfter(now);
    }

    int failuresLeft(String source, Instant now) {
        TokenBucket bucket = failures.get(source);
        return bucket == null ? coolDown.rates().failures().burst() : bucket.left(now);
    }

    private PoolRecord record(String source, Pool pool) {
        return records.computeIfAbsent(source, s -> new HashMap<>())
                .computeIfAbsent(pool, p -> newRecord(source, p));
    }

    private PoolRecord newRecord(String source, Pool pool) {
        PoolRecord record = new PoolRecord(coolDown, fading, singles);
        recorded.add(new Recorded(source, pool, record));
        return record;
    }

    private @Nullable PoolRecord known(String source, Pool pool) {
        Map<Pool, PoolRecord> ofSource = records.get(source);
        return ofSource == null ? null : ofSource.get(pool);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** A pool of which something is remembered. */
    record Recorded(String source, Pool pool, PoolRecord record) {}

    private record Refused(Refusal refusal, int asked, int got) {}

    /** Who of a region and family went down last, and when any other of them did. */
    record Doubt(Pool last, Instant at, Instant others) {

        Doubt and(Doubt newer) {
            return newer.last.equals(last)
                    ? new Doubt(last, newer.at, others)
                    : new Doubt(newer.last, newer.at, at);
        }

        /** When another pool than this one went down. */
        Instant since(Pool pool) {
            return pool.equals(last) ? others : at;
        }
    }
}
