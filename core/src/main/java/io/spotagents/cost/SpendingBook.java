package io.spotagents.cost;

import io.spotagents.model.TemplateKey;
import io.spotagents.model.Usd;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A ledger that can say at any time what each template spent in this calendar month. It reads all
 * entries only when it is first asked and when a month begins; in between it sums up what is
 * written. Not thread-safe: one owner, through whom everything is written.
 */
public final class SpendingBook implements LedgerBook {

    private final LedgerBook book;
    private final SortedMap<TemplateKey, Usd> ended = new TreeMap<>();
    private final Map<String, LedgerEntry> running = new HashMap<>();
    private Instant from = Instant.MAX;

    public SpendingBook(LedgerBook book) {
        this.book = book;
    }

    /**
     * What each template spent since the month began, in UTC; one that spent nothing may be absent.
     * The sum of its entries' parts, exactly.
     */
    public SortedMap<TemplateKey, Usd> spentInMonth(Instant now) {
        Instant begin = Budget.Window.MONTH.start(now, now);
        if (!begin.equals(from)) {
            from = begin;
            countAnew();
        }
        SortedMap<TemplateKey, Usd> spent = new TreeMap<>(ended);
        for (LedgerEntry entry : running.values()) {
            spent.merge(entry.template(), inMonth(entry, now), Usd::plus);
        }
        return spent;
    }

    @Override
    public void put(LedgerEntry entry) {
        putAll(List.of(entry));
    }

    @Override
    public void putAll(List<LedgerEntry> entries) {
        Map<String, LedgerEntry> known = new HashMap<>();
        entries.forEach(
                entry ->
                        book.find(entry.instanceId())
                                .ifPresent(former -> known.put(former.instanceId(), former)));
        book.putAll(entries);
        for (LedgerEntry entry : entries) {
            LedgerEntry former = known.put(entry.instanceId(), entry);
            if (former != null && !runs(former)) {
                count(former, Usd.ZERO.minus(inMonth(former, from)));
            }
            follow(entry);
        }
    }

    @Override
    public Optional<LedgerEntry> find(String instanceId) {
        return book.find(instanceId);
    }

    @Override
    public List<LedgerEntry> all() {
        return book.all();
    }

    @Override
    public SortedMap<TemplateKey, Usd> droppedInMonth(Instant begin) {
        return book.droppedInMonth(begin);
    }

    @Override
    public CostReport report(Instant now) {
        return book.report(now);
    }

    private void countAnew() {
        ended.clear();
        running.clear();
        ended.putAll(book.droppedInMonth(from));
        for (LedgerEntry entry : book.all()) {
            follow(entry);
        }
    }

    private void count(LedgerEntry entry, Usd amount) {
        ended.merge(entry.template(), amount, Usd::plus);
    }

    private void follow(LedgerEntry entry) {
        if (runs(entry)) {
            running.put(entry.instanceId(), entry);
        } else {
            running.remove(entry.instanceId());
            count(entry, inMonth(entry, from));
        }
    }

    /**
     * @param now of no meaning for one that has ended
     */
    private Usd inMonth(LedgerEntry entry, Instant now) {
        return Forecast.spent(List.of(entry), from, now);
    }

    private static boolean runs(LedgerEntry entry) {
        return entry.ran().until().isEmpty();
    }
}
