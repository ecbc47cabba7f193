package io.spotagents.fleet;

import io.spotagents.hazard.HazardView;
import io.spotagents.model.Granularity;
import io.spotagents.model.Pool;
import io.spotagents.selection.Catalog;
import io.spotagents.selection.Outlook;
import io.spotagents.selection.PoolFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What the loop has learned of pools, as of one step. */
final class Learned implements Outlook {

    private final KnownPools known;
    private final QuotaRoom room;
    private final HazardView hazards;
    private final Instant now;
    private final Held held;
    private @Nullable Catalog described;
    private PoolFacts facts = new PoolFacts(0);

    /**
     * What it stands on.
     *
     * @param room what quotas leave
     */
    record Known(KnownPools pools, QuotaRoom room) {}

    Learned(
            Known all,
            Instant now,
            Collection<Member> members,
            Collection<LaunchIntent> launching) {
        this.known = all.pools();
        this.room = all.room();
        this.hazards = known.hazardsAt(now);
        this.now = now;
        this.held = new Held(members, launching);
    }

    @Override
    public Optional<String> whyNot(String source, Pool pool) {
        return known.capacity().whyNot(source, pool, now).or(() -> room.whyNot(pool));
    }

    @Override
    public double hazardPerHour(String source, Pool pool) {
        return pool.purchase().isReclaimed()
                ? hazards.perHour(source, pool) + known.shockPerHour(pool, now)
                : 0;
    }

    @Override
    public int mostAtOnce(String source, Pool pool) {
        return Math.min(known.capacity().mostAtOnce(source, pool, now).count(), room.most(pool));
    }

    @Override
    public double successProbability(String source, Pool pool, int count) {
        return known.capacity().successProbability(source, pool, count, now);
    }

    @Override
    public int held(String source, Pool pool) {
        return held.of(pool);
    }

    @Override
    public double lossWithin(String source, Pool pool, Duration horizon) {
        return pool.purchase().isReclaimed() ? hazards.lossWithin(source, pool, horizon) : 0;
    }

    @Override
    public double speed(String source, Pool pool) {
        return known.speed(pool.machineType());
    }

    @Override
    public Granularity granularity(String source, Pool pool) {
        return known.sources().granularity(source);
    }

    @Override
    public OptionalDouble bootHours(String source, Pool pool) {
        return known.sources().bootHours(new SourceBook.Kind(source, pool.os()));
    }

    /** Worked out once: nothing is learned within a step. */
    @Override
    public PoolFacts facts(Catalog catalog) {
        if (described != catalog) {
            facts = known.facts(catalog, now, hazards, held);
            room.fill(facts, catalog);
            described = catalog;
        }
        return facts;
    }
}
