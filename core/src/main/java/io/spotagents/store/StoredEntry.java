package io.spotagents.store;

import io.spotagents.cost.LedgerEntry;
import io.spotagents.model.Granularity;
import io.spotagents.model.Pool;
import io.spotagents.model.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * On-disk form of a {@link LedgerEntry}; see {@code docs/decisions/0008-store.md} before changing
 * it.
 *
 * @param lost duration in ISO 8601
 * @param accrued absent if the price never changed
 */
record StoredEntry(
        String id,
        StoredTemplate template,
        StoredRate rate,
        StoredRan ran,
        String lost,
        @Nullable StoredAccrued accrued) {

    /**
     * Prices in millionths of a dollar.
     *
     * @param granularity absent if what runs is what is billed
     */
    record StoredRate(
            StoredPool pool,
            long hourlyMicros,
            long onDemandHourlyMicros,
            @Nullable StoredGranularity granularity) {

        static StoredRate of(LedgerEntry.Rate rate) {
            return new StoredRate(
                    StoredPool.of(rate.pool()),
                    rate.hourly().micros(),
                    rate.onDemandHourly().micros(),
                    StoredGranularity.of(rate.granularity()));
        }

        LedgerEntry.Rate toRate(UnaryOperator<Pool> shared) {
            return new LedgerEntry.Rate(
                    shared.apply(pool.toPool()),
                    new Usd(hourlyMicros),
                    new Usd(onDemandHourlyMicros),
                    granularity == null ? Granularity.EXACT : granularity.toGranularity());
        }
    }

    /** Durations in ISO 8601. */
    record StoredGranularity(String increment, String minimum) {

        static @Nullable StoredGranularity of(Granularity granularity) {
            return granularity.equals(Granularity.EXACT)
                    ? null
                    : new StoredGranularity(
                            granularity.increment().toString(), granularity.minimum().toString());
        }

        Granularity toGranularity() {
            return new Granularity(Duration.parse(increment), Duration.parse(minimum));
        }
    }

    /**
     * Times in ISO 8601, UTC.
     *
     * @param until absent while the instance runs
     * @param ready duration in ISO 8601; absent if it was never kept for work to come
     */
    record StoredRan(String from, @Nullable String until, @Nullable String ready) {

        static StoredRan of(LedgerEntry.Ran ran) {
            return new StoredRan(
                    ran.from().toString(),
                    ran.until().map(Instant::toString).orElse(null),
                    ran.ready().isZero() ? null : ran.ready().toString());
        }

        LedgerEntry.Ran toRan() {
            return new LedgerEntry.Ran(
                    Instant.parse(from),
                    Optional.ofNullable(until).map(Instant::parse),
                    ready == null ? Duration.ZERO : Duration.parse(ready));
        }
    }

    /** Amounts in millionths of a dollar; the time in ISO 8601, UTC. */
    record StoredAccrued(String until, long spentMicros, long onDemandMicros) {

        static StoredAccrued of(LedgerEntry.Accrued accrued) {
            return new StoredAccrued(
                    accrued.until().toString(),
                    accrued.spent().micros(),
                    accrued.onDemand().micros());
        }

        LedgerEntry.Accrued toAccrued() {
            return new LedgerEntry.Accrued(
                    Instant.parse(until), new Usd(spentMicros), new Usd(onDemandMicros));
        }
    }

    static StoredEntry of(LedgerEntry entry) {
        return new StoredEntry(
                entry.instanceId(),
                StoredTemplate.of(entry.template()),
                StoredRate.of(entry.rate()),
                StoredRan.of(entry.ran()),
                entry.lost().toString(),
                entry.accrued().map(StoredAccrued::of).orElse(null));
    }

    /**
     * @param shared answers one pool for all that are equal, as many entries are of few pools
     */
    LedgerEntry toEntry(UnaryOperator<Pool> shared) {
        return new LedgerEntry(
                Objects.requireNonNull(id, "id"),
                template.toKey(),
                rate.toRate(shared),
                ran.toRan(),
                Duration.parse(lost),
                Optional.ofNullable(accrued).map(StoredAccrued::toAccrued));
    }
}
