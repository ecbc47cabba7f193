package io.spotagents.sim;

import io.spotagents.market.MarketSnapshot;
import io.spotagents.model.Pool;
import io.spotagents.selection.Outlook;
import io.spotagents.selection.Plan;
import io.spotagents.selection.Request;
import io.spotagents.selection.RiskPriced;
import io.spotagents.selection.SelectionPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Runs our policy with any terms, and can look over its shoulder meanwhile. */
public final class Rehearsals {

    private static final long SEED = 7;

    private final ReplayPlan plan;

    public Rehearsals(ReplayPlan plan) {
        this.plan = plan;
    }

    /** Work for pictures: so many agents, units of 26 minutes. */
    public static Workload work(int agents, int unitsPerAgent) {
        return new Workload(agents, Duration.ofMinutes(26), unitsPerAgent);
    }

    /** What the terms come to over some starts. */
    public PolicyScore score(RiskPriced.Terms terms, int starts) {
        List<Instant> moments = new Replay(plan, SEED).starts(starts);
        Decisions decisions = new Decisions(() -> 0);
        Ours ours = new Ours(terms, new ArrayList<>());
        return PolicyScore.of(ours.name(), plan.work(), runs(ours, moments, decisions), decisions);
    }

    /** What is held in each moment of one run, after as many earlier ones that it learns from. */
    public List<Moment> watch(RiskPriced.Terms terms, int starts, int run) {
        List<Instant> moments = new Replay(plan, SEED).starts(starts);
        List<Moment> seen = new ArrayList<>();
        Ours ours = new Ours(terms, seen);
        runs(ours, moments.subList(0, run), new Decisions(() -> 0));
        seen.clear();
        runs(ours, moments.subList(run, run + 1), new Decisions(() -> 0));
        return seen;
    }

    private List<RunResult> runs(Ours ours, List<Instant> moments, Decisions decisions) {
        ReplayRun.Entrant entrant =
                new ReplayRun.Entrant(ours, ours.memory, new Foresight(plan), decisions);
        List<RunResult> results = new ArrayList<>();
        for (Instant moment : moments) {
            results.add(new ReplayRun(plan, moment, entrant, SEED).run());
        }
        return results;
    }

    /**
     * What our policy had and wanted at one moment.
     *
     * @param held instances by pool, those that boot counted, those that were noticed not
     * @param left pools that it would rather leave
     */
    public record Moment(Instant at, Map<Pool, Integer> held, List<Pool> left) {}

    private static final class Ours implements Contender {
        private final RiskPriced.Terms terms;
        private final List<Moment> seen;
        private final Observed memory = new Observed();

        private Ours(RiskPriced.Terms terms, List<Moment> seen) {
            this.terms = terms;
            this.seen = seen;
        }

        @Override
        public String name() {
            return "spot-agents";
        }

        @Override
        public SelectionPolicy policy(Run run) {
            return new Watched(new RiskPriced(terms), run.time(), seen);
        }
    }

    private record Watched(SelectionPolicy policy, SimulatedTime time, List<Moment> seen)
            implements SelectionPolicy {

        @Override
        public Plan select(Request request, MarketSnapshot market, Outlook outlook) {
            return policy.select(request, market, outlook);
        }

        @Override
        public SortedMap<Pool, String> leave(
                Request successor, MarketSnapshot market, Outlook outlook) {
            SortedMap<Pool, String> left = policy.leave(successor, market, outlook);
            Map<Pool, Integer> held = new TreeMap<>();
            market.offers(ReplayRun.SOURCE)
                    .forEach(
                            offer ->
                                    held.put(
                                            offer.pool(),
                                            outlook.held(ReplayRun.SOURCE, offer.pool())));
            seen.add(new Moment(time.instant(), held, List.copyOf(left.keySet())));
            return left;
        }
    }
}
