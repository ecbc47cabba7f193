package io.spotagents.testing;

import io.spotagents.model.Granularity;
import io.spotagents.model.Pool;
import io.spotagents.selection.Outlook;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Knows of pools what a test says; all others are calm, granted at once and not held. */
public final class FakeOutlook implements Outlook {

    private final Map<Pool, String> blocked = new HashMap<>();
    private final Map<Pool, Double> hazards = new HashMap<>();
    private final Map<Pool, Integer> most = new HashMap<>();
    private final Map<Pool, Double> success = new HashMap<>();
    private final Map<Pool, Integer> held = new HashMap<>();
    private final Map<Pool, Double> boots = new HashMap<>();
    private final Map<Pool, Granularity> granularities = new HashMap<>();

    public FakeOutlook blocked(Pool pool, String why) {
        blocked.put(pool, why);
        return this;
    }

    public FakeOutlook hazard(Pool pool, double perHour) {
        hazards.put(pool, perHour);
        return this;
    }

    public FakeOutlook most(Pool pool, int atOnce) {
        most.put(pool, atOnce);
        return this;
    }

    public FakeOutlook success(Pool pool, double probability) {
        success.put(pool, probability);
        return this;
    }

    public FakeOutlook held(Pool pool, int instances) {
        held.put(pool, instances);
        return this;
    }

    public FakeOutlook boot(Pool pool, double hours) {
        boots.put(pool, hours);
        return this;
    }

    public FakeOutlook granularity(Pool pool, Granularity steps) {
        granularities.put(pool, steps);
        return this;
    }

    @Override
    public Optional<String> whyNot(String source, Pool pool) {
        return Optional.ofNullable(blocked.get(pool));
    }

    @Override
    public double hazardPerHour(String source, Pool pool) {
        return pool.purchase().isReclaimed() ? hazards.getOrDefault(pool, 0.01) : 0;
    }

    @Override
    public int mostAtOnce(String source, Pool pool) {
        return blocked.containsKey(pool) ? 0 : most.getOrDefault(pool, 1_000);
    }

    @Override
    public double successProbability(String source, Pool pool, int count) {
        return success.getOrDefault(pool, 0.95);
    }

    @Override
    public int held(String source, Pool pool) {
        return held.getOrDefault(pool, 0);
    }

    @Override
    public OptionalDouble bootHours(String source, Pool pool) {
        return boots.containsKey(pool)
                ? OptionalDouble.of(boots.get(pool))
                : OptionalDouble.empty();
    }

    @Override
    public Granularity granularity(String source, Pool pool) {
        return granularities.getOrDefault(pool, Granularity.EXACT);
    }
}
