package io.spotagents.capacity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A decayed Beta posterior of a pool's launches being granted, by how many were asked for. What was
 * granted for few says little about many, and what was refused to many says little about few: each
 * counts by the ratio of the two sizes.
 */
final class Evidence {

    /** Sizes by powers of two: 1, 2, 4, ... 8192 and more. */
    private static final int SIZES = 14;

    private final Fading fading;
    private final double[] granted = new double[SIZES];
    private final double[] refused = new double[SIZES];
    private final Singles singles;
    private final int place;
    private @Nullable Instant at;
    private @Nullable Score score;

    /**
     * @param fading shared with other pools
     * @param singles where what is known of a single instance stands, for all pools
     */
    Evidence(Fading fading, Singles singles) {
        this.fading = fading;
        this.singles = singles;
        this.place = singles.add();
    }

    void scored(Score newest) {
        score = newest;
        singles.scored(place, success(newest, 1), newest.at());
    }

    /** Where among all single instances this pool's stands. */
    int place() {
        return place;
    }

    void saw(int asked, int got, Instant now) {
        double kept = at == null ? 0 : fading.left(at, now);
        for (int size = 0; size < SIZES; size++) {
            granted[size] *= kept;
            refused[size] *= kept;
        }
        int size = sizeOf(asked);
        double share = Math.min(1, got / (double) asked);
        granted[size] += share;
        refused[size] += 1 - share;
        at = at != null && at.isAfter(now) ? at : now;
        sumUp(at);
    }

    /** What is asked of every pool in every decision: whether it would grant a single one. */
    private void sumUp(Instant when) {
        double yes = 0;
        double no = 0;
        for (int size = 0; size < SIZES; size++) {
            yes += granted[size];
            no += refused[size] / (1 << size);
        }
        singles.saw(place, yes, no, when);
    }

    /** Expected probability, strictly between 0 and 1, that {@code count} are granted. */
    double probability(int count, Instant now) {
        if (count == 1) {
            return singles.probability(place, now);
        }
        double kept = at == null ? 0 : fading.left(at, now);
        double yes = Singles.PRIOR_GRANTED;
        double no = Singles.PRIOR_REFUSED;
        for (int size = 0; kept > 0 && size < SIZES; size++) {
            double asked = 1 << size;
            yes += kept * granted[size] * Math.min(1, asked / count);
            no += kept * refused[size] * Math.min(1, count / asked);
        }
        Score known = score;
        if (known != null) {
            double weight = Singles.SCORE_WEIGHT * fading.left(known.at(), now);
            double success = success(known, count);
            yes += weight * success;
            no += weight * (1 - success);
        }
        return yes / (yes + no);
    }

    private static double success(Score score, int count) {
        double covered = score.depth().isEmpty() ? 1 : score.depth().getAsInt() / (double) count;
        return score.probability() * Math.min(1, covered);
    }

    private static int sizeOf(int count) {
        return Math.min(SIZES - 1, 31 - Integer.numberOfLeadingZeros(Math.max(1, count)));
    }
}
