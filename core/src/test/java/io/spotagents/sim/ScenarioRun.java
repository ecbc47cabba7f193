package io.spotagents.sim;

import io.spotagents.cost.LedgerEntry;
import io.spotagents.fleet.FleetStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a scenario came to with one policy.
 *
 * @param watched as it was when the run was over
 * @param unitsDelayed units that were done more than five minutes later than agents would have done
 *     them that boot at once and are never lost
 */
record ScenarioRun(
        String policy, RunResult result, Books books, Watched watched, int unitsDelayed) {

    private static final Instant START = Market.at(10);
    private static final Duration LATE = Duration.ofMinutes(5);
    private static final long SEED = 7;

    /** What both sides wrote down, and what the loop knew last. */
    record Books(List<RunMeter.Bill> bills, List<LedgerEntry> ledger, FleetStatus status) {}

    static ScenarioRun of(Scenario scenario, Contender contender, Duration windUp) {
        ReplayPlan plan = scenario.plan();
        List<Watched> watched = new ArrayList<>();
        Script.Front front =
                (cloud, time) -> {
                    SimulatedProvider before = scenario.front(cloud, time);
                    watched.add(new Watched(before, cloud, time, plan.pools()));
                    return watched.get(0);
                };
        ReplayRun run =
                new ReplayRun(
                        plan,
                        new Script(front, scenario.restarts(), windUp),
                        START,
                        new ReplayRun.Entrant(
                                contender,
                                new Observed(),
                                new Foresight(plan),
                                new Decisions(() -> 0)),
                        SEED);
        RunResult result = run.run();
        return new ScenarioRun(
                contender.name(),
                result,
                new Books(run.meter().bills(), run.ledger(), run.status()),
                watched.get(0),
                delayed(plan, run.meter().unitEnds()));
    }

    private static int delayed(ReplayPlan plan, List<Instant> unitEnds) {
        int delayed = 0;
        int done = 0;
        for (Instant end : unitEnds) {
            int round = done++ / plan.work().agents() + 1;
            Duration work = plan.work().unit().multipliedBy(round);
            Instant ideal = START.plus(plan.rules().boot()).plus(work);
            delayed += end.isAfter(ideal.plus(LATE)) ? 1 : 0;
        }
        return delayed;
    }
}
