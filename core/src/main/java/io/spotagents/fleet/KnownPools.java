package io.spotagents.fleet;

import io.spotagents.capacity.CapacityTable;
import io.spotagents.capacity.PoolCapacity;
import io.spotagents.hazard.HazardBook;
import io.spotagents.hazard.HazardView;
import io.spotagents.model.Granularity;
import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import io.spotagents.selection.Catalog;
import io.spotagents.selection.PoolFacts;
import io.spotagents.speed.MeasuredSpeed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that was learned of pools, whatever book it stands in, and the same by the rows of the
 * newest catalog: there every pool has its numbers at hand, and a pool with a history is looked up
 * once. Not thread-safe.
 */
final class KnownPools {

    /** Pools looked up lately; a power of two, several times the instances that a fleet has. */
    private static final int SLOTS = 1 << 16;

    private final PoolCapacity capacity;
    private final HazardBook hazards;
    private final ZoneShocks zones;
    private final MeasuredSpeed speeds;
    private final SourceBook sources;
    private @Nullable Table newest;

    KnownPools(PoolCapacity capacity, HazardBook hazards, Beyond beyond) {
        this.capacity = capacity;
        this.hazards = hazards;
        this.zones = beyond.zones();
        this.speeds = beyond.speeds();
        this.sources = beyond.sources();
    }

    /** What is known of more than one pool. */
    record Beyond(ZoneShocks zones, MeasuredSpeed speeds, SourceBook sources) {}

    PoolCapacity capacity() {
        return capacity;
    }

    HazardView hazardsAt(Instant now) {
        return hazards.at(now);
    }

    /** What a zone that is being taken back adds to the hazard of a pool. */
    double shockPerHour(Pool pool, Instant now) {
        return zones.perHour(pool.place(), now);
    }

    /** 1 for the reference. */
    double speed(String machineType) {
        return 1 / speeds.speed(machineType).expectedSlowness();
    }

    /** What is known of the sources of pools. */
    SourceBook sources() {
        return sources;
    }

    /** What holds of all pools of a catalog; itself holds until the next call. */
    PoolFacts facts(Catalog catalog, Instant now, HazardView view, Held held) {
        Table known = newest;
        if (known == null || known.catalog != catalog) {
            known = new Table(catalog);
            newest = known;
        }
        return known.at(now, view, held);
    }

    /** By the rows of one catalog. */
    private final class Table {

        private final Catalog catalog;
        private final PoolFacts facts;
        private final CapacityTable asking;
        private final int[] hazardIndex;
        private final boolean[] isReclaimed;
        private final int[] placeOf;
        private final int[] typeOf;
        private final List<Place> places = new ArrayList<>();
        private final int[] kindOf;
        private final List<String> types = new ArrayList<>();
        private final List<SourceBook.Kind> kinds = new ArrayList<>();
        private final double[] shocks;
        private final double[] speedOfType;
        private final Granularity[] stepsOfKind;
        private final double[] bootOfKind;
        private final boolean[] isSameAsNext;
        private final @Nullable Pool[] seenPools = new @Nullable Pool[SLOTS];
        private final int[] seenRows = new int[SLOTS];
        private int hazardsSeen;

        private Table(Catalog catalog) {
            this.catalog = catalog;
            int size = catalog.size();
            facts = new PoolFacts(size);
            asking = capacity.table(new Rows(catalog));
            hazardIndex = new int[size];
            Arrays.fill(hazardIndex, -1);
            isReclaimed = new boolean[size];
            placeOf = new int[size];
            typeOf = new int[size];
            kindOf = new int[size];
            Map<Place, Integer> placeNumbers = new HashMap<>();
            Map<String, Integer> typeNumbers = new HashMap<>();
            Map<SourceBook.Kind, Integer> kindNumbers = new HashMap<>();
            for (int row = 0; row < size; row++) {
                Pool pool = catalog.pool(row);
                isReclaimed[row] = pool.purchase().isReclaimed();
                placeOf[row] = number(pool.place(), placeNumbers, places);
                typeOf[row] = number(pool.machineType(), typeNumbers, types);
                SourceBook.Kind kind = new SourceBook.Kind(catalog.source(row), pool.os());
                kindOf[row] = number(kind, kindNumbers, kinds);
            }
            isSameAsNext = new boolean[size];
            for (int row = 0; row + 1 < size; row++) {
                isSameAsNext[row] = catalog.pool(row).equals(catalog.pool(row + 1));
            }
            shocks = new double[places.size()];
            speedOfType = new double[types.size()];
            stepsOfKind = new Granularity[kinds.size()];
            bootOfKind = new double[kinds.size()];
        }

        private PoolFacts at(Instant now, HazardView view, Held held) {
            readNewHazards();
            asking.refresh(now);
            for (int place = 0; place < shocks.length; place++) {
                shocks[place] = zones.perHour(places.get(place), now);
            }
            for (int type = 0; type < speedOfType.length; type++) {
                speedOfType[type] = speed(types.get(type));
            }
            for (int kind = 0; kind < stepsOfKind.length; kind++) {
                stepsOfKind[kind] = sources.granularity(kinds.get(kind).source());
                bootOfKind[kind] = sources.bootHours(kinds.get(kind)).orElse(PoolFacts.NOT_KNOWN);
            }
            double stranger = view.perHourOfStranger();
            for (int row = 0; row < placeOf.length; row++) {
                facts.asking(
                        row,
                        asking.mayBeAsked(row),
                        asking.mostAtOnce(row),
                        asking.successProbability(row));
                int index = hazardIndex[row];
                double own = index < 0 || index >= view.size() ? stranger : view.perHour(index);
                facts.hazard(row, isReclaimed[row] ? own + shocks[placeOf[row]] : 0);
                facts.speed(row, speedOfType[typeOf[row]]);
                facts.granularity(row, stepsOfKind[kindOf[row]]);
                facts.boot(row, bootOfKind[kindOf[row]]);
                facts.held(row, 0);
            }
            held.forEach(this::hold);
            return facts;
        }

        private void hold(Pool pool, int count) {
            int row = firstRow(pool);
            if (row >= 0) {
                facts.holdMore(row, count);
                while (isSameAsNext[row]) {
                    row++;
                    facts.holdMore(row, count);
                }
            }
        }

        /** An instance names its pool by the same object for as long as it lives. */
        private int firstRow(Pool pool) {
            int slot = System.identityHashCode(pool) & SLOTS - 1;
            if (seenPools[slot] != pool) {
                seenPools[slot] = pool;
                seenRows[slot] = catalog.firstRow(pool);
            }
            return seenRows[slot];
        }

        private void readNewHazards() {
            hazards.forEachFrom(
                    hazardsSeen,
                    (source, pool) -> {
                        int row = catalog.row(source, pool);
                        if (row >= 0) {
                            hazardIndex[row] = hazardsSeen;
                        }
                        hazardsSeen++;
                    });
        }

        private static <T> int number(T one, Map<T, Integer> numbers, List<T> all) {
            Integer known = numbers.putIfAbsent(one, all.size());
            if (known != null) {
                return known;
            }
            all.add(one);
            return all.size() - 1;
        }
    }

    private record Rows(Catalog catalog) implements CapacityTable.Rows {

        @Override
        public int size() {
            return catalog.size();
        }

        @Override
        public String source(int row) {
            return catalog.source(row);
        }

        @Override
        public Pool pool(int row) {
            return catalog.pool(row);
        }

        @Override
        public int row(String source, Pool pool) {
            return catalog.row(source, pool);
        }
    }
}
