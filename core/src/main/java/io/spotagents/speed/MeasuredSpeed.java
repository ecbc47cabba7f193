package io.spotagents.speed;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Speed of machine types, from how long the same work took on each of them.
 *
 * <p>The logarithm of a duration is taken as how long the work takes on the reference, less the
 * logarithm of the type's speed. A type that was seen little is believed to be like its family, and
 * a family that was seen little like its processor's generation ({@link Processor}). Only work that
 * ran on several types tells them apart. Outliers have little weight: of each work on each type the
 * median of its newest durations counts, and works that disagree with all others count less.
 *
 * <p>The order in which different works were seen has no effect. Remembers the newest {@value
 * #MAX_WORKS} works. Not thread-safe: one owner.
 */
public final class MeasuredSpeed {

    static final int MAX_WORKS = 2_000;

    /** A fit looks at everything, so it is made anew only for a fiftieth of news. */
    private static final int NEWS_SHARE = 50;

    private final Map<String, Map<String, Samples>> works = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, Speed> known = new HashMap<>();
    private SpeedFit fit = SpeedFit.of(Map.of());
    private long seen;
    private long unread;

    /**
     * Some work was done, whole and alone, on a machine type.
     *
     * @param work what was done, such as a test class: the same name, the same work
     * @throws IllegalArgumentException if {@code duration} is zero or negative
     */
    public void observe(String machineType, String work, Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException("duration must be positive, not " + duration);
        }
        observe(machineType, work, duration.toNanos() / 1e9);
    }

    /**
     * The same, in seconds.
     *
     * @throws IllegalArgumentException if {@code seconds} is not a positive number
     */
    public void observe(String machineType, String work, double seconds) {
        if (!(seconds > 0) || Double.isInfinite(seconds)) {
            throw new IllegalArgumentException("seconds must be a positive number, not " + seconds);
        }
        if (machineType.isBlank() || work.isBlank()) {
            throw new IllegalArgumentException("machineType and work must not be empty");
        }
        works.computeIfAbsent(work, w -> new LinkedHashMap<>())
                .computeIfAbsent(machineType, t -> new Samples())
                .add(Math.log(seconds));
        if (works.size() > MAX_WORKS) {
            works.remove(works.keySet().iterator().next());
        }
        seen++;
        unread++;
    }

    /**
     * What is believed of a machine type; never seen, as of its family or generation. May leave out
     * the newest 2 % of what was observed.
     */
    public Speed speed(String machineType) {
        if (unread > 0 && unread * NEWS_SHARE >= seen) {
            fit = SpeedFit.of(works);
            known.clear();
            unread = 0;
        }
        return known.computeIfAbsent(machineType, fit::speed);
    }
}
