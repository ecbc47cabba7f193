package io.spotagents.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * How a simulated cloud warns of losses ahead of its notices.
 *
 * @param precision share of the warnings that a loss follows, above 0 and at most 1
 * @param recall share of the losses that a warning precedes, 0 to 1
 * @param lead from a warning to the loss, longer than nothing
 */
public record Warnings(double precision, double recall, Duration lead) {

    public Warnings {
        if (!(precision > 0 && precision <= 1)) {
            throw new IllegalArgumentException(
                    "precision must be above 0 and at most 1, not " + precision);
        }
        if (!(recall >= 0 && recall <= 1)) {
            throw new IllegalArgumentException("recall must be from 0 to 1, not " + recall);
        }
        if (lead.isNegative() || lead.isZero()) {
            throw new IllegalArgumentException("lead must be longer than nothing, not " + lead);
        }
    }

    /**
     * When a pool is warned of: the same moments in every run, drawn by its name. False warnings
     * come at any moment at which the pool holds something and no loss is near.
     */
    List<Instant> of(SimulatedPool pool) {
        RandomGenerator random = new SplittableRandom(pool.pool().id().hashCode());
        List<Instant> warned = new ArrayList<>();
        Optional<Instant> drop = pool.nextDrop(SimulatedPool.BEGIN);
        while (drop.isPresent() && drop.get().isBefore(pool.end())) {
            if (random.nextDouble() < recall) {
                warned.add(drop.get().minus(lead));
            }
            drop = pool.nextDrop(drop.get());
        }
        long wrong = Math.round(warned.size() * (1 - precision) / precision);
        long millis = Duration.between(SimulatedPool.BEGIN, pool.end()).toMillis();
        long tries = 1_000 * wrong;
        while (wrong > 0 && tries > 0) {
            Instant at = SimulatedPool.BEGIN.plusMillis(random.nextLong(millis));
            boolean isCalm =
                    pool.availableAt(at) > 0
                            && pool.nextDrop(at).filter(d -> d.isAfter(at.plus(lead))).isPresent();
            if (isCalm) {
                warned.add(at);
                wrong--;
            }
            tries--;
        }
        warned.sort(null);
        return warned;
    }
}
