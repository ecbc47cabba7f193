package io.spotagents.selection;

import io.spotagents.market.MarketSnapshot;
import io.spotagents.model.MachineFamily;
import io.spotagents.model.Offer;
import io.spotagents.model.Pool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The pools that all sources of a market offer, in an order that never depends on chance: by id,
 * then by name of the source. Each has a row number, from 0, so that what is known of thousands of
 * pools can stand in plain columns instead of maps. Immutable; one catalog stays the same object
 * for as long as the same pools are offered, whatever their prices do.
 */
public final class Catalog {

    /** Of two offers of one pool by one source the newer holds, then the dearer. */
    private static final Comparator<Entry> ORDER =
            Comparator.comparing(Entry::id)
                    .thenComparing(Entry::source)
                    .thenComparing(entry -> entry.offer().asOf(), Comparator.reverseOrder())
                    .thenComparing(Entry::micros, Comparator.reverseOrder());

    static final Catalog EMPTY = new Catalog(List.of());

    private final List<Entry> entries;
    private final Map<Pool, Integer> firstRow = new HashMap<>();
    private final int[] regions;
    private final int[] families;
    private final int[] clouds;

    private Catalog(List<Entry> entries) {
        this.entries = entries;
        regions = new int[entries.size()];
        families = new int[entries.size()];
        clouds = new int[entries.size()];
        Map<String, Integer> regionNumbers = new HashMap<>();
        Map<String, Integer> familyNumbers = new HashMap<>();
        Map<String, Integer> cloudNumbers = new HashMap<>();
        Map<String, String> familyOf = new HashMap<>();
        for (int row = 0; row < entries.size(); row++) {
            Pool pool = entries.get(row).offer().pool();
            firstRow.putIfAbsent(pool, row);
            String cloud = pool.place().provider();
            regions[row] = number(regionNumbers, cloud + "/" + pool.place().region());
            String family = familyOf.computeIfAbsent(pool.machineType(), MachineFamily::of);
            families[row] = number(familyNumbers, cloud + "/" + family);
            clouds[row] = number(cloudNumbers, cloud);
        }
    }

    /** The pools of a market. */
    public static Catalog of(MarketSnapshot market) {
        List<Entry> entries = new ArrayList<>();
        market.offersBySource()
                .forEach(
                        (source, offers) -> {
                            for (int at = 0; at < offers.size(); at++) {
                                entries.add(Entry.of(source, at, offers.get(at)));
                            }
                        });
        entries.sort(ORDER);
        List<Entry> once = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            if (once.isEmpty() || !entry.isSamePool(once.get(once.size() - 1))) {
                once.add(entry);
            }
        }
        return new Catalog(once);
    }

    /** Rows. */
    public int size() {
        return entries.size();
    }

    public Pool pool(int row) {
        return entries.get(row).offer().pool();
    }

    /** Name of the source that offers the pool. */
    public String source(int row) {
        return entries.get(row).source();
    }

    /** The row of a pool of a source; -1 if it is not offered. */
    public int row(String source, Pool pool) {
        for (int row = firstRow(pool); row >= 0 && row < size(); row++) {
            Entry entry = entries.get(row);
            if (!entry.offer().pool().equals(pool)) {
                return -1;
            }
            if (entry.source().equals(source)) {
                return row;
            }
        }
        return -1;
    }

    /** The first row of a pool, which is followed by those of other sources; -1 if none is. */
    public int firstRow(Pool pool) {
        return firstRow.getOrDefault(pool, -1);
    }

    int region(int row) {
        return regions[row];
    }

    int family(int row) {
        return families[row];
    }

    int cloud(int row) {
        return clouds[row];
    }

    /**
     * The row of each offer, by the place of its source in the market and its own in the source's
     * list; -1 for one that another of the same pool stands for.
     *
     * @param market the one that this is the catalog of
     */
    int[][] rowsOf(MarketSnapshot market) {
        Map<String, int[]> bySource = new LinkedHashMap<>();
        market.offersBySource()
                .forEach((source, offers) -> bySource.put(source, new int[offers.size()]));
        bySource.values().forEach(rows -> Arrays.fill(rows, -1));
        for (int row = 0; row < size(); row++) {
            Entry entry = entries.get(row);
            bySource.get(entry.source())[entry.position()] = row;
        }
        return bySource.values().toArray(int[][]::new);
    }

    private static int number(Map<String, Integer> numbers, String name) {
        return numbers.computeIfAbsent(name, n -> numbers.size());
    }

    /** Ids are texts that are put together when asked for, and sorting asks often. */
    private record Entry(String id, String source, int position, Offer offer) {

        static Entry of(String source, int position, Offer offer) {
            return new Entry(offer.pool().id(), source, position, offer);
        }

        long micros() {
            return offer.reckonedPrice().map(price -> price.micros()).orElse(Long.MAX_VALUE);
        }

        boolean isSamePool(Entry other) {
            return source.equals(other.source) && offer.pool().equals(other.offer.pool());
        }
    }
}
