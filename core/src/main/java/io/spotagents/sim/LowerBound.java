package io.spotagents.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The cost that no policy can get below: the linear program over time and pools in which work moves
 * freely, boots at once and is never lost. Its variables are bounded one by one and summed only
 * within one interval, so filling the cheapest cells first solves it exactly.
 */
final class LowerBound {

    private static final double MILLIS_PER_HOUR = 3_600_000.0;

    private LowerBound() {}

    /**
     * @param usefulHours work that is to be done; all of the plan's, or what one run came to
     */
    static double usd(ReplayPlan plan, Instant start, double usefulHours) {
        List<Cell> cells = new ArrayList<>();
        Instant from = start;
        for (Instant until : changes(plan, start)) {
            double hours = Duration.between(from, until).toMillis() / MILLIS_PER_HOUR;
            cells.addAll(cells(plan, from, hours));
            from = until;
        }
        cells.sort(Comparator.comparingDouble(Cell::price));
        double left = usefulHours;
        double usd = 0;
        for (Cell cell : cells) {
            double used = Math.min(left, cell.hours());
            usd += used * cell.price();
            left -= used;
        }
        return usd;
    }

    /**
     * When anything may change in the market, and the end of the run: between them nothing does.
     */
    private static SortedSet<Instant> changes(ReplayPlan plan, Instant start) {
        Instant end = start.plus(plan.longest());
        SortedSet<Instant> changes = new TreeSet<>();
        for (SimulatedPool pool : plan.pools()) {
            Duration gap = pool.gap();
            Instant next = SimulatedPool.BEGIN.plus(gap.multipliedBy(pool.index(start) + 1L));
            for (Instant at = next; at.isBefore(end); at = at.plus(gap)) {
                changes.add(at);
            }
            pool.price().changes().stream()
                    .map(SpotPrice.Change::from)
                    .filter(at -> at.isAfter(start) && at.isBefore(end))
                    .forEach(changes::add);
        }
        changes.add(end);
        return changes;
    }

    /** The cheapest instance hours of one interval, as many as agents may work at once. */
    private static List<Cell> cells(ReplayPlan plan, Instant at, double hours) {
        double onDemand =
                plan.pools().stream()
                        .mapToDouble(pool -> pool.onDemandPrice().dollars())
                        .min()
                        .orElseThrow();
        List<SimulatedPool> cheapest = new ArrayList<>(plan.pools());
        cheapest.removeIf(pool -> pool.price().at(at).dollars() >= onDemand);
        cheapest.sort(Comparator.comparing(pool -> pool.price().at(at)));
        List<Cell> cells = new ArrayList<>();
        int left = plan.work().agents();
        for (SimulatedPool pool : cheapest) {
            int held = Math.min(left, pool.availableAt(at));
            if (held > 0) {
                cells.add(new Cell(pool.price().at(at).dollars(), held * hours));
                left -= held;
            }
        }
        cells.add(new Cell(onDemand, left * hours));
        return cells;
    }

    private record Cell(double price, double hours) {}
}
