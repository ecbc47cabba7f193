package io.spotagents.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The cost that no policy can get below: the linear program over time and pools in which work moves
 * freely, boots at once and is never lost. Its variables are bounded one by one and summed only
 * within one interval, so filling the cheapest cells first solves it exactly.
 */
final class LowerBound {

    private static final double MILLIS_PER_HOUR = 3_600_000.0;

    private LowerBound() {}

    static double usd(ReplayPlan plan, Instant start) {
        Duration gap =
                plan.pools().stream()
                        .map(SimulatedPool::gap)
                        .min(Comparator.naturalOrder())
                        .orElseThrow();
        double hours = gap.toMillis() / MILLIS_PER_HOUR;
        List<Cell> cells = new ArrayList<>();
        Instant end = start.plus(plan.longest());
        for (Instant at = start; at.isBefore(end); at = at.plus(gap)) {
            cells.addAll(cells(plan, at, hours));
        }
        cells.sort(Comparator.comparingDouble(Cell::price));
        double left = plan.work().hours();
        double usd = 0;
        for (Cell cell : cells) {
            double used = Math.min(left, cell.hours());
            usd += used * cell.price();
            left -= used;
        }
        return usd;
    }

    /** The cheapest instance hours of one interval, as many as agents may work at once. */
    private static List<Cell> cells(ReplayPlan plan, Instant at, double hours) {
        List<SimulatedPool> cheapest = new ArrayList<>(plan.pools());
        cheapest.sort(Comparator.comparing(SimulatedPool::price));
        List<Cell> cells = new ArrayList<>();
        int left = plan.work().agents();
        for (SimulatedPool pool : cheapest) {
            int held = Math.min(left, pool.availableAt(at));
            if (held > 0) {
                cells.add(new Cell(pool.price().micros() / 1e6, held * hours));
                left -= held;
            }
        }
        double onDemand =
                plan.pools().stream()
                        .mapToDouble(pool -> pool.onDemandPrice().micros() / 1e6)
                        .min()
                        .orElseThrow();
        cells.add(new Cell(onDemand, left * hours));
        return cells;
    }

    private record Cell(double price, double hours) {}
}
