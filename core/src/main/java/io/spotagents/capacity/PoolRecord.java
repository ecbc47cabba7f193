package io.spotagents.capacity;

import java.time.Instant;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What is remembered of one pool that was asked, or seen up, or scored. */
final class PoolRecord {

    /** Asked of a pool of which nothing is known: a wrong guess costs little. */
    static final int FIRST_BUDGET = 8;

    private final CoolDown coolDown;
    private final Evidence evidence;
    private OptionalInt depth = OptionalInt.empty();
    private int held = Limit.UNBOUNDED;
    private int budget = FIRST_BUDGET;
    private boolean budgetIsProven;
    private int refusals;
    private int inFlight;
    private @Nullable Instant upSince;
    private @Nullable Instant upLast;

    /** When the time of probation after {@code upLast} is over; what is asked most often. */
    private @Nullable Instant upUntil;

    /** When probation ends, if the pool stays up. */
    private @Nullable Instant calmFrom;

    private @Nullable Instant reclaimedLast;

    /**
     * @param fading how what was seen or told fades, shared by all pools
     * @param singles what is known of single instances, of all pools
     */
    PoolRecord(CoolDown coolDown, Fading fading, Singles singles) {
        this.coolDown = coolDown;
        this.evidence = new Evidence(fading, singles);
    }

    void launched() {
        inFlight++;
    }

    void settled() {
        inFlight = Math.max(0, inFlight - 1);
    }

    void holds(int instances) {
        held = instances;
    }

    void scored(Score score) {
        evidence.scored(score);
        depth = score.depth();
    }

    void granted(int asked, Instant now) {
        budget = Math.max(budget(), doubled(asked));
        budgetIsProven = true;
        evidence.saw(asked, asked, now);
        seenUp(now);
    }

    /** Less than asked for, but something: the pool is up, and that is all it has. */
    void partlyGranted(int asked, int got, Instant now) {
        budget = got;
        budgetIsProven = true;
        evidence.saw(asked, got, now);
        seenUp(now);
        calmFrom = now.plus(coolDown.probation());
    }

    /** Nothing; answers how often in a row, this time included. */
    int refused(int asked, Instant now) {
        evidence.saw(asked, 0, now);
        return wentDown();
    }

    /** Whether this is news: a reclaim takes many instances, and they are one event. */
    boolean isNewReclaim(Instant now) {
        Instant last = reclaimedLast;
        reclaimedLast = now;
        return last == null || last.plus(coolDown.first()).isBefore(now);
    }

    int reclaimed(Instant now) {
        evidence.saw(1, 0, now);
        return wentDown();
    }

    void seenUp(Instant now) {
        Instant last = upLast;
        if (!isUp(now)) {
            upSince = now;
            calmFrom = now.plus(coolDown.probation());
        }
        if (last == null || !last.isAfter(now)) {
            upLast = now;
            upUntil = now.plus(coolDown.probation());
        }
    }

    Limit limit(Instant now) {
        if (inFlight > 0) {
            return new Limit(0, "a launch there has not been answered yet");
        }
        Limit asked = asked(now);
        return asked.count() <= held ? asked : new Limit(held, "what is free of it");
    }

    private Limit asked(Instant now) {
        if (isCalm(now)) {
            return new Limit(Limit.UNBOUNDED, "up for long, so not limited");
        }
        if (isPaidFor() && !budgetIsProven) {
            return new Limit(held, "what is free of it");
        }
        return new Limit(budget(), budgetIsProven ? "what it has proven to give" : "not tried yet");
    }

    /** The count of {@link #limit}. */
    int most(Instant now) {
        if (inFlight > 0) {
            return 0;
        }
        boolean isUnlimited = isCalm(now) || isPaidFor() && !budgetIsProven;
        return Math.min(held, isUnlimited ? Limit.UNBOUNDED : budget());
    }

    /** Whether instances of the pool were seen running not long ago. */
    boolean isUp(Instant now) {
        return upSince != null && upUntil != null && upUntil.isAfter(now);
    }

    double probability(int count, Instant now) {
        return evidence.probability(count, now);
    }

    /** Where the chance of a single instance stands among those of all pools. */
    int place() {
        return evidence.place();
    }

    /** How much there is of it is known, so no asking is needed to find out. */
    private boolean isPaidFor() {
        return held != Limit.UNBOUNDED;
    }

    private boolean isCalm(Instant now) {
        return isUp(now) && calmFrom != null && !calmFrom.isAfter(now);
    }

    private int wentDown() {
        boolean wasCalm =
                upSince != null
                        && upLast != null
                        && !upSince.plus(coolDown.longest()).isAfter(upLast);
        refusals = wasCalm ? 1 : refusals + 1;
        budget = 1;
        budgetIsProven = true;
        upSince = null;
        upLast = null;
        upUntil = null;
        calmFrom = null;
        return refusals;
    }

    private int budget() {
        return budgetIsProven ? budget : Math.max(1, Math.min(budget, depth.orElse(budget)));
    }

    private static int doubled(int count) {
        return count > Limit.UNBOUNDED / 2 ? Limit.UNBOUNDED : 2 * count;
    }
}
