package io.spotagents.fleet;

import io.spotagents.capacity.PoolCapacity;
import io.spotagents.hazard.HazardBook;
import io.spotagents.market.Observation;
import io.spotagents.model.Purchase;
import io.spotagents.provider.Refusal;
import io.spotagents.speed.MeasuredSpeed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Teaches a loop that begins anew what was observed before. All of it goes to hazards, speeds and
 * sources; to capacity the last half hour alone, since what a pool refused says little after that.
 */
final class Recall implements Observation.Cases<Boolean> {

    private static final Duration CAPACITY_HOLDS = Duration.ofMinutes(30);

    /** What a quota or a person forbade may be allowed by now, so only this counts. */
    private static final List<Refusal> SOLD_OUT =
            List.of(
                    Refusal.of(
                            Refusal.Kind.NO_CAPACITY,
                            Refusal.Scope.POOL,
                            "gave nothing more before the restart"));

    private final Into into;
    private final PoolCapacity capacity;
    private final Instant now;

    Recall(Into into, PoolCapacity capacity, Instant now) {
        this.into = into;
        this.capacity = capacity;
        this.now = now;
    }

    /** What remembers for long. */
    record Into(HazardBook hazards, ZoneShocks zones, MeasuredSpeed speeds, SourceBook sources) {}

    @Override
    public Boolean granted(Observation.Granted one) {
        answered(one.seen(), new PoolCapacity.Answer(one.count(), one.count(), List.of()));
        return up(one.seen());
    }

    @Override
    public Boolean partlyGranted(Observation.PartlyGranted one) {
        boolean isSoldOut = one.why() == Observation.Shortfall.NO_CAPACITY;
        answered(
                one.seen(),
                isSoldOut
                        ? new PoolCapacity.Answer(one.asked(), one.granted(), SOLD_OUT)
                        : new PoolCapacity.Answer(one.granted(), one.granted(), List.of()));
        return up(one.seen());
    }

    @Override
    public Boolean refused(Observation.Refused one) {
        Observation.Seen seen = one.seen();
        if (one.why() == Observation.Shortfall.NO_CAPACITY) {
            answered(seen, new PoolCapacity.Answer(one.asked(), 0, SOLD_OUT));
            if (isSpot(seen)) {
                into.hazards().refused(seen.source(), seen.pool(), seen.at());
            }
        }
        return false;
    }

    @Override
    public Boolean noticed(Observation.Noticed one) {
        return lost(one.seen());
    }

    @Override
    public Boolean rebalance(Observation.Rebalance one) {
        into.hazards().rebalance(one.seen().source(), one.seen().pool(), one.seen().at());
        return false;
    }

    @Override
    public Boolean lost(Observation.Lost one) {
        if (one.warning().isPresent()) {
            return false; // its notice has told already
        }
        return lost(one.seen());
    }

    @Override
    public Boolean ended(Observation.Ended one) {
        return false;
    }

    @Override
    public Boolean worked(Observation.Worked one) {
        into.speeds().observe(one.seen().pool().machineType(), one.work(), one.took());
        return false;
    }

    @Override
    public Boolean booted(Observation.Booted one) {
        Observation.Seen seen = one.seen();
        into.sources().booted(seen.source(), seen.pool().os(), one.took());
        return false;
    }

    private Boolean up(Observation.Seen seen) {
        if (isSpot(seen)) {
            into.hazards().seenUp(seen.source(), seen.pool(), seen.at());
        }
        return false;
    }

    private Boolean lost(Observation.Seen seen) {
        if (isSpot(seen)) {
            into.hazards().lost(seen.source(), seen.pool(), seen.at());
            into.zones().reclaimed(seen.pool(), 1, seen.at());
            if (isFresh(seen)) {
                capacity.reclaimed(seen.source(), seen.pool(), seen.at());
            }
        }
        return false;
    }

    private void answered(Observation.Seen seen, PoolCapacity.Answer answer) {
        if (isFresh(seen)) {
            capacity.answered(seen.source(), seen.pool(), answer, seen.at());
        }
    }

    /** A clock that was set back makes observations of the future: those say nothing either. */
    private boolean isFresh(Observation.Seen seen) {
        return !seen.at().isAfter(now) && seen.at().plus(CAPACITY_HOLDS).isAfter(now);
    }

    private static boolean isSpot(Observation.Seen seen) {
        return seen.pool().purchase() == Purchase.SPOT;
    }
}
