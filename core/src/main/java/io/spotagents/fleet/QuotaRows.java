package io.spotagents.fleet;

import io.spotagents.model.Pool;
import io.spotagents.provider.Quota;
import io.spotagents.selection.Catalog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which quota each pool of the newest catalog counts against: worked out once for a catalog, since
 * a decision asks for thousands of pools. Of several that cover a pool the first counts here. Not
 * thread-safe.
 */
final class QuotaRows {

    private final List<Quota> quotas;
    private @Nullable Catalog catalog;
    private int[] quotaOf = new int[0];
    private int[] cpusOf = new int[0];

    QuotaRows(List<Quota> quotas) {
        this.quotas = quotas;
    }

    void read(Catalog newest) {
        if (catalog == newest) {
            return;
        }
        quotaOf = new int[newest.size()];
        cpusOf = new int[newest.size()];
        for (int row = 0; row < newest.size(); row++) {
            Pool pool = newest.pool(row);
            int first = first(pool);
            quotaOf[row] = Math.max(0, first);
            cpusOf[row] = first < 0 ? 0 : quotas.get(first).cpusOf(pool);
        }
        catalog = newest;
    }

    /** Number of the quota that a row counts against; of no meaning if it takes nothing of it. */
    int quota(int row) {
        return quotaOf[row];
    }

    /** Processors that one instance takes of the quota; 0 if the pool counts against none. */
    int cpus(int row) {
        return cpusOf[row];
    }

    /** Negative if none covers the pool. */
    int first(Pool pool) {
        for (int number = 0; number < quotas.size(); number++) {
            if (quotas.get(number).cpusOf(pool) > 0) {
                return number;
            }
        }
        return -1;
    }
}
