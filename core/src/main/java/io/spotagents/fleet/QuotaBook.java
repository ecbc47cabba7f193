package io.spotagents.fleet;

import io.spotagents.model.Pool;
import io.spotagents.provider.Quota;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What accounts may use at once, by their latest word and by what we launched since. An instance
 * that the latest word may not know of is counted besides: too little is asked for for a minute
 * rather than too much. Not thread-safe: the loop owns it.
 */
final class QuotaBook {

    /** What was said longer ago says nothing of what is used now; refusals teach as before. */
    private static final Duration STALE = Duration.ofMinutes(15);

    private final Duration lag;
    private final SortedMap<String, List<Quota>> told = new TreeMap<>();
    private List<Quota> newest = List.of();
    private QuotaRows rows = new QuotaRows(newest);

    /**
     * @param lag how long an account may leave out a new instance
     */
    QuotaBook(Duration lag) {
        this.lag = lag;
    }

    void told(String source, List<Quota> quotas) {
        told.put(source, quotas);
        read();
    }

    /** Sources that are configured still; what was told of others is forgotten. */
    void retain(Collection<String> sources) {
        if (told.keySet().retainAll(sources)) {
            read();
        }
    }

    /** Several sources may be of one account and region: its newest word counts. */
    private void read() {
        SortedMap<String, Quota> byName = new TreeMap<>();
        told.values().stream()
                .flatMap(List::stream)
                .forEach(quota -> byName.merge(key(quota), quota, QuotaBook::newer));
        List<Quota> before = newest;
        newest = List.copyOf(byName.values());
        if (!coverage(newest).equals(coverage(before))) {
            rows = new QuotaRows(newest);
        }
    }

    /** What is used changes all the time, and which pools are covered hardly ever. */
    private static List<List<Object>> coverage(List<Quota> quotas) {
        return quotas.stream().map(quota -> List.<Object>of(quota.reach(), quota.cpus())).toList();
    }

    private static String key(Quota quota) {
        Quota.Reach reach = quota.reach();
        return String.join("/", reach.provider(), reach.account(), reach.region(), quota.name());
    }

    private static Quota newer(Quota one, Quota other) {
        return other.use().at().isAfter(one.use().at()) ? other : one;
    }

    /** What is left at a moment, with what exists and is asked for then. */
    QuotaRoom at(Instant now, Collection<Member> members, Collection<LaunchIntent> launching) {
        if (newest.isEmpty()) {
            return QuotaRoom.UNLIMITED;
        }
        List<Long> left = new ArrayList<>();
        for (Quota quota : newest) {
            boolean isStale = !quota.use().at().plus(STALE).isAfter(now);
            left.add(
                    isStale
                            ? Long.MAX_VALUE
                            : Math.max(
                                    0,
                                    quota.use().limit()
                                            - quota.use().used()
                                            - since(quota, members, launching)));
        }
        return new QuotaRoom(newest, left, rows);
    }

    /** Ours that the account may not have described. */
    private long since(
            Quota quota, Collection<Member> members, Collection<LaunchIntent> launching) {
        Instant described = quota.use().at().minus(lag);
        long cpus = 0;
        for (Member member : members) {
            if (member.instance().launchedAt().isAfter(described)) {
                cpus += quota.cpusOf(member.instance().pool());
            }
        }
        for (LaunchIntent intent : launching) {
            Pool pool = intent.ask().pool();
            cpus += (long) quota.cpusOf(pool) * intent.ask().count();
        }
        return cpus;
    }
}
