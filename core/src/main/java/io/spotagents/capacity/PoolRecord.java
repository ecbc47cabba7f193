package io.spotagents.capacity;

import java.time.Duration;
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
    private @Nullable Instant onProbationSince;
    private @Nullable Instant reclaimedLast;

    PoolRecord(CoolDown coolDown) {
        this.coolDown = coolDown;
        this.evidence = new Evidence(coolDown.probation());
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
        onProbationSince = now;
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
        if (upSince == null || last == null || isLongAgo(last, now)) {
            upSince = now;
            onProbationSince = now;
        }
        upLast = last != null && last.isAfter(now) ? last : now;
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
        return upSince != null && upLast != null && !isLongAgo(upLast, now);
    }

    double probability(int count, Instant now) {
        return evidence.probability(count, now);
    }

    /** How much there is of it is known, so no asking is needed to find out. */
    private boolean isPaidFor() {
        return held != Limit.UNBOUNDED;
    }

    private boolean isCalm(Instant now) {
        return isUp(now)
                && onProbationSince != null
                && !onProbationSince.plus(coolDown.probation()).isAfter(now);
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
        onProbationSince = null;
        return refusals;
    }

    private boolean isLongAgo(Instant then, Instant now) {
        Duration passed = Duration.between(then, now);
        return passed.compareTo(coolDown.probation()) >= 0;
    }

    private int budget() {
        return budgetIsProven ? budget : Math.max(1, Math.min(budget, depth.orElse(budget)));
    }

    private static int doubled(int count) {
        return count > Limit.UNBOUNDED / 2 ? Limit.UNBOUNDED : 2 * count;
    }
}
