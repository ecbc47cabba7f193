package io.spotagents.store;

import io.spotagents.cost.CostSummary;
import io.spotagents.model.TemplateKey;
import io.spotagents.model.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * On-disk form of what a template's dropped entries cost; see {@code docs/decisions/0008-store.md}
 * before changing it. Dropped entries have all ended.
 *
 * @param month absent if it was written before months were told apart
 * @param readyMicros absent if it was written before any was kept for work to come
 */
record StoredTotal(
        StoredTemplate template,
        long spentMicros,
        long onDemandMicros,
        StoredLost lost,
        StoredInstances instances,
        @Nullable StoredMonth month,
        @Nullable Long readyMicros) {

    /** Money in millionths of a dollar, duration in ISO 8601. */
    record StoredLost(long micros, String work) {}

    /** The newest month of dropped entries: its begin in ISO 8601, UTC. */
    record StoredMonth(String begin, long spentMicros) {}

    /** Duration in ISO 8601. */
    record StoredInstances(long ended, long clockWentBack, String ran) {}

    static StoredTotal of(TemplateKey template, Dropped dropped) {
        CostSummary cost = dropped.cost();
        CostSummary.Instances instances = cost.instances();
        return new StoredTotal(
                StoredTemplate.of(template),
                cost.spent().micros(),
                cost.onDemand().micros(),
                new StoredLost(cost.lost().money().micros(), cost.lost().work().toString()),
                new StoredInstances(
                        instances.ended(), instances.clockWentBack(), instances.ran().toString()),
                dropped.month()
                        .map(one -> new StoredMonth(one.begin().toString(), one.spent().micros()))
                        .orElse(null),
                cost.ready().equals(Usd.ZERO) ? null : cost.ready().micros());
    }

    Dropped toDropped() {
        return new Dropped(
                toCost(),
                Optional.ofNullable(month)
                        .map(
                                one ->
                                        new Dropped.Month(
                                                Instant.parse(one.begin),
                                                new Usd(one.spentMicros))));
    }

    private CostSummary toCost() {
        return new CostSummary(
                new Usd(spentMicros),
                new Usd(onDemandMicros),
                new CostSummary.Lost(new Usd(lost.micros), Duration.parse(lost.work)),
                readyMicros == null ? Usd.ZERO : new Usd(readyMicros),
                new CostSummary.Instances(
                        0,
                        instances.ended,
                        instances.clockWentBack,
                        Duration.parse(instances.ran)));
    }
}
