package io.spotagents.cost;

import io.spotagents.model.Granularity;
import io.spotagents.model.Pool;
import io.spotagents.model.TemplateKey;
import io.spotagents.model.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One instance in the ledger.
 *
 * @param rate what an hour of it costs, and would have cost on demand, since its price last changed
 * @param ran from when to when it ran; still running if the end is absent
 * @param lost executor time of work that was lost with it and has to be done again
 * @param accrued what it came to until its price last changed; empty if it never did
 */
public record LedgerEntry(
        String instanceId,
        TemplateKey template,
        Rate rate,
        Ran ran,
        Duration lost,
        Optional<Accrued> accrued) {

    /** Of an instance whose price has not changed. */
    public LedgerEntry(String instanceId, TemplateKey template, Rate rate, Ran ran, Duration lost) {
        this(instanceId, template, rate, ran, lost, Optional.empty());
    }

    /**
     * Prices of one hour of an instance, and the pool they are the prices of.
     *
     * @param granularity in what steps the time is billed
     */
    public record Rate(Pool pool, Usd hourly, Usd onDemandHourly, Granularity granularity) {

        /** Of time that is billed as it runs. */
        public Rate(Pool pool, Usd hourly, Usd onDemandHourly) {
            this(pool, hourly, onDemandHourly, Granularity.EXACT);
        }
    }

    /**
     * The time an instance ran, from which it follows what is billed.
     *
     * @param ready of this, so long it had nothing to do and was kept for work to come
     */
    public record Ran(Instant from, Optional<Instant> until, Duration ready) {

        /** Of an instance that was never kept for work to come. */
        public Ran(Instant from, Optional<Instant> until) {
            this(from, until, Duration.ZERO);
        }
    }

    /**
     * What was spent at former prices, each for the time it held.
     *
     * @param until from when on the present price holds
     */
    public record Accrued(Instant until, Usd spent, Usd onDemand) {}

    public LedgerEntry endedAt(Instant end) {
        Ran ended = new Ran(ran.from(), Optional.of(end), ran.ready());
        return new LedgerEntry(instanceId, template, rate, ended, lost, accrued);
    }

    /** Counted as ended, but it was not. */
    public LedgerEntry runsOn() {
        Ran on = new Ran(ran.from(), Optional.empty(), ran.ready());
        return new LedgerEntry(instanceId, template, rate, on, lost, accrued);
    }

    /** Kept longer for work to come. */
    public LedgerEntry withReady(Duration more) {
        Ran kept = new Ran(ran.from(), ran.until(), ran.ready().plus(more));
        return new LedgerEntry(instanceId, template, rate, kept, lost, accrued);
    }

    public LedgerEntry withLost(Duration more) {
        return new LedgerEntry(instanceId, template, rate, ran, lost.plus(more), accrued);
    }

    /**
     * At another price from a moment on; what ran before it stays priced as it was. A moment before
     * the last change, as of a clock that went back, counts as that.
     */
    public LedgerEntry repriced(Rate other, Instant at) {
        Instant since = at.isBefore(pricedFrom()) ? pricedFrom() : at;
        Accrued before = new Accrued(since, spentBy(since), onDemandBy(since));
        return new LedgerEntry(instanceId, template, other, ran, lost, Optional.of(before));
    }

    /** What is billed if it ends then; nothing if that is before it began, as of a bad clock. */
    Duration billed(Instant end) {
        Duration measured = Duration.between(ran.from(), end);
        return measured.isNegative() ? Duration.ZERO : rate.granularity().billed(measured);
    }

    /** What it costs if it ends then. */
    Usd spentUntil(Instant end) {
        return spentBy(ran.from().plus(billed(end)));
    }

    /**
     * What the time since a moment came to. Of former prices only their sum is known, so a moment
     * amid these divides it by time. What is billed beyond the end belongs to the end.
     */
    Usd spentBetween(Instant begin, Instant end) {
        if (!begin.isAfter(ran.from())) {
            return spentUntil(end);
        }
        if (end.isBefore(begin)) {
            return Usd.ZERO;
        }
        Instant billedEnd = ran.from().plus(billed(end));
        if (begin.isBefore(pricedFrom())) {
            Duration all = Duration.between(ran.from(), pricedFrom());
            Duration inside = Duration.between(begin, pricedFrom());
            Usd before = accrued.map(Accrued::spent).orElse(Usd.ZERO);
            double share = inside.toMillis() / (double) all.toMillis();
            Usd part = new Usd(Math.round(before.micros() * share));
            return part.plus(rate.hourly().perHourFor(atThisPrice(billedEnd)));
        }
        return rate.hourly().perHourFor(Duration.between(begin, billedEnd));
    }

    /** What it would cost on demand if it ends then. */
    Usd onDemandUntil(Instant end) {
        return onDemandBy(ran.from().plus(billed(end)));
    }

    /** As far as it ran then, whatever is billed beyond. */
    private Usd spentBy(Instant moment) {
        Usd before = accrued.map(Accrued::spent).orElse(Usd.ZERO);
        return before.plus(rate.hourly().perHourFor(atThisPrice(moment)));
    }

    private Usd onDemandBy(Instant moment) {
        Usd before = accrued.map(Accrued::onDemand).orElse(Usd.ZERO);
        return before.plus(rate.onDemandHourly().perHourFor(atThisPrice(moment)));
    }

    private Duration atThisPrice(Instant moment) {
        Duration measured = Duration.between(pricedFrom(), moment);
        return measured.isNegative() ? Duration.ZERO : measured;
    }

    private Instant pricedFrom() {
        return accrued.map(Accrued::until).orElse(ran.from());
    }
}
