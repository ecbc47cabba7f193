package io.spotagents.cost;

import io.spotagents.model.Pool;
import io.spotagents.model.TemplateKey;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What each template cost. Immutable.
 *
 * @param byTemplate a template that never ran anything is absent
 */
public record CostReport(SortedMap<TemplateKey, CostSummary> byTemplate) {
    public CostReport {
        byTemplate = Collections.unmodifiableSortedMap(new TreeMap<>(byTemplate));
    }

    /**
     * Sums entries up by their templates.
     *
     * @param now until when instances that still run are counted
     * @throws ArithmeticException if an amount is beyond nine trillion dollars
     */
    public static CostReport of(List<LedgerEntry> entries, Instant now) {
        TreeMap<TemplateKey, CostSummary> sums = new TreeMap<>();
        for (LedgerEntry entry : entries) {
            sums.merge(entry.template(), CostSummary.of(entry, now), CostSummary::plus);
        }
        return new CostReport(sums);
    }

    /**
     * What the templates of a cloud cost in each pool, of entries that are kept still.
     *
     * @param cloud as templates name it
     * @param now until when instances that still run are counted
     */
    public static SortedMap<Pool, CostSummary> byPool(
            List<LedgerEntry> entries, String cloud, Instant now) {
        TreeMap<Pool, CostSummary> sums = new TreeMap<>();
        for (LedgerEntry entry : entries) {
            if (entry.template().cloud().equals(cloud)) {
                sums.merge(entry.rate().pool(), CostSummary.of(entry, now), CostSummary::plus);
            }
        }
        return sums;
    }

    /** All templates of a cloud together. */
    public CostSummary ofCloud(String cloud) {
        return byTemplate.entrySet().stream()
                .filter(entry -> entry.getKey().cloud().equals(cloud))
                .map(Map.Entry::getValue)
                .reduce(CostSummary.NOTHING, CostSummary::plus);
    }

    /** All templates together. */
    public CostSummary total() {
        CostSummary sum = CostSummary.NOTHING;
        for (CostSummary part : byTemplate.values()) {
            sum = sum.plus(part);
        }
        return sum;
    }

    /** This and what other entries, which are not in this one, cost. */
    public CostReport plus(Map<TemplateKey, CostSummary> others) {
        TreeMap<TemplateKey, CostSummary> sums = new TreeMap<>(byTemplate);
        others.forEach((template, cost) -> sums.merge(template, cost, CostSummary::plus));
        return new CostReport(sums);
    }
}
