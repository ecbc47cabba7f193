package io.spotagents.provider.cloud;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many requests were sent to a cloud, by action; each page, each attempt and each look at an
 * operation counts. Safe to use from any thread.
 */
public final class CallCount {

    private final ConcurrentHashMap<String, LongAdder> counts = new ConcurrentHashMap<>();

    /**
     * Requests since the start by the cloud's own name of the action, such as {@code CreateFleet},
     * {@code instances.bulkInsert} or {@code virtualMachines/list}.
     */
    public SortedMap<String, Long> byAction() {
        SortedMap<String, Long> copy = new TreeMap<>();
        counts.forEach((action, count) -> copy.put(action, count.sum()));
        return copy;
    }

    /** Requests of one action since the start. */
    public long of(String action) {
        return byAction().getOrDefault(action, 0L);
    }

    /** One more request is sent. */
    public void sent(String action) {
        counts.computeIfAbsent(action, name -> new LongAdder()).increment();
    }
}
