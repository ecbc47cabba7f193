package io.spotagents.capacity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A decayed Beta posterior of a pool's launches being granted, by how many were asked for. What was
 * granted for few says little about many, and what was refused to many says little about few: each
 * counts by the ratio of the two sizes.
 */
final class Evidence {

    /** Of a pool nobody has asked yet: four in five launches are granted; worth two launches. */
    private static final double PRIOR_GRANTED = 1.6;

    private static final double PRIOR_REFUSED = 0.4;

    /** A provider's fresh score is worth so many own launches, since it sees the whole pool. */
    private static final double SCORE_WEIGHT = 4;

    /** Sizes by powers of two: 1, 2, 4, ... 8192 and more. */
    private static final int SIZES = 14;

    private final Fading fading;
    private final double[] granted = new double[SIZES];
    private final double[] refused = new double[SIZES];
    private double grantedOfOne;
    private double refusedOfOne;
    private @Nullable Instant at;
    private @Nullable Score score;

    /**
     * @param fading shared with other pools
     */
    Evidence(Fading fading) {
        this.fading = fading;
    }

    void scored(Score newest) {
        score = newest;
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
        sumUp();
    }

    /** What is asked of every pool in every decision: whether it would grant a single one. */
    private void sumUp() {
        grantedOfOne = 0;
        refusedOfOne = 0;
        for (int size = 0; size < SIZES; size++) {
            grantedOfOne += granted[size];
            refusedOfOne += refused[size] / (1 << size);
        }
    }

    /** Expected probability, strictly between 0 and 1, that {@code count} are granted. */
    double probability(int count, Instant now) {
        double kept = at == null ? 0 : fading.left(at, now);
        double yes = PRIOR_GRANTED;
        double no = PRIOR_REFUSED;
        if (count == 1) {
            yes += kept * grantedOfOne;
            no += kept * refusedOfOne;
        } else {
            for (int size = 0; kept > 0 && size < SIZES; size++) {
                double asked = 1 << size;
                yes += kept * granted[size] * Math.min(1, asked / count);
                no += kept * refused[size] * Math.min(1, count / asked);
            }
        }
        Score known = score;
        if (known != null) {
            double weight = SCORE_WEIGHT * fading.leftOfScore(known.at(), now);
            double covered =
                    known.depth().isEmpty() ? 1 : known.depth().getAsInt() / (double) count;
            double success = known.probability() * Math.min(1, covered);
            yes += weight * success;
            no += weight * (1 - success);
        }
        return yes / (yes + no);
    }

    private static int sizeOf(int count) {
        return Math.min(SIZES - 1, 31 - Integer.numberOfLeadingZeros(Math.max(1, count)));
    }
}
