package io.spotagents.store;

import io.spotagents.cost.CostSummary;
import io.spotagents.model.TemplateKey;
import io.spotagents.model.Usd;
import java.time.Duration;

/**
 * On-disk form of what a template's dropped entries cost; see {@code docs/decisions/0008-store.md}
 * before changing it. Dropped entries have all ended.
 */
record StoredTotal(
        StoredTemplate template,
        long spentMicros,
        long onDemandMicros,
        StoredLost lost,
        StoredInstances instances) {

    /** Money in millionths of a dollar, duration in ISO 8601. */
    record StoredLost(long micros, String work) {}

    /** Duration in ISO 8601. */
    record StoredInstances(long ended, long clockWentBack, String ran) {}

    static StoredTotal of(TemplateKey template, CostSummary cost) {
        CostSummary.Instances instances = cost.instances();
        return new StoredTotal(
                StoredTemplate.of(template),
                cost.spent().micros(),
                cost.onDemand().micros(),
                new StoredLost(cost.lost().money().micros(), cost.lost().work().toString()),
                new StoredInstances(
                        instances.ended(), instances.clockWentBack(), instances.ran().toString()));
    }

    CostSummary toCost() {
        return new CostSummary(
                new Usd(spentMicros),
                new Usd(onDemandMicros),
                new CostSummary.Lost(new Usd(lost.micros), Duration.parse(lost.work)),
                new CostSummary.Instances(
                        0,
                        instances.ended,
                        instances.clockWentBack,
                        Duration.parse(instances.ran)));
    }
}
