package io.spotagents.fleet;

import io.spotagents.capacity.CoolDown;
import io.spotagents.capacity.PoolCapacity;
import io.spotagents.hazard.HazardBook;
import io.spotagents.hazard.HazardWeights;
import io.spotagents.market.Observation;
import io.spotagents.market.ObservationBook;
import io.spotagents.market.RecordedObservation;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.provider.LaunchReply;
import io.spotagents.provider.Refusal;
import io.spotagents.reclaim.Notice;
import io.spotagents.selection.Outlook;
import io.spotagents.speed.MeasuredSpeed;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * What the loop has learned of pools: what they give, and how often they are taken back. It begins
 * with what the book kept, and writes down what it sees. Not thread-safe: the loop owns it.
 */
final class Experience {

    /** Signals of one pool that come within this time are one. */
    private static final Duration ONE_SIGNAL = Duration.ofMinutes(3);

    private final PoolCapacity capacity;
    private final HazardBook hazards = new HazardBook(HazardWeights.shipped());
    private final Observing observing;
    private final ZoneShocks zones = new ZoneShocks();
    private final MeasuredSpeed speeds = new MeasuredSpeed();
    private final Map<String, Map<Pool, Instant>> atRisk = new HashMap<>();

    Experience(CoolDown coolDown, ObservationBook book) {
        this.capacity = new PoolCapacity(coolDown);
        this.observing = new Observing(book);
        for (RecordedObservation recorded : book.observations()) {
            recorded.observation().in(new Recall());
        }
    }

    /** All that is known at one moment, with what is held and asked for then. */
    Outlook at(Instant now, Collection<Member> members, Collection<LaunchIntent> launching) {
        return new Learned(
                capacity,
                new Learned.Risks(hazards.at(now), zones, speeds),
                now,
                members,
                launching);
    }

    void asked(LaunchIntent intent) {
        LaunchIntent.Ask ask = intent.ask();
        capacity.launched(ask.source(), ask.pool(), ask.count(), intent.at());
    }

    void answered(LaunchIntent.Ask ask, LaunchReply reply, Instant now) {
        observing.launchAnswered(ask, reply, now);
        capacity.answered(ask.source(), ask.pool(), ask.count(), reply, now);
        boolean soldOut =
                reply.refusals().stream().anyMatch(r -> r.kind() == Refusal.Kind.NO_CAPACITY);
        if (ask.pool().purchase() != Purchase.SPOT) {
            return;
        }
        if (!reply.instances().isEmpty()) {
            hazards.seenUp(ask.source(), ask.pool(), now);
        } else if (soldOut) {
            hazards.refused(ask.source(), ask.pool(), now);
        }
    }

    /** The outcome of a launch is known. */
    void settled(LaunchIntent.Ask ask) {
        capacity.settled(ask.source(), ask.pool());
    }

    void noticed(Member member, Notice notice, Instant now) {
        observing.noticed(member, notice, now);
        reclaimed(member, now);
    }

    /** An instance ended; if nobody asked for that, its pool took it back. */
    void gone(Member member, boolean expected, Instant now) {
        observing.gone(member, now);
        if (!expected && member.instance().pool().purchase() == Purchase.SPOT) {
            reclaimed(member, now);
        }
    }

    /** Work was done, whole and alone. */
    void worked(Member member, String work, Duration took, Instant now) {
        speeds.observe(member.instance().pool().machineType(), work, took);
        observing.worked(member, work, took, now);
    }

    /** A signal comes for each instance of a pool; false if it tells nothing new. */
    boolean atRisk(String source, Pool pool, Instant at, Instant now) {
        Instant before = atRisk.computeIfAbsent(source, s -> new HashMap<>()).put(pool, at);
        if (before != null && before.plus(ONE_SIGNAL).isAfter(at)) {
            return false;
        }
        hazards.rebalance(source, pool, now);
        observing.atRisk(source, pool, now);
        return true;
    }

    /** What is on its way out says nothing about its pool. */
    void seenUp(Member member, Instant at) {
        Pool pool = member.instance().pool();
        if (member.stays() && member.leaving().notice().isEmpty()) {
            capacity.seenUp(member.source(), pool, at);
            if (pool.purchase() == Purchase.SPOT) {
                hazards.seenUp(member.source(), pool, at);
            }
        }
    }

    void configurationChanged() {
        capacity.configurationChanged();
    }

    /** Writes down what pools did since the last time. */
    void keep() {
        observing.keep();
    }

    private void reclaimed(Member member, Instant now) {
        Pool pool = member.instance().pool();
        capacity.reclaimed(member.source(), pool, now);
        hazards.lost(member.source(), pool, now);
        zones.reclaimed(pool, now);
    }

    /** Capacity is not recalled: what a pool refused before a restart says little after it. */
    private final class Recall implements Observation.Cases<Boolean> {

        @Override
        public Boolean granted(Observation.Granted one) {
            return up(one.seen());
        }

        @Override
        public Boolean partlyGranted(Observation.PartlyGranted one) {
            return up(one.seen());
        }

        @Override
        public Boolean refused(Observation.Refused one) {
            Observation.Seen seen = one.seen();
            if (one.why() == Observation.Shortfall.NO_CAPACITY && isSpot(seen)) {
                hazards.refused(seen.source(), seen.pool(), seen.at());
            }
            return false;
        }

        @Override
        public Boolean noticed(Observation.Noticed one) {
            return lost(one.seen());
        }

        @Override
        public Boolean rebalance(Observation.Rebalance one) {
            hazards.rebalance(one.seen().source(), one.seen().pool(), one.seen().at());
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
        public Boolean worked(Observation.Worked one) {
            speeds.observe(one.seen().pool().machineType(), one.work(), one.took());
            return false;
        }

        private Boolean up(Observation.Seen seen) {
            if (isSpot(seen)) {
                hazards.seenUp(seen.source(), seen.pool(), seen.at());
            }
            return false;
        }

        private Boolean lost(Observation.Seen seen) {
            if (isSpot(seen)) {
                hazards.lost(seen.source(), seen.pool(), seen.at());
                zones.reclaimed(seen.pool(), seen.at());
            }
            return false;
        }

        private boolean isSpot(Observation.Seen seen) {
            return seen.pool().purchase() == Purchase.SPOT;
        }
    }
}
