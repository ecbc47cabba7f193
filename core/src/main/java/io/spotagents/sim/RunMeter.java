package io.spotagents.sim;

import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts what happens in one run. Not thread-safe. */
final class RunMeter {

    /** Losses so close to each other are one event: a pool fails within minutes. */
    private static final Duration TOGETHER = Duration.ofMinutes(3);

    private static final double MILLIS_PER_HOUR = 3_600_000.0;

    private final Map<String, Integer> failedByOutage = new HashMap<>();
    private final Deque<Loss> recent = new ArrayDeque<>();
    private final List<Bill> bills = new ArrayList<>();
    private final List<Instant> unitEnds = new ArrayList<>();
    private double usd;
    private double lostHours;
    private double billedHours;
    private double onDemandHours;
    private int worstLoss;
    private int reclaims;

    void refused(Pool pool, int outage) {
        failedByOutage.merge(pool.id() + " " + outage, 1, Integer::sum);
    }

    void billed(Bill bill) {
        bills.add(bill);
        double hours = bill.time().toMillis() / MILLIS_PER_HOUR;
        usd += bill.usd();
        billedHours += hours;
        if (bill.pool().purchase() == Purchase.ON_DEMAND) {
            onDemandHours += hours;
        }
    }

    void lostWork(Duration work) {
        lostHours += work.toMillis() / MILLIS_PER_HOUR;
    }

    void unitDone(Instant at) {
        unitEnds.add(at);
    }

    void lostTogether(Instant at, int instances) {
        reclaims += instances;
        recent.add(new Loss(at, instances));
        while (recent.peek().at().isBefore(at.minus(TOGETHER))) {
            recent.remove();
        }
        worstLoss = Math.max(worstLoss, recent.stream().mapToInt(Loss::instances).sum());
    }

    /** One for each instance that ended, in the order of their ends. */
    List<Bill> bills() {
        return List.copyOf(bills);
    }

    /** When units of work were done, in order. */
    List<Instant> unitEnds() {
        return List.copyOf(unitEnds);
    }

    RunResult.Money money() {
        return new RunResult.Money(usd, billedHours, onDemandHours);
    }

    RunResult.Losses losses() {
        int failed = failedByOutage.values().stream().mapToInt(Integer::intValue).sum();
        return new RunResult.Losses(lostHours, worstLoss, failed, failedByOutage.size(), reclaims);
    }

    /**
     * What one instance cost from its launch to its end.
     *
     * @param time that was billed
     */
    record Bill(String instanceId, Pool pool, Duration time, double usd) {}

    private record Loss(Instant at, int instances) {}
}
