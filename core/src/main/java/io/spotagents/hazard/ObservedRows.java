package io.spotagents.hazard;

import io.spotagents.market.Observation;
import io.spotagents.market.RecordedObservation;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a controller observed, as rows to fit weights to: its pools are looked at each five minutes
 * while it had instances there. How long that was is told by instances that ended or were lost;
 * those that still run teach nothing yet. A pool that was given up before a horizon was over counts
 * for as long as it was watched: most builds are brief.
 */
public final class ObservedRows {

    static final Duration LOOK = Duration.ofMinutes(5);
    private static final Duration QUARTER_HOUR = Duration.ofMinutes(15);
    private static final Duration HOUR = Duration.ofHours(1);

    private final HazardBook book = new HazardBook(HazardWeights.shipped());
    private final Map<Key, List<Life>> lives = new TreeMap<>();
    private final List<WeightFit.Row> rows = new ArrayList<>();
    private final Predictions quarterHour = new Predictions();
    private final Predictions hour = new Predictions();

    private ObservedRows() {}

    /**
     * What was seen, and what the shipped weights, learning along, would have predicted.
     *
     * @param rows oldest first
     * @param quarterHour of looks whose next 15 minutes were watched to their end, or the loss
     * @param hour the same of an hour
     */
    public record Seen(
            List<WeightFit.Row> rows,
            Optional<PredictionScore> quarterHour,
            Optional<PredictionScore> hour) {
        public Seen {
            rows = List.copyOf(rows);
        }
    }

    /**
     * Goes through observations from the time on from which ends are known.
     *
     * @param observations in the order of recording; what the clock's going back makes senseless is
     *     passed over
     */
    public static Seen of(List<RecordedObservation> observations) {
        ObservedRows all = new ObservedRows();
        observations.forEach(one -> all.add(one.observation()));
        all.walk();
        return new Seen(
                all.rows,
                all.quarterHour.size() == 0
                        ? Optional.empty()
                        : Optional.of(all.quarterHour.score()),
                all.hour.size() == 0 ? Optional.empty() : Optional.of(all.hour.score()));
    }

    private void add(Observation observation) {
        Observation.Seen seen = observation.seen();
        if (seen.pool().purchase() != Purchase.SPOT) {
            return;
        }
        if (observation instanceof Observation.Lost lost) {
            Instant at = seen.at().minus(lost.warning().orElse(Duration.ZERO));
            live(seen, new Life(seen.at().minus(lost.lived()), at, true));
        } else if (observation instanceof Observation.Ended ended) {
            live(seen, new Life(seen.at().minus(ended.lived()), seen.at(), false));
        }
    }

    private void live(Observation.Seen seen, Life life) {
        if (life.from().isBefore(life.until())) {
            lives.computeIfAbsent(new Key(seen.source(), seen.pool()), key -> new ArrayList<>())
                    .add(life);
        }
    }

    private void walk() {
        List<Event> events = new ArrayList<>();
        for (Watched watched : newest()) {
            Watch watch = watched.watch();
            for (Instant at = watch.from(); at.isBefore(watch.until()); at = at.plus(LOOK)) {
                events.add(new Event(at, watched.key(), watch, false));
            }
            events.add(new Event(watch.until(), watched.key(), watch, true));
        }
        events.sort(Event.ORDER);
        for (Event event : events) {
            if (event.isEnd()) {
                end(event);
            } else {
                book.seenUp(event.key().source(), event.key().pool(), event.at());
                look(event);
            }
        }
    }

    /** No more than can be fitted to: a season of a thousand pools would take hours. */
    private List<Watched> newest() {
        List<Watched> all = new ArrayList<>();
        lives.forEach((key, some) -> watches(some).forEach(one -> all.add(new Watched(key, one))));
        all.sort(
                Comparator.comparing((Watched one) -> one.watch().until())
                        .reversed()
                        .thenComparing(Watched::key));
        long looks = 0;
        int kept = 0;
        while (kept < all.size() && looks < WeightFit.MOST_ROWS) {
            Watch watch = all.get(kept++).watch();
            looks += 1 + Duration.between(watch.from(), watch.until()).dividedBy(LOOK);
        }
        return all.subList(0, kept);
    }

    private void end(Event event) {
        Key key = event.key();
        if (event.watch().lost()) {
            book.lost(key.source(), key.pool(), event.at());
        } else {
            book.unwatched(key.source(), key.pool(), event.at());
        }
    }

    /** Notes what was known, and what came next. */
    private void look(Event event) {
        Key key = event.key();
        double[] features = book.features(key.source(), key.pool(), event.at());
        HazardView view = book.at(event.at());
        rows.add(
                new WeightFit.Row(
                        features,
                        noted(event, view, QUARTER_HOUR, quarterHour),
                        noted(event, view, HOUR, hour)));
    }

    private static WeightFit.Within noted(
            Event event, HazardView view, Duration horizon, Predictions into) {
        Duration left = Duration.between(event.at(), event.watch().until());
        boolean isOver = left.compareTo(horizon) > 0;
        boolean isLost = event.watch().lost() && !isOver;
        if (isOver || isLost) {
            Key key = event.key();
            int day = (int) (event.at().getEpochSecond() / Duration.ofDays(1).toSeconds());
            into.add(day, view.lossWithin(key.source(), key.pool(), horizon), isLost);
        }
        double share = (double) left.toMillis() / horizon.toMillis();
        return new WeightFit.Within(Math.min(1, share), isLost);
    }

    /** Lives that overlap are one watch; a loss ends it, as a pool is taken back as one. */
    private static List<Watch> watches(List<Life> lives) {
        List<Life> sorted = new ArrayList<>(lives);
        sorted.sort(Comparator.comparing(Life::from).thenComparing(Life::until));
        List<Instant> losses =
                sorted.stream().filter(Life::lost).map(Life::until).sorted().toList();
        List<Watch> watches = new ArrayList<>();
        Instant from = null;
        Instant until = null;
        for (Life life : sorted) {
            if (from == null || until == null || life.from().isAfter(until)) {
                if (from != null && until != null) {
                    cut(from, until, losses, watches);
                }
                from = life.from();
                until = life.until();
            } else if (life.until().isAfter(until)) {
                until = life.until();
            }
        }
        if (from != null && until != null) {
            cut(from, until, losses, watches);
        }
        return watches;
    }

    private static void cut(
            Instant from, Instant until, List<Instant> losses, List<Watch> watches) {
        Instant start = from;
        for (Instant loss : losses) {
            if (loss.isAfter(start) && !loss.isAfter(until)) {
                watches.add(new Watch(start, loss, true));
                start = loss;
            }
        }
        if (start.isBefore(until)) {
            watches.add(new Watch(start, until, false));
        }
    }

    private record Key(String source, Pool pool) implements Comparable<Key> {

        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::source).thenComparing(Key::pool);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /** Of one instance. */
    private record Life(Instant from, Instant until, boolean lost) {}

    /** Time in which a pool was seen to be up, without a loss but at its end. */
    private record Watch(Instant from, Instant until, boolean lost) {}

    private record Watched(Key key, Watch watch) {}

    private record Event(Instant at, Key key, Watch watch, boolean isEnd) {

        static final Comparator<Event> ORDER =
                Comparator.comparing(Event::at)
                        .thenComparing(Event::isEnd, Comparator.reverseOrder())
                        .thenComparing(Event::key);
    }
}
