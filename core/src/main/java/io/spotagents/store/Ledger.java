package io.spotagents.store;

import io.spotagents.cost.CostSummary;
import io.spotagents.cost.LedgerEntry;
import io.spotagents.model.TemplateKey;
import io.spotagents.model.Usd;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The ledger in memory: all entries that run, those that ended last, and what the dropped ones
 * cost. Not thread-safe.
 */
final class Ledger {

    private static final Comparator<LedgerEntry> FIRST_ENDED =
            Comparator.comparing((LedgerEntry entry) -> entry.ran().until().orElse(Instant.MAX))
                    .thenComparing(LedgerEntry::instanceId);

    private final int maxEnded;
    private final Map<String, LedgerEntry> entries = new HashMap<>();
    private final TreeSet<LedgerEntry> ended = new TreeSet<>(FIRST_ENDED);
    private final SortedMap<TemplateKey, Dropped> totals = new TreeMap<>();

    Ledger(int maxEnded) {
        this.maxEnded = maxEnded;
    }

    /**
     * What has to be written for some entries to be in the ledger.
     *
     * @param dropped entries that have to make room
     * @param totals what dropped entries cost, now and before, of the templates that changes
     */
    record Change(
            List<LedgerEntry> put,
            List<LedgerEntry> dropped,
            SortedMap<TemplateKey, Dropped> totals) {}

    /** Changes nothing. */
    Change changeFor(List<LedgerEntry> put) {
        Map<String, LedgerEntry> byId = new LinkedHashMap<>();
        put.forEach(entry -> byId.put(entry.instanceId(), entry));
        List<LedgerEntry> last = List.copyOf(byId.values());
        List<LedgerEntry> dropped = noLongerKept(byId);
        TreeMap<TemplateKey, Dropped> changed = new TreeMap<>();
        for (LedgerEntry entry : dropped) {
            CostSummary cost = CostSummary.of(List.of(entry), Instant.EPOCH);
            Dropped before = totals.getOrDefault(entry.template(), Dropped.NOTHING);
            changed.put(
                    entry.template(),
                    changed.getOrDefault(entry.template(), before).plus(entry, cost));
        }
        return new Change(last, dropped, changed);
    }

    /** An entry just written stays, whenever its instance ended: it may still change. */
    private List<LedgerEntry> noLongerKept(Map<String, LedgerEntry> put) {
        long keptBefore =
                ended.size()
                        - put.keySet().stream()
                                .filter(id -> entries.containsKey(id) && hasEnded(entries.get(id)))
                                .count();
        long excess =
                keptBefore + put.values().stream().filter(Ledger::hasEnded).count() - maxEnded;
        return ended.stream()
                .filter(entry -> !put.containsKey(entry.instanceId()))
                .limit(Math.max(0, excess))
                .toList();
    }

    void apply(Change change) {
        change.dropped.forEach(entry -> forget(entry.instanceId()));
        change.put.forEach(this::add);
        totals.putAll(change.totals);
    }

    void add(LedgerEntry entry) {
        forget(entry.instanceId());
        entries.put(entry.instanceId(), entry);
        if (hasEnded(entry)) {
            ended.add(entry);
        }
    }

    private void forget(String instanceId) {
        LedgerEntry former = entries.remove(instanceId);
        if (former != null) {
            ended.remove(former);
        }
    }

    void addTotal(TemplateKey template, Dropped dropped) {
        totals.merge(template, dropped, Dropped::plus);
    }

    Optional<LedgerEntry> find(String instanceId) {
        return Optional.ofNullable(entries.get(instanceId));
    }

    /** In no order. */
    List<LedgerEntry> all() {
        return new ArrayList<>(entries.values());
    }

    /** What dropped entries cost. */
    SortedMap<TemplateKey, CostSummary> totals() {
        SortedMap<TemplateKey, CostSummary> costs = new TreeMap<>();
        totals.forEach((template, dropped) -> costs.put(template, dropped.cost()));
        return costs;
    }

    /** What dropped entries cost in the calendar month that begins then. */
    SortedMap<TemplateKey, Usd> droppedInMonth(Instant begin) {
        SortedMap<TemplateKey, Usd> spent = new TreeMap<>();
        totals.forEach((template, dropped) -> spent.put(template, dropped.spentInMonth(begin)));
        return spent;
    }

    private static boolean hasEnded(LedgerEntry entry) {
        return entry.ran().until().isPresent();
    }
}
