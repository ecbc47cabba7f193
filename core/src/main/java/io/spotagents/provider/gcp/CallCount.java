package io.spotagents.provider.gcp;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many requests were sent, by method; each page and each attempt counts. Safe to use from any
 * thread.
 */
public final class CallCount {

    private final ConcurrentHashMap<String, LongAdder> counts = new ConcurrentHashMap<>();

    /** Requests since the start by name of the method, such as {@code instances.bulkInsert}. */
    public SortedMap<String, Long> byMethod() {
        SortedMap<String, Long> copy = new TreeMap<>();
        counts.forEach((method, count) -> copy.put(method, count.sum()));
        return copy;
    }

    /** Requests of one method since the start. */
    public long of(String method) {
        return byMethod().getOrDefault(method, 0L);
    }

    void add(String method) {
        counts.computeIfAbsent(method, name -> new LongAdder()).increment();
    }
}
