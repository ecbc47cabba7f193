package io.jenkins.plugins.spotagents.ui;

import io.spotagents.cost.CostSummary;
import io.spotagents.model.Pool;
import java.util.Locale;

/** What a pool gave and cost so far, as the page of its cloud shows it. */
public final class PoolRow {

    private final Pool pool;
    private final CostSummary cost;

    PoolRow(Pool pool, CostSummary cost) {
        this.pool = pool;
        this.cost = cost;
    }

    CostSummary cost() {
        return cost;
    }

    public String getPool() {
        return pool.id();
    }

    /** Instances billed still. */
    public long getRunning() {
        return cost.instances().running();
    }

    /** Instances billed no more. */
    public long getEnded() {
        return cost.instances().ended();
    }

    /** Billed time of all of them. */
    public String getHours() {
        return String.format(Locale.ROOT, "%.2f", cost.instances().hours());
    }

    public String getSpent() {
        return CloudFleet.shown(cost.spent());
    }

    /** What on-demand would have cost more. */
    public String getSaved() {
        return CloudFleet.shown(cost.saved());
    }

    /** Work that was lost with its instance. */
    public String getLost() {
        return CloudFleet.shown(cost.lost().money());
    }
}
