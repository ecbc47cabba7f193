package io.spotagents.fleet;

import io.spotagents.capacity.CoolDown;
import io.spotagents.capacity.PoolCapacity;
import io.spotagents.capacity.Score;
import io.spotagents.hazard.HazardBook;
import io.spotagents.hazard.HazardWeights;
import io.spotagents.hazard.RiskBand;
import io.spotagents.market.KeptObservations;
import io.spotagents.market.ObservationBook;
import io.spotagents.market.RecordedObservation;
import io.spotagents.model.Granularity;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.provider.Instance;
import io.spotagents.provider.LaunchReply;
import io.spotagents.provider.PoolSignals;
import io.spotagents.provider.Provider;
import io.spotagents.provider.Refusal;
import io.spotagents.reclaim.Notice;
import io.spotagents.selection.Outlook;
import io.spotagents.speed.MeasuredSpeed;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
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
    private final SourceBook sources = new SourceBook();
    private final KnownPools known;
    private final Instant begun;
    private final Map<String, Map<Pool, Instant>> atRisk = new HashMap<>();

    Experience(CoolDown coolDown, ObservationBook book, Instant now) {
        this.capacity = new PoolCapacity(coolDown);
        this.known =
                new KnownPools(capacity, hazards, new KnownPools.Beyond(zones, speeds, sources));
        this.observing = new Observing(book);
        this.begun = now;
        Recall recall = new Recall(new Recall.Into(hazards, zones, speeds, sources), capacity, now);
        for (RecordedObservation recorded : book.observations()) {
            recorded.observation().in(recall);
        }
    }

    /** All that is known at one moment, where no quota is. */
    Outlook at(Instant now, Collection<Member> members, Collection<LaunchIntent> launching) {
        return at(now, members, launching, QuotaRoom.UNLIMITED);
    }

    /** All that is known at one moment, with what is held and asked for then. */
    Outlook at(
            Instant now,
            Collection<Member> members,
            Collection<LaunchIntent> launching,
            QuotaRoom room) {
        return new Learned(new Learned.Known(known, room), now, members, launching);
    }

    void asked(LaunchIntent intent) {
        LaunchIntent.Ask ask = intent.ask();
        capacity.launched(ask.source(), ask.pool(), ask.count(), intent.at());
    }

    /** A provider may give other pools instead, which says nothing of the one that was asked. */
    void answered(LaunchIntent.Ask ask, LaunchReply reply, Instant now) {
        Pool pool = ask.pool();
        List<Instance> here =
                reply.instances().stream().filter(one -> one.pool().equals(pool)).toList();
        int asked = ask.count() - (reply.instances().size() - here.size());
        if (asked > 0) {
            answeredHere(
                    new LaunchIntent.Ask(ask.source(), pool, asked),
                    new LaunchReply(here, reply.refusals()),
                    now);
        }
    }

    private void answeredHere(LaunchIntent.Ask ask, LaunchReply reply, Instant now) {
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

    /** A listing told what came of a launch whose reply was lost. */
    void lookedFor(LaunchIntent.Ask ask, boolean isFound) {
        if (isFound) {
            capacity.found(ask.source(), ask.pool());
        }
    }

    /** The outcome of a launch is known. */
    void settled(LaunchIntent.Ask ask) {
        capacity.settled(ask.source(), ask.pool());
    }

    /**
     * The first word counts: agent and cloud may both tell, and a deadline may move.
     *
     * @param others of its pool that stay
     */
    void noticed(Member member, Notice notice, int others, Instant now) {
        if (member.leaving().notice().isPresent()) {
            return;
        }
        observing.noticed(member, notice, now);
        reclaimed(member, others, now);
    }

    /**
     * An instance ended; if nobody asked for that, its pool took it back.
     *
     * @param others of its pool that stay
     */
    void gone(Member member, int others, Instant now) {
        observing.gone(member, now);
        capacity.ended(member.source(), member.instance().pool());
        boolean isExpected = member.leaving().endAsked().isPresent();
        if (!isExpected && member.instance().pool().purchase() == Purchase.SPOT) {
            reclaimed(member, others, now);
        }
    }

    /** Work was done, whole and alone. */
    void worked(Member member, String work, Duration took, Instant now) {
        speeds.observe(member.instance().pool().machineType(), work, took);
        observing.worked(member, work, took, now);
    }

    /**
     * An agent spoke for the first time. One that was launched before the loop began may have had
     * nobody to speak to.
     */
    void booted(Member member, Duration took, Instant now) {
        Instance instance = member.instance();
        if (!instance.launchedAt().isBefore(begun)) {
            sources.booted(member.source(), instance.pool().os(), took);
            observing.booted(member, took, now);
        }
    }

    void predictBy(HazardWeights weights) {
        hazards.use(weights);
    }

    /** What is free of what is paid for bounds what may be asked at once. */
    void free(FreeCommitments.Free free) {
        for (String source : free.sources()) {
            free.pools(source).forEach(one -> capacity.holds(source, one.pool(), one.cap()));
        }
    }

    /** Hints of the cloud itself; what it said long ago of another season is no hint. */
    void signaled(String source, PoolSignals signals, Instant now) {
        Pool pool = signals.pool();
        signals.placement()
                .map(one -> new Score(one.probability(), one.depth(), one.at()))
                .ifPresent(score -> capacity.scored(source, pool, score));
        RiskBand band =
                signals.advice()
                        .filter(one -> one.at().plus(KeptObservations.MAX_AGE).isAfter(now))
                        .map(one -> RiskBand.valueOf(one.band().name()))
                        .orElse(RiskBand.UNKNOWN);
        if (pool.purchase() == Purchase.SPOT && signals.advice().isPresent()) {
            hazards.prior(source, pool, band);
        }
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

    /** Other sources, or the same with other settings. */
    void configured(Map<String, Provider> configured) {
        sources.configured(configured);
        capacity.configurationChanged();
    }

    /** In what steps a source bills. */
    Granularity granularity(String source) {
        return sources.granularity(source);
    }

    /** Writes down what pools did since the last time. */
    void keep() {
        observing.keep();
    }

    /** A notice has told of those that are gone later. */
    private void reclaimed(Member member, int others, Instant now) {
        Pool pool = member.instance().pool();
        capacity.reclaimed(member.source(), pool, now);
        if (others == 0) {
            hazards.lost(member.source(), pool, now);
            zones.reclaimed(pool, 1, now);
        } else if (member.leaving().notice().isEmpty()) {
            double share = 1.0 / (1 + others);
            hazards.lostPart(member.source(), pool, share, now);
            zones.reclaimed(pool, share, now);
        }
    }
}
