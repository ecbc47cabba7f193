package io.spotagents.commitments;

import static io.spotagents.commitments.Portfolios.ALL;
import static io.spotagents.commitments.Portfolios.LARGE;
import static io.spotagents.commitments.Portfolios.SHAPES;
import static io.spotagents.commitments.Portfolios.XLARGE;
import static io.spotagents.commitments.Portfolios.units;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommitmentPropertiesTest {

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    private static long uncovered(CommitmentLedger ledger) {
        Reading reading = ledger.reading(Instant.EPOCH);
        return reading.billed() - reading.covered();
    }

    /** Taken alone or together, what is free leaves nothing to be paid on demand. */
    @ParameterizedTest
    @MethodSource("seeds")
    void neverUsesMoreThanIsFree(long seed) {
        Random random = new Random(seed);
        CommitmentLedger ledger =
                CommitmentLedger.of(
                        Portfolios.random(random), Portfolios.randomUse(random), Margins.DEFAULT);
        List<Shape> preference = new ArrayList<>(SHAPES);
        Collections.shuffle(preference, random);
        int wanted = random.nextInt(60);

        Allotment allotment = ledger.allot(preference, wanted);

        assertThat(uncovered(allotment.rest())).isLessThanOrEqualTo(uncovered(ledger));
        assertThat(allotment.count() + allotment.missing()).isEqualTo(wanted);
        for (Allotment.Taken taken : allotment.taken()) {
            assertThat(taken.count()).isBetween(1, ledger.most(taken.shape()));
        }
        for (FreePool pool : ledger.freePools(SHAPES)) {
            CommitmentLedger full = ledger.with(pool.shape(), pool.cap());
            assertThat(uncovered(full)).isLessThanOrEqualTo(uncovered(ledger));
            assertThat(full.most(pool.shape())).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void doesNotDependOnTheOrderOfItsParts(long seed) {
        Random random = new Random(seed);
        List<Commitment> commitments = Portfolios.random(random);
        List<Running> running = Portfolios.randomUse(random);
        List<Shape> shapes = new ArrayList<>(SHAPES);
        CommitmentLedger ledger = CommitmentLedger.of(commitments, running, Margins.DEFAULT);
        Reading reading = ledger.reading(Instant.EPOCH);
        List<FreePool> pools = ledger.freePools(shapes);
        Collections.shuffle(commitments, random);
        Collections.shuffle(running, random);
        Collections.shuffle(shapes, random);

        CommitmentLedger shuffled = CommitmentLedger.of(commitments, running, Margins.DEFAULT);

        assertThat(shuffled.reading(Instant.EPOCH)).isEqualTo(reading);
        assertThat(shuffled.freePools(shapes)).isEqualTo(pools);
    }

    /** Use told in one row or in many, and time told in one piece or in many, is the same. */
    @ParameterizedTest
    @MethodSource("seeds")
    void isTheSumOfItsParts(long seed) {
        Random random = new Random(seed);
        List<Commitment> commitments = Portfolios.random(random);
        List<Running> running = Portfolios.randomUse(random);
        List<Running> ones = new ArrayList<>();
        running.forEach(
                some ->
                        LongStream.range(0, some.count())
                                .forEach(i -> ones.add(new Running(some.shape(), 1))));
        CommitmentLedger ledger = CommitmentLedger.of(commitments, running, Margins.DEFAULT);

        Reading reading = ledger.reading(Instant.EPOCH);

        assertThat(CommitmentLedger.of(commitments, ones, Margins.DEFAULT).reading(Instant.EPOCH))
                .isEqualTo(reading);
        CommitmentHistory whole = new CommitmentHistory();
        CommitmentHistory pieces = new CommitmentHistory();
        for (int second = 0; second <= 1_000; second += 10) {
            pieces.add(ledger.reading(Instant.EPOCH.plusSeconds(second)));
        }
        whole.add(reading);
        whole.add(ledger.reading(Instant.EPOCH.plusSeconds(1_000)));
        assertThat(pieces.coverage()).isEqualTo(whole.coverage());
        assertThat(pieces.uses()).isEqualTo(whole.uses());
    }

    /** Reckoned a second time, in another way: the floor of what is left over the weight. */
    @ParameterizedTest
    @MethodSource("seeds")
    void equalsUnitsLeftOverWeight(long seed) {
        Random random = new Random(seed);
        long milliUnits = 1 + random.nextInt(500_000);
        double margin = random.nextInt(40) / 100.0;
        int large = random.nextInt(40);
        int xlarge = random.nextInt(20);
        long left =
                milliUnits
                        - (long) Math.floor(margin * milliUnits)
                        - large * 4_000L
                        - xlarge * 8_000L;

        CommitmentLedger ledger =
                CommitmentLedger.of(
                        List.of(units("c", ALL, milliUnits)),
                        List.of(new Running(LARGE, large), new Running(XLARGE, xlarge)),
                        new Margins(Map.of("c", margin)));

        assertThat((long) ledger.most(LARGE)).isEqualTo(Math.max(0, left / 4_000));
        assertThat((long) ledger.most(XLARGE)).isEqualTo(Math.max(0, left / 8_000));
    }

    /** However much others start: less is free, never more. */
    @ParameterizedTest
    @MethodSource("seeds")
    void whatOthersOfTheSameShapeStartIsNoLongerFree(long seed) {
        Random random = new Random(seed);
        CommitmentLedger ledger =
                CommitmentLedger.of(
                        Portfolios.random(random), Portfolios.randomUse(random), Margins.DEFAULT);
        for (FreePool pool : ledger.freePools(SHAPES)) {
            int some = 1 + random.nextInt(pool.cap());

            assertThat(ledger.with(pool.shape(), some).most(pool.shape()))
                    .isEqualTo(pool.cap() - some);
        }
    }
}
