package io.spotagents.hazard;

import static io.spotagents.hazard.Hazards.SOURCE;
import static io.spotagents.hazard.Hazards.book;
import static io.spotagents.hazard.Hazards.minutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spotagents.model.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds for every past a pool may have had, so it is checked on many. */
class HazardPropertiesTest {

    private static final double ROUNDING = 1e-9;

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aLossLowersNobodysHazard(long seed) {
        Past past = new Past(seed);
        HazardBook before = past.lived();
        HazardBook after = past.lived();
        before.seenUp(SOURCE, past.pools.get(0), past.end());
        after.seenUp(SOURCE, past.pools.get(0), past.end());

        after.lost(SOURCE, past.pools.get(0), past.end());

        for (Pool pool : past.pools) {
            assertThat(after.perHour(SOURCE, pool, past.end()))
                    .isGreaterThanOrEqualTo(before.perHour(SOURCE, pool, past.end()) - ROUNDING);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void calmNeverRaisesAHazard(long seed) {
        Past past = new Past(seed);
        HazardBook book = past.lived();
        past.pools.forEach(pool -> book.seenUp(SOURCE, pool, past.end()));
        double[] last = hazards(past, book, 0);

        for (int minute = 5; minute < 2_000; minute += 5) {
            for (Pool pool : past.pools) {
                book.seenUp(SOURCE, pool, past.end().plus(Duration.ofMinutes(minute)));
            }
            double[] now = hazards(past, book, minute);
            for (int i = 0; i < now.length; i++) {
                assertThat(now[i]).isLessThanOrEqualTo(last[i] + ROUNDING);
            }
            last = now;
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theOrderOfWhatHappensAtOneInstantHasNoEffect(long seed) {
        Past past = new Past(seed);
        HazardBook sorted = past.lived();
        HazardBook shuffled = past.livedShuffled();

        for (Pool pool : past.pools) {
            assertThat(shuffled.perHour(SOURCE, pool, past.end()))
                    .isCloseTo(sorted.perHour(SOURCE, pool, past.end()), within(ROUNDING));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyHazardIsFiniteAndAboveZero(long seed) {
        Past past = new Past(seed);
        HazardBook book = past.lived();

        for (Pool pool : past.pools) {
            double hazard = book.perHour(SOURCE, pool, past.end());
            double lost = book.lossWithin(SOURCE, pool, Duration.ofHours(1), past.end());
            assertThat(hazard).isPositive().isFinite();
            assertThat(lost).isBetween(0.0, 1.0);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void askingChangesNothing(long seed) {
        Past past = new Past(seed);
        HazardBook asked = past.lived();
        HazardBook left = past.lived();

        for (int minute = 1; minute < 100; minute++) {
            asked.at(past.end().plus(Duration.ofMinutes(minute)));
        }

        Pool pool = past.pools.get(1);
        assertThat(asked.perHour(SOURCE, pool, past.end()))
                .isEqualTo(left.perHour(SOURCE, pool, past.end()));
    }

    private static double[] hazards(Past past, HazardBook book, int minute) {
        HazardView view = book.at(past.end().plus(Duration.ofMinutes(minute)));
        return past.pools.stream().mapToDouble(pool -> view.perHour(SOURCE, pool)).toArray();
    }

    /** A day and a half of six pools in two regions, some of them restless. */
    private static final class Past {

        private static final int LOOKS = 400;
        private static final int GAP_MINUTES = 5;

        private final List<Pool> pools = new ArrayList<>();
        private final boolean[][] up;
        private final long seed;

        Past(long seed) {
            this.seed = seed;
            Random random = new Random(seed);
            for (int i = 0; i < 6; i++) {
                pools.add(Hazards.pool("region" + i / 3, "zone" + i, "c5.large"));
            }
            up = new boolean[LOOKS][pools.size()];
            for (int look = 0; look < LOOKS; look++) {
                for (int pool = 0; pool < pools.size(); pool++) {
                    boolean was = look == 0 ? random.nextBoolean() : up[look - 1][pool];
                    boolean turns = random.nextDouble() < 0.01 * (1 + 3 * pool);
                    up[look][pool] = was != turns;
                }
            }
        }

        Instant end() {
            return minutes((long) LOOKS * GAP_MINUTES);
        }

        HazardBook lived() {
            return lived(new ArrayList<>(List.of(0, 1, 2, 3, 4, 5)), false);
        }

        HazardBook livedShuffled() {
            return lived(new ArrayList<>(List.of(0, 1, 2, 3, 4, 5)), true);
        }

        private HazardBook lived(List<Integer> order, boolean shuffled) {
            HazardBook book = book();
            Random random = new Random(seed + 1);
            for (int look = 0; look < LOOKS; look++) {
                if (shuffled) {
                    Collections.shuffle(order, random);
                }
                for (int pool : order) {
                    tell(book, pool, look);
                }
            }
            return book;
        }

        private void tell(HazardBook book, int pool, int look) {
            Instant at = minutes((long) look * GAP_MINUTES);
            if (up[look][pool]) {
                book.seenUp(SOURCE, pools.get(pool), at);
            } else {
                book.seenDown(SOURCE, pools.get(pool), at);
            }
        }
    }
}
