package io.spotagents.market;

import io.spotagents.model.Offer;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was known of the market at one moment. Immutable: a decision made from a snapshot can be
 * replayed from it.
 *
 * @param at the moment it is a picture of
 * @param offersBySource what each source offered when it last answered; a source that never
 *     answered is absent
 */
public record MarketSnapshot(Instant at, SortedMap<String, List<Offer>> offersBySource) {
    public MarketSnapshot {
        TreeMap<String, List<Offer>> copy = new TreeMap<>();
        offersBySource.forEach((source, offers) -> copy.put(source, List.copyOf(offers)));
        offersBySource = Collections.unmodifiableSortedMap(copy);
    }

    public static MarketSnapshot of(Instant at, Map<String, List<Offer>> offersBySource) {
        return new MarketSnapshot(at, new TreeMap<>(offersBySource));
    }

    /** What a source offered last; empty if it has not answered yet. */
    public List<Offer> offers(String source) {
        return offersBySource.getOrDefault(source, List.of());
    }
}
