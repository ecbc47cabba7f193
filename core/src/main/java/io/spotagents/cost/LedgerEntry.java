package io.spotagents.cost;

import io.spotagents.model.Pool;
import io.spotagents.model.TemplateKey;
import io.spotagents.model.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One instance in the ledger.
 *
 * @param rate what an hour of it costs, and would have cost on demand
 * @param ran from when to when it was billed; still running if the end is absent
 * @param lost executor time of work that was lost with it and has to be done again
 */
public record LedgerEntry(
        String instanceId, TemplateKey template, Rate rate, Ran ran, Duration lost) {

    /** Prices of one hour of an instance, and the pool they are the prices of. */
    public record Rate(Pool pool, Usd hourly, Usd onDemandHourly) {}

    /** The time an instance was billed for. */
    public record Ran(Instant from, Optional<Instant> until) {}

    public LedgerEntry endedAt(Instant end) {
        return new LedgerEntry(
                instanceId, template, rate, new Ran(ran.from(), Optional.of(end)), lost);
    }

    public LedgerEntry withLost(Duration more) {
        return new LedgerEntry(instanceId, template, rate, ran, lost.plus(more));
    }
}
