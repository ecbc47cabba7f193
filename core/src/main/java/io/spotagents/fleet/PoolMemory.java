package io.spotagents.fleet;

import io.spotagents.model.Pool;
import io.spotagents.provider.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What pools refused, so that a pool that just said no is left alone for a while, and one that only
 * says no is not asked for ever. Not thread-safe: the loop owns it.
 */
final class PoolMemory {

    /** Doubling stops here; beyond, the longest cool-down holds anyway. */
    private static final int MOST_DOUBLINGS = 20;

    private final FleetTimings.CoolDown coolDown;
    private final Map<String, Block> blocks = new TreeMap<>();

    PoolMemory(FleetTimings.CoolDown coolDown) {
        this.coolDown = coolDown;
    }

    void refused(String source, Pool pool, Refusal refusal, Instant now) {
        String key = key(source, pool, refusal.scope());
        int times = 1 + Optional.ofNullable(blocks.get(key)).map(Block::times).orElse(0);
        Instant until = until(refusal, times, now);
        String reason = refusal.kind() + ": " + refusal.message();
        blocks.put(key, new Block(reason, until, times, needsPerson(refusal.kind())));
    }

    /** The pool is being taken back, and will be empty for some time. */
    void reclaimed(String source, Pool pool, Instant now) {
        String key = key(source, pool, Refusal.Scope.POOL);
        Block before = blocks.get(key);
        if (before != null && before.until().isAfter(now)) {
            return; // one reclaim takes many instances: they are one event
        }
        int times = 1 + (before == null ? 0 : before.times());
        blocks.put(key, new Block("being reclaimed", now.plus(backOff(times)), times, false));
    }

    void granted(String source, Pool pool) {
        blocks.remove(key(source, pool, Refusal.Scope.POOL));
    }

    /** What only a person could mend may be mended now; that a pool is sold out stays true. */
    void configurationChanged() {
        blocks.values().removeIf(Block::needsPerson);
    }

    Optional<String> whyNot(String source, Pool pool, Instant now) {
        return List.of(Refusal.Scope.values()).stream()
                .map(scope -> blocks.get(key(source, pool, scope)))
                .filter(block -> block != null && block.until().isAfter(now))
                .findFirst()
                .map(Block::reason);
    }

    private Instant until(Refusal refusal, int times, Instant now) {
        return switch (refusal.kind()) {
            case NO_CAPACITY, OUTCOME_UNKNOWN ->
                    now.plus(refusal.retryAfter().orElse(backOff(times)));
            case THROTTLED -> now.plus(refusal.retryAfter().orElse(coolDown.first()));
            case QUOTA_REACHED, NOT_ALLOWED ->
                    now.plus(refusal.retryAfter().orElse(coolDown.longest()));
            case INVALID_REQUEST -> Instant.MAX;
        };
    }

    private Duration backOff(int times) {
        Duration doubled = coolDown.first().multipliedBy(1L << Math.min(MOST_DOUBLINGS, times - 1));
        return doubled.compareTo(coolDown.longest()) < 0 ? doubled : coolDown.longest();
    }

    private static String key(String source, Pool pool, Refusal.Scope scope) {
        String reach =
                switch (scope) {
                    case POOL -> pool.id();
                    case ZONE, SUBNET -> pool.place() + "/" + pool.purchase();
                    case FAMILY ->
                            pool.place().region() + "/" + family(pool) + "/" + pool.purchase();
                    case ACCOUNT -> pool.place().account() + "/" + pool.purchase();
                };
        return source + " " + scope + " " + reach;
    }

    /** All clouds write the family before the first dot, dash or underscore-separated size. */
    private static String family(Pool pool) {
        return pool.machineType().split("[.-]", 2)[0];
    }

    private static boolean needsPerson(Refusal.Kind kind) {
        return switch (kind) {
            case QUOTA_REACHED, NOT_ALLOWED, INVALID_REQUEST -> true;
            case NO_CAPACITY, THROTTLED, OUTCOME_UNKNOWN -> false;
        };
    }

    private record Block(String reason, Instant until, int times, boolean needsPerson) {}
}
