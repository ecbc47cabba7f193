package io.spotagents.provider.aws;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * How many requests were sent, by action; each page and each attempt counts. Safe to use from any
 * thread.
 */
public final class CallCount implements ExecutionInterceptor {

    private final ConcurrentHashMap<String, LongAdder> counts = new ConcurrentHashMap<>();

    /** Requests since the start by name of the action, such as {@code CreateFleet}. */
    public SortedMap<String, Long> byAction() {
        SortedMap<String, Long> copy = new TreeMap<>();
        counts.forEach((action, count) -> copy.put(action, count.sum()));
        return copy;
    }

    /** Requests of one action since the start. */
    public long of(String action) {
        return byAction().getOrDefault(action, 0L);
    }

    @Override
    public void beforeTransmission(
            Context.BeforeTransmission context, ExecutionAttributes attributes) {
        sent(String.valueOf(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME)));
    }

    void sent(String action) {
        counts.computeIfAbsent(action, name -> new LongAdder()).increment();
    }
}
