package io.spotagents.sim;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a policy came to over all runs of a replay.
 *
 * @param decisionP99Millis 99th percentile of the time that one decision took
 */
public record PolicyScore(
        String policy, Cost cost, Makespan makespan, Losses losses, double decisionP99Millis) {

    /**
     * What it cost.
     *
     * @param usdPerUsefulHour paid, divided by the work that was done; work that a run was given up
     *     with does not count. NaN if none was
     * @param timesLowerBound paid, divided by what no policy could have done the same work for; NaN
     *     if none was done
     * @param onDemandSharePct hours bought on demand, in percent of all that were bought; NaN if
     *     none was
     */
    public record Cost(double usdPerUsefulHour, double timesLowerBound, double onDemandSharePct) {}

    /**
     * How long it took.
     *
     * @param neverFinishedPct runs that were given up, in percent; they count with the whole time
     * @param missedPct runs that were not done when they were due, in percent
     */
    public record Makespan(
            double meanHours, double p95Hours, double neverFinishedPct, double missedPct) {}

    /**
     * What reclaims and refusals took.
     *
     * @param workLostPct work begun in vain, in percent of the work that was done; NaN if none was
     * @param worstSimultaneousMeanPct most instances lost within 3 minutes of each run, in percent
     *     of the agents wanted; mean over runs
     * @param failedLaunchesPerOutage launches that brought nothing, divided by the spells of a pool
     *     being down in which there was one
     */
    public record Losses(
            double workLostPct, double worstSimultaneousMeanPct, double failedLaunchesPerOutage) {}

    static PolicyScore of(String policy, Workload work, List<RunResult> runs, Decisions decisions) {
        double useful = sum(runs, run -> run.done().usefulHours());
        double usd = sum(runs, run -> run.money().usd());
        double[] makespans = runs.stream().mapToDouble(run -> run.done().makespanHours()).toArray();
        double unfinished = runs.stream().filter(run -> !run.done().isAll()).count();
        double late = runs.stream().filter(run -> !run.done().isInTime()).count();
        double failed = sum(runs, run -> run.losses().failedLaunches());
        double outages = sum(runs, run -> run.losses().outages());
        double worst = sum(runs, run -> run.losses().mostTogether());
        double onDemand = sum(runs, run -> run.money().onDemandHours());
        return new PolicyScore(
                policy,
                new Cost(
                        share(usd, useful),
                        share(usd, sum(runs, RunResult::lowerBoundUsd)),
                        100 * share(onDemand, sum(runs, run -> run.money().billedHours()))),
                new Makespan(
                        sum(runs, run -> run.done().makespanHours()) / runs.size(),
                        percentile(makespans, 0.95),
                        100 * unfinished / runs.size(),
                        100 * late / runs.size()),
                new Losses(
                        100 * share(sum(runs, run -> run.losses().workHours()), useful),
                        100 * worst / runs.size() / work.agents(),
                        outages == 0 ? 0 : failed / outages),
                decisions.p99Millis());
    }

    private static double share(double part, double whole) {
        return whole == 0 ? Double.NaN : part / whole;
    }

    /** The smallest value that at least this share of the values does not exceed. */
    static double percentile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.max(0, Math.ceil(share * sorted.length) - 1)];
    }

    private static double sum(List<RunResult> runs, ToDoubleFunction<RunResult> figure) {
        return runs.stream().mapToDouble(figure).sum();
    }
}
