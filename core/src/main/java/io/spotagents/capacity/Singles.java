package io.spotagents.capacity;

import java.time.Instant;
import java.util.Arrays;

/**
 * What is known of whether pools grant a single instance, in plain columns: each decision asks it
 * of every pool with a history, and what lies scattered in memory takes most of the time. Grows at
 * its end, and never shrinks. Not thread-safe.
 */
final class Singles {

    /** Of a pool nobody has asked yet: four in five launches are granted; worth two launches. */
    static final double PRIOR_GRANTED = 1.6;

    static final double PRIOR_REFUSED = 0.4;

    /** A provider's fresh score is worth so many own launches, since it sees the whole pool. */
    static final double SCORE_WEIGHT = 4;

    private static final int FIRST_ROOM = 64;

    /** No time of anything: long before it all, so that nothing of it is left. */
    private static final long NEVER = Instant.MIN.getEpochSecond();

    private final Fading fading;
    private double[] granted = new double[FIRST_ROOM];
    private double[] refused = new double[FIRST_ROOM];
    private double[] scored = new double[FIRST_ROOM];
    private long[] seenSecond = new long[FIRST_ROOM];
    private int[] seenNano = new int[FIRST_ROOM];
    private long[] scoredSecond = new long[FIRST_ROOM];
    private int[] scoredNano = new int[FIRST_ROOM];
    private int size;

    /**
     * @param fading of what was seen or told
     */
    Singles(Fading fading) {
        this.fading = fading;
    }

    /** The place of one more pool, of which nothing is known yet. */
    int add() {
        if (size == granted.length) {
            grow(2 * size);
        }
        seenSecond[size] = NEVER;
        scoredSecond[size] = NEVER;
        return size++;
    }

    /** What launches have shown, as of a moment. */
    void saw(int at, double yes, double no, Instant when) {
        granted[at] = yes;
        refused[at] = no;
        seenSecond[at] = when.getEpochSecond();
        seenNano[at] = when.getNano();
    }

    /** What a provider says. */
    void scored(int at, double success, Instant when) {
        scored[at] = success;
        scoredSecond[at] = when.getEpochSecond();
        scoredNano[at] = when.getNano();
    }

    /** Expected probability, strictly between 0 and 1, that a single instance is granted. */
    double probability(int at, Instant now) {
        double yes = PRIOR_GRANTED;
        double no = PRIOR_REFUSED;
        if (seenSecond[at] != NEVER) {
            double kept = fading.left(seenSecond[at], seenNano[at], now);
            yes += kept * granted[at];
            no += kept * refused[at];
        }
        if (scoredSecond[at] != NEVER) {
            double left = fading.leftOfScore(scoredSecond[at], scoredNano[at], now);
            double weight = SCORE_WEIGHT * left;
            yes += weight * scored[at];
            no += weight * (1 - scored[at]);
        }
        return yes / (yes + no);
    }

    private void grow(int room) {
        granted = Arrays.copyOf(granted, room);
        refused = Arrays.copyOf(refused, room);
        scored = Arrays.copyOf(scored, room);
        seenSecond = Arrays.copyOf(seenSecond, room);
        seenNano = Arrays.copyOf(seenNano, room);
        scoredSecond = Arrays.copyOf(scoredSecond, room);
        scoredNano = Arrays.copyOf(scoredNano, room);
    }
}
