package io.spotagents.hazard;

import io.spotagents.model.Pool;
import java.time.Duration;

/**
 * What somebody who looked at a pool at regular times saw.
 *
 * @param gap time between two looks
 * @param counts how many instances the pool had or would have given at each look; 0 is down
 */
public record PoolSeries(Pool pool, Duration gap, int[] counts) {
    public PoolSeries {
        if (gap.isNegative() || gap.isZero()) {
            throw new IllegalArgumentException("gap must be longer than 0, not " + gap);
        }
        counts = counts.clone();
        for (int count : counts) {
            if (count < 0) {
                throw new IllegalArgumentException("counts must not be negative, not " + count);
            }
        }
    }

    @Override
    public int[] counts() {
        return counts.clone();
    }
}
