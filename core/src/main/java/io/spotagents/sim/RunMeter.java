package io.spotagents.sim;

import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Counts what happens in one run. Not thread-safe. */
final class RunMeter {

    /** Losses so close to each other are one event: a pool fails within minutes. */
    private static final Duration TOGETHER = Duration.ofMinutes(3);

    private static final double MILLIS_PER_HOUR = 3_600_000.0;

    private final Map<String, Integer> failedByOutage = new HashMap<>();
    private final Deque<Loss> recent = new ArrayDeque<>();
    private double usd;
    private double lostHours;
    private double billedHours;
    private double onDemandHours;
    private int worstLoss;

    void refused(Pool pool, int outage) {
        failedByOutage.merge(pool.id() + " " + outage, 1, Integer::sum);
    }

    void billed(Pool pool, Usd hourly, Duration time) {
        double hours = time.toMillis() / MILLIS_PER_HOUR;
        usd += hourly.micros() / 1e6 * hours;
        billedHours += hours;
        if (pool.purchase() == Purchase.ON_DEMAND) {
            onDemandHours += hours;
        }
    }

    void lostWork(Duration work) {
        lostHours += work.toMillis() / MILLIS_PER_HOUR;
    }

    void lostTogether(Instant at, int instances) {
        recent.add(new Loss(at, instances));
        while (recent.peek().at().isBefore(at.minus(TOGETHER))) {
            recent.remove();
        }
        worstLoss = Math.max(worstLoss, recent.stream().mapToInt(Loss::instances).sum());
    }

    RunResult.Money money() {
        return new RunResult.Money(usd, billedHours, onDemandHours);
    }

    RunResult.Losses losses() {
        int failed = failedByOutage.values().stream().mapToInt(Integer::intValue).sum();
        return new RunResult.Losses(lostHours, worstLoss, failed, failedByOutage.size());
    }

    private record Loss(Instant at, int instances) {}
}
