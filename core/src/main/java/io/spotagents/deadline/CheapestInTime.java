package io.spotagents.deadline;

/**
 * What we use: {@link MarkovDecision}, which costs least for every job and deadline replayed
 * (docs/decisions/0011-deadline-policy.md), always above the floor of {@link Greedy}'s safety net.
 *
 * <p>Leaves spot when work costs less on-demand, and for a piece of work that was reclaimed {@value
 * #MAX_LOST} times: it goes where nothing is reclaimed. Not thread-safe: one owner.
 */
public final class CheapestInTime implements DeadlinePolicy {

    /** A piece of work that was reclaimed so often is not put at risk again. */
    static final int MAX_LOST = 2;

    private final DeadlinePolicy byRates = new MarkovDecision();

    @Override
    public Choice choose(Job job, Moment moment, Spot spot) {
        boolean isLostTooOften = moment.lostInRow() >= MAX_LOST;
        if (isLostTooOften || !spot.isCheaper(job) || Greedy.isNeeded(job, moment)) {
            return Choice.ON_DEMAND;
        }
        return byRates.choose(job, moment, spot);
    }
}
