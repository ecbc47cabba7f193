package io.spotagents.capacity;

import io.spotagents.capacity.Blocks.Reach;
import io.spotagents.capacity.PoolCapacity.Doubt;
import io.spotagents.model.Pool;
import io.spotagents.provider.Refusal;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The same answers as {@link PoolCapacity} gives, for a fixed list of pools by row: a decision asks
 * for thousands of pools each second, of which few were ever asked, so nothing is looked up for
 * those. Made once for a list of pools, and refreshed for each decision. Not thread-safe, like what
 * it reads.
 */
public final class CapacityTable {

    private final PoolCapacity capacity;
    private final Rows rows;
    private final @Nullable PoolRecord[] records;
    private final Singles singles;
    private final int[] single;
    private final int[] source;
    private final int[] zone;
    private final int[] family;
    private final int[] account;
    private final Map<String, Integer> sources = new HashMap<>();
    private final Map<Reach, Integer> groups = new HashMap<>();
    private final boolean[] isRowBlocked;
    private final boolean[] isGroupBlocked;
    private boolean isAnyGroupBlocked;
    private final int[] lastDown;
    private final boolean[] isDoubtedByAny;
    private final boolean[] isLastDoubted;
    private final int[] callsLeft;
    private final int[] failuresLeft;
    private Instant now = Instant.MIN;
    private double untriedSuccess;
    private int recordsSeen;

    CapacityTable(PoolCapacity capacity, Rows rows) {
        this.capacity = capacity;
        this.rows = rows;
        int size = rows.size();
        records = new @Nullable PoolRecord[size];
        singles = capacity.singles();
        single = new int[size];
        Arrays.fill(single, -1);
        source = new int[size];
        zone = new int[size];
        family = new int[size];
        account = new int[size];
        for (int row = 0; row < size; row++) {
            String from = rows.source(row);
            source[row] = sources.computeIfAbsent(from, s -> sources.size());
            zone[row] = group(from, rows.pool(row), Refusal.Scope.ZONE);
            family[row] = group(from, rows.pool(row), Refusal.Scope.FAMILY);
            account[row] = group(from, rows.pool(row), Refusal.Scope.ACCOUNT);
        }
        isRowBlocked = new boolean[size];
        isGroupBlocked = new boolean[groups.size()];
        lastDown = new int[groups.size()];
        isDoubtedByAny = new boolean[groups.size()];
        isLastDoubted = new boolean[groups.size()];
        callsLeft = new int[sources.size()];
        failuresLeft = new int[sources.size()];
    }

    private int group(String from, Pool pool, Refusal.Scope scope) {
        Reach reach = capacity.blocks().reach(from, pool, scope);
        return groups.computeIfAbsent(reach, r -> groups.size());
    }

    /** From now on, what holds at a moment. */
    public void refresh(Instant moment) {
        now = moment;
        untriedSuccess = capacity.untried().probability(1, now);
        readNewRecords();
        Arrays.fill(isRowBlocked, false);
        Arrays.fill(isGroupBlocked, false);
        isAnyGroupBlocked = false;
        capacity.blocks().forEachAt(now, this::block);
        Arrays.fill(isDoubtedByAny, false);
        Arrays.fill(lastDown, -1);
        capacity.doubts().forEach(this::doubt);
        sources.forEach(
                (name, number) -> {
                    callsLeft[number] = capacity.callsLeft(name, now);
                    failuresLeft[number] = capacity.failuresLeft(name, now);
                });
    }

    /** Whether {@link PoolCapacity#whyNot} would say nothing against it. */
    public boolean mayBeAsked(int row) {
        return !isRowBlocked[row] && !(isAnyGroupBlocked && isInBlockedGroup(row));
    }

    private boolean isInBlockedGroup(int row) {
        return isGroupBlocked[zone[row]]
                || isGroupBlocked[family[row]]
                || isGroupBlocked[account[row]];
    }

    /** As {@link PoolCapacity#mostAtOnce}. */
    public int mostAtOnce(int row) {
        if (!mayBeAsked(row) || callsLeft[source[row]] == 0) {
            return 0;
        }
        PoolRecord record = records[row];
        boolean mayFail = failuresLeft[source[row]] > 0;
        if (record == null) {
            return mayFail ? PoolRecord.FIRST_BUDGET : 0;
        }
        return mayFail || record.isUp(now) ? record.most(now) : 0;
    }

    /** As {@link PoolCapacity#successProbability} for one instance. */
    public double successProbability(int row) {
        double own = single[row] < 0 ? untriedSuccess : singles.probability(single[row], now);
        return isDoubted(row) ? PoolCapacity.DOUBTED * own : own;
    }

    private boolean isDoubted(int row) {
        int group = family[row];
        return row == lastDown[group] ? isLastDoubted[group] : isDoubtedByAny[group];
    }

    private void readNewRecords() {
        List<PoolCapacity.Recorded> all = capacity.recorded();
        for (; recordsSeen < all.size(); recordsSeen++) {
            PoolCapacity.Recorded one = all.get(recordsSeen);
            int row = rows.row(one.source(), one.pool());
            if (row >= 0) {
                records[row] = one.record();
                single[row] = one.record().place();
            }
        }
    }

    private void block(Reach reach) {
        if (reach.scope() == Refusal.Scope.POOL) {
            int row = rows.row(reach.source(), (Pool) reach.of());
            if (row >= 0) {
                isRowBlocked[row] = true;
            }
            return;
        }
        boolean isSubnet = reach.scope() == Refusal.Scope.SUBNET;
        Integer group =
                groups.get(
                        isSubnet
                                ? new Reach(reach.source(), Refusal.Scope.ZONE, reach.of())
                                : reach);
        if (group != null) {
            isGroupBlocked[group] = true;
            isAnyGroupBlocked = true;
        }
    }

    private void doubt(Reach reach, Doubt doubt) {
        boolean isDoubted = capacity.isDoubtful(doubt.at(), now);
        boolean isLast = capacity.isDoubtful(doubt.others(), now);
        if (isDoubted || isLast) {
            Integer group = groups.get(reach);
            if (group != null) {
                lastDown[group] = rows.row(reach.source(), doubt.last());
                isDoubtedByAny[group] = isDoubted;
                isLastDoubted[group] = isLast;
            }
        }
    }

    /** The pools of a table. Always the same. */
    public interface Rows {

        /** Rows, counted from 0. */
        int size();

        String source(int row);

        Pool pool(int row);

        /** The row of a pool of a source; negative if it has none. */
        int row(String source, Pool pool);
    }
}
