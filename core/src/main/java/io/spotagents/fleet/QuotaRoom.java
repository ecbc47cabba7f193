package io.spotagents.fleet;

import io.spotagents.model.Pool;
import io.spotagents.provider.Quota;
import io.spotagents.selection.Catalog;
import io.spotagents.selection.PoolFacts;
import java.util.List;
import java.util.Optional;

/** What is left of the accounts' quotas at one moment. */
final class QuotaRoom {

    /** No account told a quota. */
    static final QuotaRoom UNLIMITED =
            new QuotaRoom(List.of(), List.of(), new QuotaRows(List.of()));

    private final List<Quota> quotas;
    private final List<Long> left;
    private final QuotaRows rows;

    QuotaRoom(List<Quota> quotas, List<Long> left, QuotaRows rows) {
        this.quotas = quotas;
        this.left = List.copyOf(left);
        this.rows = rows;
    }

    /** Most instances of a pool that its quota has room for. */
    int most(Pool pool) {
        int number = rows.first(pool);
        return number < 0 ? Integer.MAX_VALUE : most(left.get(number), number, pool);
    }

    /** Why no instance of a pool may be asked for, for people; empty if one may. */
    Optional<String> whyNot(Pool pool) {
        int number = rows.first(pool);
        if (number < 0 || most(left.get(number), number, pool) > 0) {
            return Optional.empty();
        }
        Quota quota = quotas.get(number);
        return Optional.of(
                "limit: quota \"%s\" of %d CPUs has %d left, and an instance takes %d"
                        .formatted(
                                quota.name(),
                                quota.use().limit(),
                                left.get(number),
                                quota.cpusOf(pool)));
    }

    /** Tells a decision about many pools. */
    void fill(PoolFacts facts, Catalog catalog) {
        if (quotas.isEmpty()) {
            return;
        }
        rows.read(catalog);
        for (int row = 0; row < catalog.size(); row++) {
            facts.quota(row, rows.quota(row), rows.cpus(row));
        }
        facts.quotasLeft(left.stream().mapToLong(Long::longValue).toArray());
    }

    /** Begins to take what a step launches, one pool after the other. */
    Taking taking() {
        return new Taking();
    }

    private int most(long cpus, int number, Pool pool) {
        return (int) Math.min(Integer.MAX_VALUE, cpus / quotas.get(number).cpusOf(pool));
    }

    /** Templates are planned one by one, so several may have been promised the same room. */
    final class Taking {

        private final long[] rest = left.stream().mapToLong(Long::longValue).toArray();

        /** How many of so many may be launched. */
        int take(Pool pool, int wanted) {
            int number = rows.first(pool);
            if (number < 0) {
                return wanted;
            }
            int taken = Math.min(wanted, most(rest[number], number, pool));
            rest[number] -= (long) taken * quotas.get(number).cpusOf(pool);
            return taken;
        }
    }
}
