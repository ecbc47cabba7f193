package io.spotagents.fleet;

import io.spotagents.capacity.PoolCapacity;
import io.spotagents.hazard.HazardView;
import io.spotagents.model.Pool;
import io.spotagents.selection.Outlook;
import io.spotagents.speed.MeasuredSpeed;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the loop has learned of pools, as of one step. */
final class Learned implements Outlook {

    private final PoolCapacity capacity;
    private final Risks risks;
    private final Instant now;
    private final Map<Pool, Integer> held = new HashMap<>();

    Learned(
            PoolCapacity capacity,
            Risks risks,
            Instant now,
            Collection<Member> members,
            Collection<LaunchIntent> launching) {
        this.capacity = capacity;
        this.risks = risks;
        this.now = now;
        members.stream()
                .filter(Member::stays)
                .filter(member -> member.leaving().notice().isEmpty())
                .forEach(member -> held.merge(member.instance().pool(), 1, Integer::sum));
        launching.forEach(
                intent -> held.merge(intent.ask().pool(), intent.ask().count(), Integer::sum));
    }

    @Override
    public Optional<String> whyNot(String source, Pool pool) {
        return capacity.whyNot(source, pool, now);
    }

    @Override
    public double hazardPerHour(String source, Pool pool) {
        return pool.purchase().isReclaimed()
                ? risks.hazards().perHour(source, pool) + risks.zones().perHour(pool, now)
                : 0;
    }

    @Override
    public int mostAtOnce(String source, Pool pool) {
        return capacity.mostAtOnce(source, pool, now).count();
    }

    @Override
    public double successProbability(String source, Pool pool, int count) {
        return capacity.successProbability(source, pool, count, now);
    }

    @Override
    public int held(String source, Pool pool) {
        return held.getOrDefault(pool, 0);
    }

    @Override
    public double lossWithin(String source, Pool pool, Duration horizon) {
        return pool.purchase().isReclaimed()
                ? risks.hazards().lossWithin(source, pool, horizon)
                : 0;
    }

    @Override
    public double speed(String source, Pool pool) {
        return 1 / risks.speeds().speed(pool.machineType()).expectedSlowness();
    }

    /**
     * How likely pools are to be taken back, of themselves and with their zone, and how fast their
     * machines work meanwhile.
     */
    record Risks(HazardView hazards, ZoneShocks zones, MeasuredSpeed speeds) {}
}
