package io.spotagents.market;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The observations worth keeping: the newest of each kind, by the order of recording, so that a
 * clock that goes back costs none. Not thread-safe.
 */
public final class KeptObservations {

    /**
     * Most observations of one kind. Of each kind by itself, so that the many durations of a large
     * test run do not push out the few losses.
     */
    public static final int MAX_PER_KIND = 10_000;

    /** Beyond a season, a pool is another pool: published bands change within months. */
    public static final Duration MAX_AGE = Duration.ofDays(90);

    /**
     * For each one recorded, at most so many leave by age: a clock that jumps ahead for a moment
     * costs a little history, not all of it.
     */
    static final int AGED_OUT_FOR_EACH = 2;

    private final Limits limits;
    private final Map<Observation.Kind, ArrayDeque<RecordedObservation>> kept =
            new EnumMap<>(Observation.Kind.class);
    private long lastNumber;
    private Optional<Instant> lastAt = Optional.empty();

    public KeptObservations(Limits limits) {
        this.limits = limits;
        for (Observation.Kind kind : Observation.Kind.values()) {
            kept.put(kind, new ArrayDeque<>());
        }
    }

    /**
     * How much is kept.
     *
     * @param perKind most observations of one kind, at least 1
     * @param age how much older than the one being recorded an observation may be; longer than zero
     */
    public record Limits(int perKind, Duration age) {

        public static final Limits DEFAULT = new Limits(MAX_PER_KIND, MAX_AGE);

        public Limits {
            if (perKind < 1) {
                throw new IllegalArgumentException("perKind must be at least 1, not " + perKind);
            }
            if (age.isZero() || age.isNegative()) {
                throw new IllegalArgumentException("age must be longer than zero, not " + age);
            }
        }
    }

    /**
     * What has to be written for some observations to be kept.
     *
     * @param put new ones, in the order of their numbers
     * @param dropped former ones that have to make room
     */
    public record Change(List<RecordedObservation> put, List<RecordedObservation> dropped) {
        public Change {
            put = List.copyOf(put);
            dropped = List.copyOf(dropped);
        }
    }

    /** Changes nothing. Of more than fit, the last are put. */
    public Change changeFor(List<Observation> observations) {
        Map<Observation.Kind, List<RecordedObservation>> put =
                new EnumMap<>(Observation.Kind.class);
        long number = lastNumber;
        Optional<Instant> before = lastAt;
        for (Observation observation : observations) {
            Instant at = observation.seen().at();
            boolean wentBack = before.filter(at::isBefore).isPresent();
            before = Optional.of(at);
            number++;
            put.computeIfAbsent(observation.kind(), any -> new ArrayList<>())
                    .add(new RecordedObservation(number, wentBack, observation));
        }
        List<RecordedObservation> allPut = new ArrayList<>();
        List<RecordedObservation> dropped = new ArrayList<>();
        put.forEach(
                (kind, added) -> {
                    int first = Math.max(0, added.size() - limits.perKind);
                    allPut.addAll(added.subList(first, added.size()));
                    dropped.addAll(droppedFor(kind, added));
                });
        allPut.sort(Comparator.comparingLong(RecordedObservation::number));
        return new Change(allPut, dropped);
    }

    private List<RecordedObservation> droppedFor(
            Observation.Kind kind, List<RecordedObservation> added) {
        ArrayDeque<RecordedObservation> former = of(kind);
        int excess = Math.max(0, former.size() + added.size() - limits.perKind);
        int mayAgeOut = AGED_OUT_FOR_EACH * added.size();
        Instant oldest = added.get(added.size() - 1).observation().seen().at().minus(limits.age);
        List<RecordedObservation> dropped = new ArrayList<>();
        Iterator<RecordedObservation> oldestFirst = former.iterator();
        while (oldestFirst.hasNext()) {
            RecordedObservation next = oldestFirst.next();
            boolean aged = next.observation().seen().at().isBefore(oldest);
            boolean leaves = dropped.size() < excess || aged && dropped.size() < mayAgeOut;
            if (!leaves) {
                break;
            }
            dropped.add(next);
        }
        return dropped;
    }

    /** Does what {@link #changeFor} answered last. */
    public void apply(Change change) {
        for (RecordedObservation gone : change.dropped) {
            of(gone.observation().kind()).remove(gone);
        }
        change.put.forEach(this::add);
    }

    /** Adds one that was recorded before, in the order of their numbers. */
    public void add(RecordedObservation recorded) {
        if (recorded.number() <= lastNumber) {
            throw new IllegalArgumentException(
                    "number must be above " + lastNumber + ", not " + recorded.number());
        }
        lastNumber = recorded.number();
        lastAt = Optional.of(recorded.observation().seen().at());
        of(recorded.observation().kind()).add(recorded);
    }

    /** Gives no number up to this one any more: something that cannot be read bears it. */
    public void passOver(long number) {
        lastNumber = Math.max(lastNumber, number);
    }

    /** In the order of recording. */
    public List<RecordedObservation> all() {
        return kept.values().stream()
                .flatMap(ArrayDeque::stream)
                .sorted(Comparator.comparingLong(RecordedObservation::number))
                .toList();
    }

    private ArrayDeque<RecordedObservation> of(Observation.Kind kind) {
        return kept.computeIfAbsent(kind, any -> new ArrayDeque<>());
    }
}
