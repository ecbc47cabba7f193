package io.spotagents.sim;

import io.spotagents.hazard.HazardWeights;
import io.spotagents.hazard.PoolSeries;
import io.spotagents.hazard.Predictions;
import io.spotagents.hazard.ShadowRun;
import io.spotagents.market.MarketSnapshot;
import io.spotagents.model.Offer;
import io.spotagents.model.Pool;
import io.spotagents.selection.Outlook;
import io.spotagents.selection.Plan;
import io.spotagents.selection.Request;
import io.spotagents.selection.SelectionPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * How well losses are foreseen: in shadow, with every pool watched all the time, and from a
 * controller's own launches and losses alone. Not thread-safe.
 */
final class Foresight {

    private static final Duration QUARTER_HOUR = Duration.ofMinutes(15);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration BURN_IN = Duration.ofDays(1);

    private final ReplayPlan plan;
    private final Map<Pool, SimulatedPool> truth = new HashMap<>();
    private final Predictions ownQuarterHour = new Predictions();
    private final Predictions ownHour = new Predictions();

    Foresight(ReplayPlan plan) {
        this.plan = plan;
        plan.pools().forEach(pool -> truth.put(pool.pool(), pool));
    }

    /** The same policy; what it could foresee of pools that it holds is noted on the way. */
    SelectionPolicy noting(SelectionPolicy policy, SimulatedTime time) {
        return new Noting(policy, time);
    }

    /** In shadow first; from own observations if any were noted. */
    List<PredictorScore> scores() {
        ShadowRun.Result shadow = ShadowRun.run(series(), HazardWeights.shipped(), burnIn());
        List<PredictorScore> scores = new ArrayList<>();
        if (shadow.quarterHour().size() > 0 && shadow.hour().size() > 0) {
            scores.add(
                    PredictorScore.of("spot-agents-shadow", shadow.quarterHour(), shadow.hour()));
        }
        if (ownQuarterHour.size() > 0 && ownHour.size() > 0) {
            scores.add(PredictorScore.of("spot-agents-own", ownQuarterHour, ownHour));
        }
        return scores;
    }

    private List<PoolSeries> series() {
        return plan.pools().stream()
                .map(pool -> new PoolSeries(pool.pool(), pool.gap(), looks(pool)))
                .toList();
    }

    private static int[] looks(SimulatedPool pool) {
        return Arrays.stream(pool.available())
                .map(n -> n == SimulatedPool.UNLIMITED ? 1 : n)
                .toArray();
    }

    /** A day, or less of histories that are not much longer. */
    private Duration burnIn() {
        Duration longest =
                plan.pools().stream()
                        .map(pool -> Duration.between(SimulatedPool.BEGIN, pool.end()))
                        .max(Duration::compareTo)
                        .orElseThrow();
        Duration fifth = longest.dividedBy(5);
        return fifth.compareTo(BURN_IN) < 0 ? fifth : BURN_IN;
    }

    private void note(Outlook outlook, MarketSnapshot market, Instant now) {
        int day = (int) Duration.between(SimulatedPool.BEGIN, now).toDays();
        for (Offer offer : market.offers(ReplayRun.SOURCE)) {
            Pool pool = offer.pool();
            SimulatedPool known = truth.get(pool);
            if (known != null
                    && known.availableAt(now) > 0
                    && outlook.held(ReplayRun.SOURCE, pool) > 0) {
                add(ownQuarterHour, new Look(known, now, QUARTER_HOUR), outlook, day);
                add(ownHour, new Look(known, now, HOUR), outlook, day);
            }
        }
    }

    private static void add(Predictions into, Look look, Outlook outlook, int day) {
        if (look.isRecorded()) {
            Pool pool = look.pool().pool();
            Duration within = Duration.between(look.at(), look.until());
            into.add(day, outlook.lossWithin(ReplayRun.SOURCE, pool, within), look.isLost());
        }
    }

    private record Look(SimulatedPool pool, Instant at, Duration horizon) {

        boolean isRecorded() {
            return !until().isAfter(pool.end());
        }

        /** No look is left out for being further apart than the horizon. */
        private Instant until() {
            Duration gap = pool.gap();
            return at.plus(gap.compareTo(horizon) > 0 ? gap : horizon);
        }

        boolean isLost() {
            int last = pool.index(until());
            for (int i = pool.index(at) + 1; i <= last && i < pool.available().length; i++) {
                if (pool.available()[i] == 0) {
                    return true;
                }
            }
            return false;
        }
    }

    private final class Noting implements SelectionPolicy {
        private final SelectionPolicy policy;
        private final SimulatedTime time;
        private Instant next = Instant.MIN;

        private Noting(SelectionPolicy policy, SimulatedTime time) {
            this.policy = policy;
            this.time = time;
        }

        @Override
        public Plan select(Request request, MarketSnapshot market, Outlook outlook) {
            return policy.select(request, market, outlook);
        }

        @Override
        public List<Plan> selectAll(
                List<Request> requests, MarketSnapshot market, Outlook outlook) {
            return policy.selectAll(requests, market, outlook);
        }

        @Override
        public SortedMap<Pool, String> leave(
                Request successor, MarketSnapshot market, Outlook outlook) {
            Instant now = time.instant();
            if (!now.isBefore(next)) {
                next = now.plus(plan.pools().get(0).gap());
                note(outlook, market, now);
            }
            return policy.leave(successor, market, outlook);
        }
    }
}
