package io.spotagents.hazard;

import io.spotagents.model.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Predicts along recorded pools as if all of them were watched all the time, and notes what
 * happened: at each look, for each pool that is up, whether it is seen down within 15 minutes and
 * within an hour. Predictions are made from what came before alone; looks whose future is not
 * recorded are left out.
 */
public final class ShadowRun {

    static final Duration QUARTER_HOUR = Duration.ofMinutes(15);
    static final Duration HOUR = Duration.ofHours(1);

    private static final Instant START = Instant.EPOCH;
    private static final String SOURCE = "shadow";

    private final Duration burnIn;
    private final HazardBook book;
    private final Predictions quarterHour = new Predictions();
    private final Predictions hour = new Predictions();

    private ShadowRun(HazardWeights weights, Duration burnIn) {
        this.book = new HazardBook(weights);
        this.burnIn = burnIn;
    }

    /**
     * Runs along the series, which all start at one moment; gaps and lengths may differ.
     *
     * @param burnIn time from the start during which the book learns and nothing is scored
     * @throws IllegalArgumentException if the burn-in is negative, or two series are of one pool
     */
    public static Result run(List<PoolSeries> series, HazardWeights weights, Duration burnIn) {
        if (burnIn.isNegative()) {
            throw new IllegalArgumentException("burnIn must not be negative, but is " + burnIn);
        }
        if (series.stream().map(PoolSeries::pool).distinct().count() < series.size()) {
            throw new IllegalArgumentException("series must be of different pools");
        }
        ShadowRun run = new ShadowRun(weights, burnIn);
        run.along(series.stream().map(one -> new Track(one, one.counts())).toList());
        return new Result(run.quarterHour, run.hour);
    }

    private void along(List<Track> tracks) {
        Optional<Duration> next = next(tracks);
        while (next.isPresent()) {
            Duration at = next.get();
            List<Track> due =
                    tracks.stream()
                            .filter(track -> track.hasMore() && track.at().equals(at))
                            .toList();
            due.forEach(track -> track.feed(book, START.plus(at)));
            if (at.compareTo(burnIn) >= 0) {
                predict(due, at);
            }
            due.forEach(Track::step);
            next = next(tracks);
        }
    }

    private static Optional<Duration> next(List<Track> tracks) {
        return tracks.stream().filter(Track::hasMore).map(Track::at).min(Duration::compareTo);
    }

    private void predict(List<Track> due, Duration at) {
        HazardView view = book.at(START.plus(at));
        int day = (int) at.toDays();
        for (Track track : due) {
            if (track.isUp()) {
                int pool = book.index(SOURCE, track.pool());
                note(quarterHour, view, track, new Horizon(QUARTER_HOUR, pool, day));
                note(hour, view, track, new Horizon(HOUR, pool, day));
            }
        }
    }

    private static void note(Predictions into, HazardView view, Track track, Horizon horizon) {
        int looks = track.looksWithin(horizon.length());
        if (track.isRecordedFor(looks)) {
            double probability = view.lossWithin(horizon.pool(), track.timeOf(looks));
            into.add(horizon.day(), probability, track.isDownWithin(looks));
        }
    }

    private record Horizon(Duration length, int pool, int day) {}

    /**
     * What was predicted and what happened.
     *
     * @param quarterHour losses within 15 minutes
     * @param hour losses within an hour
     */
    public record Result(Predictions quarterHour, Predictions hour) {}

    /** How far the run has come along one pool. */
    private static final class Track {

        private final PoolSeries series;
        private final int[] counts;
        private final int[] nextDown;
        private int look;

        Track(PoolSeries series, int[] counts) {
            this.series = series;
            this.counts = counts;
            this.nextDown = new int[counts.length];
            int next = Integer.MAX_VALUE;
            for (int i = counts.length - 1; i >= 0; i--) {
                next = counts[i] == 0 ? i : next;
                nextDown[i] = next;
            }
        }

        Pool pool() {
            return series.pool();
        }

        boolean hasMore() {
            return look < counts.length;
        }

        Duration at() {
            return timeOf(look);
        }

        Duration timeOf(int looks) {
            return series.gap().multipliedBy(looks);
        }

        boolean isUp() {
            return counts[look] > 0;
        }

        void step() {
            look++;
        }

        void feed(HazardBook book, Instant now) {
            if (!isUp()) {
                book.seenDown(SOURCE, pool(), now);
                return;
            }
            book.seenUp(SOURCE, pool(), counts[look], now);
            if (look > 0 && counts[look] < counts[look - 1]) {
                book.shrank(SOURCE, pool(), now);
            }
        }

        /** Looks no later than the horizon; the next one if it is further away than that. */
        int looksWithin(Duration horizon) {
            return (int) Math.max(1, horizon.dividedBy(series.gap()));
        }

        boolean isRecordedFor(int looks) {
            return look + looks < counts.length;
        }

        boolean isDownWithin(int looks) {
            return nextDown[look] <= look + looks;
        }
    }
}
