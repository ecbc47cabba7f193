package io.spotagents.fleet;

import io.spotagents.model.Pool;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Instances that exist or were asked for, and are not on their way out, at one moment. Thousands,
 * of which most decisions want to know only those of the pools on offer; so they are sorted by pool
 * when somebody asks for one. Not thread-safe.
 */
final class Held {

    private final Pool[] pools;
    private final int[] counts;
    private int size;
    private @Nullable Map<Pool, Integer> byPool;

    Held(Collection<Member> members, Collection<LaunchIntent> launching) {
        pools = new Pool[members.size() + launching.size()];
        counts = new int[pools.length];
        for (Member member : members) {
            if (member.stays() && member.leaving().notice().isEmpty()) {
                add(member.instance().pool(), 1);
            }
        }
        launching.forEach(intent -> add(intent.ask().pool(), intent.ask().count()));
    }

    private void add(Pool pool, int count) {
        pools[size] = pool;
        counts[size++] = count;
    }

    /** In a pool. */
    int of(Pool pool) {
        Map<Pool, Integer> known = byPool;
        if (known == null) {
            Map<Pool, Integer> sums = new HashMap<>();
            forEach((one, count) -> sums.merge(one, count, Integer::sum));
            byPool = sums;
            known = sums;
        }
        return known.getOrDefault(pool, 0);
    }

    /** One after the other; a pool comes up as often as there is something in it. */
    void forEach(ObjIntConsumer<Pool> consumer) {
        for (int at = 0; at < size; at++) {
            consumer.accept(pools[at], counts[at]);
        }
    }
}
