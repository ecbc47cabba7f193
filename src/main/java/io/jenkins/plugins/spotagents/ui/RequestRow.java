package io.jenkins.plugins.spotagents.ui;

import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** What a source was asked since Jenkins started, as the page of its cloud shows it. */
public final class RequestRow {

    private final String source;
    private final SortedMap<String, Long> counts;

    RequestRow(String source, SortedMap<String, Long> counts) {
        this.source = source;
        this.counts = counts;
    }

    public String getSource() {
        return source;
    }

    /** All requests together. */
    public long getTotal() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Each action with its requests, the most frequent first. */
    public String getActions() {
        return counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
