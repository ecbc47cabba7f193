package io.spotagents.capacity;

import static io.spotagents.testing.Pools.SPOT_A;
import static io.spotagents.testing.Pools.SPOT_B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.provider.Refusal;
import io.spotagents.testing.Pools;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PoolCapacityTest {

    private static final Pool OTHER_FAMILY = Pools.pool("a", "large", Purchase.SPOT);

    private final Asked asked = new Asked();

    @Test
    void anUntriedPoolIsAskedForFew() {
        assertThat(asked.most(SPOT_A)).isEqualTo(PoolRecord.FIRST_BUDGET);
    }

    @Test
    void aPoolThatIsKnownToBeShallowIsAskedForLess() {
        asked.capacity.scored(Asked.SOURCE, SPOT_A, new Score(0.9, OptionalInt.of(3), asked.now));

        assertThat(asked.most(SPOT_A)).isEqualTo(3);
    }

    @Test
    void whatIsGrantedWholeDoublesTheNextAsk() {
        asked.launch(SPOT_A, 8, 8);
        assertThat(asked.most(SPOT_A)).isEqualTo(16);

        asked.launch(SPOT_A, 16, 16);
        assertThat(asked.most(SPOT_A)).isEqualTo(32);
    }

    @Test
    void aSmallAskThatIsGrantedTakesNothingAway() {
        asked.launch(SPOT_A, 1, 1);

        assertThat(asked.most(SPOT_A)).isEqualTo(PoolRecord.FIRST_BUDGET);
    }

    @Test
    void afterPartOfItThePoolIsAskedForWhatItGave() {
        asked.launch(SPOT_A, 8, 5);
        assertThat(asked.most(SPOT_A)).isZero();

        asked.pass(CoolDown.DEFAULT.first());

        assertThat(asked.most(SPOT_A)).isEqualTo(5);
    }

    @Test
    void afterARefusalThePoolIsAskedForOne() {
        asked.launch(SPOT_A, 8, 0);
        assertThat(asked.most(SPOT_A)).isZero();

        asked.pass(CoolDown.DEFAULT.first());

        assertThat(asked.most(SPOT_A)).isEqualTo(1);
    }

    @Test
    void anUnknownOutcomeBlocksItsPoolAlone() {
        asked.refuse(
                SPOT_A,
                Refusal.of(
                        Refusal.Kind.OUTCOME_UNKNOWN, Refusal.Scope.ACCOUNT, "the reply was lost"));

        assertThat(asked.mayAsk(SPOT_A)).isFalse();
        assertThat(asked.mayAsk(SPOT_B)).isTrue();

        asked.capacity.found(Asked.SOURCE, SPOT_A);
        assertThat(asked.mayAsk(SPOT_A)).isTrue();
    }

    @Test
    void eachRefusalInARowDoublesTheWaitUpToTheLongest() {
        long minutes = 3;
        for (int i = 0; i < 7; i++) {
            asked.launch(SPOT_A, 1, 0);
            long waited = asked.blockedSeconds(SPOT_A);

            assertThat(waited).isBetween(minutes * 60 * 8 / 10, minutes * 60);
            asked.pass(Duration.ofSeconds(waited));
            minutes = Math.min(30, 2 * minutes);
        }
    }

    @Test
    void aShortReturnDoesNotForgetTheRefusals() {
        asked.launch(SPOT_A, 1, 0);
        asked.pass(CoolDown.DEFAULT.first());
        asked.launch(SPOT_A, 1, 1);
        asked.runs(SPOT_A, CoolDown.DEFAULT.longest().minusMinutes(1));

        asked.capacity.reclaimed(Asked.SOURCE, SPOT_A, asked.now);

        assertThat(asked.blockedSeconds(SPOT_A)).isGreaterThan(180);
    }

    @Test
    void aCalmReturnForgetsTheRefusals() {
        asked.launch(SPOT_A, 1, 0);
        asked.pass(CoolDown.DEFAULT.first());
        asked.launch(SPOT_A, 1, 1);
        asked.runs(SPOT_A, CoolDown.DEFAULT.longest());

        asked.capacity.reclaimed(Asked.SOURCE, SPOT_A, asked.now);

        assertThat(asked.blockedSeconds(SPOT_A)).isLessThanOrEqualTo(180);
    }

    @Test
    void aReclaimOfManyInstancesIsOneEvent() {
        asked.capacity.reclaimed(Asked.SOURCE, SPOT_A, asked.now);
        long after = asked.blockedSeconds(SPOT_A);

        asked.pass(Duration.ofSeconds(2));
        asked.capacity.reclaimed(Asked.SOURCE, SPOT_A, asked.now);

        assertThat(asked.blockedSeconds(SPOT_A)).isEqualTo(after - 2);
    }

    @Test
    void aPoolThatCameBackIsBoundedUntilItsProbationIsOver() {
        asked.launch(SPOT_A, 8, 8);
        asked.runs(SPOT_A, CoolDown.DEFAULT.probation().minusMinutes(1));
        assertThat(asked.most(SPOT_A)).isEqualTo(16);

        asked.runs(SPOT_A, Duration.ofMinutes(1));

        assertThat(asked.most(SPOT_A)).isEqualTo(Limit.UNBOUNDED);
    }

    @Test
    void aPoolThatWasNotSeenForLongIsNoLongerTrusted() {
        asked.launch(SPOT_A, 8, 8);
        asked.runs(SPOT_A, CoolDown.DEFAULT.probation());

        asked.pass(CoolDown.DEFAULT.probation());

        assertThat(asked.most(SPOT_A)).isEqualTo(16);
    }

    @Test
    void whileALaunchIsUnansweredNothingMoreIsAsked() {
        asked.capacity.launched(Asked.SOURCE, SPOT_A, 4, asked.now);

        assertThat(asked.most(SPOT_A)).isZero();
        assertThat(asked.mayAsk(SPOT_A)).isTrue();
        assertThat(asked.most(SPOT_B)).isPositive();
    }

    @Test
    void aRefusalCastsDoubtOnSiblingsForAWhile() {
        double before = asked.success(SPOT_B, 1);
        double otherFamily = asked.success(OTHER_FAMILY, 1);

        asked.launch(SPOT_A, 1, 0);

        assertThat(asked.success(SPOT_B, 1)).isEqualTo(PoolCapacity.DOUBTED * before);
        assertThat(asked.success(OTHER_FAMILY, 1)).isEqualTo(otherFamily);
        asked.pass(CoolDown.DEFAULT.doubt());
        assertThat(asked.success(SPOT_B, 1)).isEqualTo(before);
    }

    @Test
    void doubtOfManySiblingsIsDoubtOfOne() {
        double before = asked.success(Pools.pool("c", "small", Purchase.SPOT), 1);

        asked.launch(SPOT_A, 1, 0);
        asked.launch(SPOT_B, 1, 0);

        assertThat(asked.success(Pools.pool("c", "small", Purchase.SPOT), 1))
                .isEqualTo(PoolCapacity.DOUBTED * before);
    }

    @Test
    void anAccountMakesOnlySoManyLaunchesAtOnce() {
        int burst = CallRates.DEFAULT.creates().burst();
        for (int i = 0; i < burst; i++) {
            asked.launch(Pools.pool("z" + i, "small", Purchase.SPOT), 1, 1);
        }
        assertThat(asked.most(SPOT_A)).isZero();
        assertThat(asked.capacity.callsLeft(Asked.SOURCE, asked.now)).isZero();

        asked.pass(CallRates.DEFAULT.creates().refill());

        assertThat(asked.most(SPOT_A)).isPositive();
    }

    @Test
    void whenLaunchesFailEverywhereOnlyPoolsThatAreUpAreAsked() {
        asked.launch(SPOT_A, 1, 1);
        for (int i = 0; i < CallRates.DEFAULT.failures().burst(); i++) {
            asked.launch(Pools.pool("z" + i, "small", Purchase.SPOT), 1, 0);
            asked.pass(CallRates.DEFAULT.creates().refill());
        }
        while (asked.capacity.mostAtOnce(Asked.SOURCE, SPOT_B, asked.now).count() > 0) {
            asked.launch(Pools.pool("y" + asked.now, "small", Purchase.SPOT), 1, 0);
        }

        assertThat(asked.most(SPOT_A)).isPositive();
        assertThat(asked.capacity.mostAtOnce(Asked.SOURCE, SPOT_B, asked.now).reason())
                .contains("failed launches");
    }

    @Test
    void evenAfterVeryManyFailuresUntriedPoolsAreSoonAskedAgain() {
        CallRates.Rate failures = CallRates.DEFAULT.failures();
        for (int i = 0; i < 50 * failures.burst(); i++) {
            asked.launch(Pools.pool("z" + i, "small", Purchase.SPOT), 1, 0);
        }
        assertThat(asked.most(SPOT_B)).isZero();

        asked.pass(failures.refill().multipliedBy(failures.burst() + 1));

        assertThat(asked.most(SPOT_B)).isPositive();
    }

    @Test
    void aProvidersScoreMovesTheProbabilityAndFades() {
        double before = asked.success(SPOT_A, 4);

        asked.capacity.scored(Asked.SOURCE, SPOT_A, new Score(0.1, OptionalInt.empty(), asked.now));

        double scored = asked.success(SPOT_A, 4);
        assertThat(scored).isLessThan(before);
        asked.pass(Duration.ofDays(1));
        assertThat(asked.success(SPOT_A, 4)).isGreaterThan(scored).isLessThanOrEqualTo(before);
    }

    @Test
    void aRefusalOfManySaysLittleAboutFew() {
        asked.launch(SPOT_A, 64, 0);

        assertThat(asked.success(SPOT_A, 1)).isGreaterThan(asked.success(SPOT_A, 64));
    }

    @Test
    void aRefusalReachesAsFarAsItSays() {
        asked.refuse(
                SPOT_A,
                Refusal.of(Refusal.Kind.NO_CAPACITY, Refusal.Scope.FAMILY, "no small ones"));

        assertThat(asked.mayAsk(SPOT_B)).isFalse();
        assertThat(asked.mayAsk(OTHER_FAMILY)).isTrue();
        assertThat(asked.mayAsk(SPOT_B.with(Purchase.ON_DEMAND))).isTrue();
    }

    @Test
    void theLongerOfOurWaitAndTheProvidersHolds() {
        Duration wish = Duration.ofMinutes(20);
        asked.refuse(
                SPOT_A,
                new Refusal(
                        Refusal.Kind.NO_CAPACITY,
                        Refusal.Scope.POOL,
                        Optional.of(wish),
                        "come back later"));

        assertThat(asked.blockedSeconds(SPOT_A)).isEqualTo(wish.toSeconds());
    }

    @Test
    void aReclaimDoesNotMendWhatOnlyAPersonCan() {
        asked.refuse(
                SPOT_A,
                Refusal.of(Refusal.Kind.INVALID_REQUEST, Refusal.Scope.POOL, "no such image"));
        asked.capacity.reclaimed(Asked.SOURCE, SPOT_A, asked.now);
        asked.pass(Duration.ofDays(30));
        assertThat(asked.mayAsk(SPOT_A)).isFalse();

        asked.capacity.configurationChanged();

        assertThat(asked.mayAsk(SPOT_A)).isTrue();
    }

    @Test
    void aClockThatGoesBackBreaksNothing() {
        asked.launch(SPOT_A, 2, 2);
        asked.pass(Duration.ofHours(-1));
        asked.launch(SPOT_A, 2, 0);
        asked.pass(Duration.ofHours(-1));

        assertThat(asked.most(SPOT_A)).isZero();
        assertThat(asked.success(SPOT_A, 1)).isBetween(0.0, 1.0);
    }

    @Test
    void rejectsWhatMakesNoSenseAndNamesIt() {
        assertThatThrownBy(() -> asked.capacity.launched(Asked.SOURCE, SPOT_A, 0, asked.now))
                .hasMessageContaining("count");
        assertThatThrownBy(() -> new Score(Double.NaN, OptionalInt.empty(), asked.now))
                .hasMessageContaining("probability");
        assertThatThrownBy(() -> CoolDown.DEFAULT.dividedBy(Double.NaN))
                .hasMessageContaining("factor");
        assertThatThrownBy(() -> new CallRates.Rate(1, Duration.ZERO))
                .hasMessageContaining("refill");
    }
}
