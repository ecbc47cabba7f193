package io.spotagents.hazard;

import static io.spotagents.hazard.Hazards.EAST_A;
import static io.spotagents.hazard.Hazards.EAST_B;
import static io.spotagents.hazard.Hazards.NOON;
import static io.spotagents.hazard.Hazards.SOURCE;
import static io.spotagents.hazard.Hazards.WEST;
import static io.spotagents.hazard.Hazards.book;
import static io.spotagents.hazard.Hazards.calm;
import static io.spotagents.hazard.Hazards.minutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spotagents.model.Pool;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HazardBookTest {

    private final HazardBook book = book();

    @Test
    void expectsLessOfAPoolThatHasStayedUp() {
        calm(book, EAST_A, 0, 600);
        book.seenUp(SOURCE, WEST, minutes(600));

        assertThat(hazard(EAST_A, 600)).isLessThan(hazard(WEST, 600) / 2);
    }

    @Test
    void distrustsAPoolThatHasJustComeBack() {
        calm(book, EAST_A, 0, 600);
        double before = hazard(EAST_A, 600);

        book.lost(SOURCE, EAST_A, minutes(601));
        book.seenDown(SOURCE, EAST_A, minutes(620));
        book.seenUp(SOURCE, EAST_A, minutes(625));

        assertThat(hazard(EAST_A, 625)).isGreaterThan(3 * before);
    }

    @Test
    void takesLossesWithinThreeMinutesForOne() {
        HazardBook once = book();
        calm(once, EAST_A, 0, 60);
        once.lost(SOURCE, EAST_A, minutes(61));
        calm(book, EAST_A, 0, 60);

        for (int i = 0; i < 16; i++) {
            book.lost(SOURCE, EAST_A, minutes(61));
        }

        assertThat(hazard(EAST_A, 61)).isEqualTo(once.perHour(SOURCE, EAST_A, minutes(61)));
    }

    @Test
    void partsThatGoOneByOneAddUpToTheWhole() {
        HazardBook whole = book();
        calm(whole, EAST_A, 0, 60);
        whole.lost(SOURCE, EAST_A, minutes(61));
        calm(book, EAST_A, 0, 60);
        double before = hazard(EAST_A, 61);

        book.lostPart(SOURCE, EAST_A, 1 / 16.0, minutes(61));
        double afterOne = hazard(EAST_A, 61);
        for (int left = 15; left > 1; left--) {
            book.lostPart(SOURCE, EAST_A, 1.0 / left, minutes(61));
        }
        book.lost(SOURCE, EAST_A, minutes(61));

        assertThat(afterOne).isBetween(before, 1.2 * before);
        assertThat(hazard(EAST_A, 61))
                .isCloseTo(whole.perHour(SOURCE, EAST_A, minutes(61)), within(1e-9));
        assertThatThrownBy(() -> book.lostPart(SOURCE, EAST_A, 0, minutes(62)))
                .hasMessageContaining("share");
    }

    @Test
    void takesLossesFurtherApartForSeveral() {
        HazardBook once = book();
        once.seenUp(SOURCE, EAST_A, NOON);
        once.shrank(SOURCE, EAST_A, minutes(1));
        once.seenUp(SOURCE, EAST_A, minutes(5));
        book.seenUp(SOURCE, EAST_A, NOON);
        book.shrank(SOURCE, EAST_A, minutes(1));

        book.shrank(SOURCE, EAST_A, minutes(5));

        assertThat(hazard(EAST_A, 5)).isGreaterThan(once.perHour(SOURCE, EAST_A, minutes(5)));
    }

    @Test
    void fearsForSiblingsOfALostPoolForAWhile() {
        calm(book, EAST_A, 0, 60);
        calm(book, EAST_B, 60, 60);
        calm(book, WEST, 60, 60);
        double sibling = hazard(EAST_B, 60);
        double stranger = hazard(WEST, 60);

        book.lost(SOURCE, EAST_A, minutes(60));

        assertThat(hazard(EAST_B, 60)).isGreaterThan(1.3 * sibling);
        assertThat(hazard(WEST, 60)).isEqualTo(stranger);
        assertThat(hazard(EAST_B, 60 + 48 * 60)).isLessThan(1.1 * sibling);
    }

    @Test
    void believesARebalanceSignalAndForgetsIt() {
        calm(book, EAST_A, 0, 60);
        double before = hazard(EAST_A, 60);

        book.rebalance(SOURCE, EAST_A, minutes(60));

        assertThat(hazard(EAST_A, 60)).isGreaterThan(2.5 * before);
        assertThat(hazard(EAST_A, 60 + 600)).isLessThan(1.1 * before);
    }

    @Test
    void fearsMoreAfterALossOfAnOldPoolThanOfAYoungOne() {
        HazardBook young = book();
        calm(young, EAST_A, 0, 60);
        calm(book, EAST_A, 0, 6_000);
        double youngBefore = strain(young, 60);
        double oldBefore = strain(book, 6_000);

        young.shrank(SOURCE, EAST_A, minutes(60));
        book.shrank(SOURCE, EAST_A, minutes(6_000));

        assertThat(strain(book, 6_000) - oldBefore).isGreaterThan(strain(young, 60) - youngBefore);
    }

    @Test
    void forgetsALossWhileThePoolStaysUp() {
        calm(book, EAST_A, 0, 600);
        double before = strain(book, 600);

        book.shrank(SOURCE, EAST_A, minutes(600));
        double after = strain(book, 600);
        calm(book, EAST_A, 605, 1_200);

        assertThat(after).isGreaterThan(before + 1);
        assertThat(strain(book, 1_200)).isLessThan(after - 1);
    }

    @Test
    void fearsForAPoolThatIsRunningOut() {
        book.seenUp(SOURCE, EAST_A, 16, NOON);
        double full = hazard(EAST_A, 60);

        book.seenUp(SOURCE, EAST_A, 2, minutes(60));

        assertThat(hazard(EAST_A, 60)).isGreaterThan(1.5 * full);
        assertThat(hazard(EAST_A, 60 + 121)).isLessThan(full);
        assertThatThrownBy(() -> book.seenUp(SOURCE, EAST_A, 0, NOON))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("available");
    }

    @Test
    void doesNotMissADepthThatNobodyTells() {
        HazardBook told = book();
        for (int minute = 0; minute <= 60; minute += 5) {
            told.seenUp(SOURCE, EAST_A, 3, minutes(minute));
        }
        calm(book, EAST_A, 0, 60);

        assertThat(hazard(EAST_A, 60)).isEqualTo(told.perHour(SOURCE, EAST_A, minutes(60)));
    }

    @Test
    void startsFromWhatTheProviderPublishes() {
        book.prior(SOURCE, EAST_A, RiskBand.UNDER_5_PERCENT);
        book.prior(SOURCE, WEST, RiskBand.OVER_20_PERCENT);

        assertThat(hazard(EAST_A, 0)).isLessThan(hazard(WEST, 0));
    }

    @Test
    void knowsAnAgeAfterARefusalOnlyUpToTheTimeSince() {
        book.refused(SOURCE, EAST_A, NOON);
        book.refused(SOURCE, WEST, NOON);

        book.seenUp(SOURCE, EAST_A, minutes(4));
        double soon = hazard(EAST_A, 4);
        book.seenUp(SOURCE, WEST, minutes(100));
        double late = hazard(WEST, 100);

        assertThat(soon).isGreaterThan(late);
    }

    @Test
    void countsARefusalAsNoLossWhileInstancesRunThere() {
        calm(book, EAST_A, 0, 60);
        double before = hazard(EAST_A, 60);

        book.refused(SOURCE, EAST_A, minutes(60));

        assertThat(hazard(EAST_A, 60)).isEqualTo(before);
    }

    @Test
    void countsNoTimeWhileNobodyWatches() {
        HazardBook watching = book();
        calm(watching, EAST_A, 0, 600);
        calm(book, EAST_A, 0, 60);

        book.unwatched(SOURCE, EAST_A, minutes(60));
        book.seenUp(SOURCE, EAST_A, minutes(600));

        assertThat(hazard(EAST_A, 600))
                .isGreaterThan(watching.perHour(SOURCE, EAST_A, minutes(600)));
    }

    @Test
    void answersForPoolsItNeverHeardOf() {
        assertThat(hazard(EAST_A, 0)).isPositive().isFinite();
    }

    @Test
    void answersTheSameByIndex() {
        calm(book, EAST_A, 0, 60);
        calm(book, WEST, 30, 60);
        HazardView view = book.at(minutes(60));
        double[] all = new double[view.size()];

        view.fillPerHour(all);

        assertThat(all[book.index(SOURCE, WEST)]).isEqualTo(view.perHour(SOURCE, WEST));
        assertThat(view.lossWithin(book.index(SOURCE, EAST_A), Duration.ofMinutes(20)))
                .isEqualTo(view.lossWithin(SOURCE, EAST_A, Duration.ofMinutes(20)));
    }

    @Test
    void losesNothingWhenTheClockIsSetBack() {
        calm(book, EAST_A, 0, 600);
        double before = hazard(EAST_A, 600);

        book.seenUp(SOURCE, EAST_A, minutes(300));

        assertThat(book.clockSetBacks()).isEqualTo(1);
        assertThat(hazard(EAST_A, 300)).isEqualTo(before);
        calm(book, EAST_A, 300, 400);
        assertThat(hazard(EAST_A, 400)).isLessThan(before);
    }

    @Test
    void survivesAClockThatLeapsAndComesBack() {
        calm(book, EAST_A, 0, 600);

        book.seenUp(SOURCE, EAST_A, Instant.MAX);
        book.seenUp(SOURCE, EAST_A, Instant.MIN);
        book.lost(SOURCE, EAST_A, minutes(600));

        assertThat(hazard(EAST_A, 610)).isPositive().isFinite();
    }

    @Test
    void learnsTheLevelOfARestlessCloud() {
        HazardBook calmCloud = book();
        for (int pool = 0; pool < 20; pool++) {
            var one = Hazards.pool("r" + pool, "z", "m5.large");
            for (long minute = 0; minute < 6_000; minute += 5) {
                calmCloud.seenUp(SOURCE, one, minutes(minute));
                if (minute % 60 == 55) {
                    book.seenDown(SOURCE, one, minutes(minute));
                } else {
                    book.seenUp(SOURCE, one, minutes(minute));
                }
            }
        }

        double restless = book.perHour(SOURCE, WEST, minutes(6_000));
        double calm = calmCloud.perHour(SOURCE, WEST, minutes(6_000));

        assertThat(restless).isGreaterThan(3 * calm);
    }

    @Test
    void refusesAHorizonBelowZero() {
        HazardView view = book.at(NOON);

        assertThatThrownBy(() -> view.lossWithin(SOURCE, EAST_A, Duration.ofMinutes(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("horizon");
    }

    @Test
    void expectsNothingWithinNoTimeAndMoreWithinMore() {
        HazardView view = book.at(NOON);
        double last = 0;

        assertThat(view.lossWithin(SOURCE, EAST_A, Duration.ZERO)).isZero();
        for (int minutes : new int[] {1, 5, 15, 16, 30, 59, 60, 61, 600, 60_000}) {
            double probability = view.lossWithin(SOURCE, EAST_A, Duration.ofMinutes(minutes));
            assertThat(probability).isGreaterThan(last).isLessThanOrEqualTo(1);
            last = probability;
        }
        assertThat(view.perHourOver(SOURCE, EAST_A, Duration.ofHours(8)))
                .isLessThan(view.perHour(SOURCE, EAST_A));
        assertThat(view.perHourOver(SOURCE, EAST_A, Duration.ZERO))
                .isEqualTo(view.perHour(SOURCE, EAST_A));
    }

    private static double strain(HazardBook book, long minute) {
        return book.features(SOURCE, EAST_A, minutes(minute))[Feature.STRAIN.ordinal()];
    }

    private double hazard(Pool pool, long minute) {
        return book.perHour(SOURCE, pool, minutes(minute));
    }
}
