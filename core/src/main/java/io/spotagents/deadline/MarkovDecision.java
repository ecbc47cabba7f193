package io.spotagents.deadline;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Weighs the price of on-demand now against the chance that spot comes back in time, as if spot
 * came and went at constant rates, and answers the cheapest choice in expectation.
 *
 * <p>A job's plan is solved once for its rates, rounded to a tenth, and kept: solving takes
 * milliseconds, a choice next to nothing. Not thread-safe: one owner.
 */
public final class MarkovDecision implements DeadlinePolicy {

    /** Jobs of one controller that have a deadline at the same time. */
    private static final int KEPT = 64;

    private final Map<Key, MarkovPlan> plans = new LinkedHashMap<>(16, 0.75f, true);

    @Override
    public Choice choose(Job job, Moment moment, Spot spot) {
        if (Greedy.isNeeded(job, moment)) {
            return Choice.ON_DEMAND;
        }
        Spot rounded =
                new Spot(
                        rounded(spot.priceShare()),
                        rounded(spot.downsPerHour()),
                        rounded(spot.upsPerHour()));
        MarkovPlan plan =
                plans.computeIfAbsent(
                        new Key(job, rounded), key -> MarkovPlan.solve(key.job(), key.spot()));
        if (plans.size() > KEPT) {
            plans.remove(plans.keySet().iterator().next());
        }
        return plan.at(job, moment);
    }

    private static double rounded(double value) {
        return value <= 0 ? 0 : Math.exp(Math.round(Math.log(value) * 10) / 10.0);
    }

    private record Key(Job job, Spot spot) {}
}
