package io.spotagents.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeadlinePolicyTest {

    private static final Duration TICK = Duration.ofMinutes(3);
    private static final double PRICE_SHARE = 0.35;
    private static final Spot CHEAP = new Spot(PRICE_SHARE, 0.5, 1);
    private static final Job JOB =
            new Job(Duration.ofHours(3), Duration.ofHours(6), TICK, Duration.ofMinutes(3));

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    private static List<DeadlinePolicy> policies() {
        return List.of(
                new Greedy(), new UniformProgress(), new MarkovDecision(), new CheapestInTime());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noDeadlineIsMissedThatOnDemandCanKeep(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        DeadlineReplay market = market(random, 600);
        int work = 1 + random.nextInt(40);
        int allowed = work + 1 + random.nextInt(work + 20);
        int start = random.nextInt(200);

        for (DeadlinePolicy policy : policies()) {
            DeadlineReplay.Outcome outcome = market.run(policy, work, allowed, start);

            assertThat(outcome.isLate()).isFalse();
            assertThat(outcome.cost())
                    .isGreaterThanOrEqualTo(market.oracle(work, allowed, start) - 1e-9);
        }
    }

    @Test
    void ourPolicyClosesPartOfTheGapBetweenGreedyAndWhoKnowsTheFuture() {
        double greedy = 0;
        double uniform = 0;
        double ours = 0;
        double oracle = 0;
        for (long seed = 0; seed < 40; seed++) {
            DeadlineReplay market = market(new SplittableRandom(seed), 900);
            int work = 60;
            int allowed = 90;
            greedy += market.run(new Greedy(), work, allowed, 600).cost();
            uniform += market.run(new UniformProgress(), work, allowed, 600).cost();
            ours += market.run(new CheapestInTime(), work, allowed, 600).cost();
            oracle += market.oracle(work, allowed, 600);
        }

        assertThat(ours).isLessThan(uniform);
        assertThat((greedy - ours) / (greedy - oracle)).isGreaterThan(0.2);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theSameMomentGivesTheSameChoice(long seed) {
        DeadlineReplay market = market(new SplittableRandom(seed), 400);

        assertThat(market.run(new CheapestInTime(), 40, 60, 100))
                .isEqualTo(market.run(new CheapestInTime(), 40, 60, 100));
    }

    @Test
    void whenTimeGetsShortEveryPolicyLeavesSpotForGood() {
        Duration late = JOB.allowed().minus(JOB.work()).minus(JOB.safetyNet()).plusSeconds(1);

        for (DeadlinePolicy policy : policies()) {
            assertThat(policy.choose(JOB, at(late, Choice.SPOT, 0), CHEAP))
                    .isEqualTo(Choice.ON_DEMAND);
        }
    }

    @Test
    void withTimeLeftAndSpotUpOursTakesSpot() {
        assertThat(new CheapestInTime().choose(JOB, at(Duration.ZERO, Choice.WAIT, 0), CHEAP))
                .isEqualTo(Choice.SPOT);
    }

    @Test
    void spotThatIsNotCheaperIsLeft() {
        Spot dear = new Spot(0.9, 4, 4);

        assertThat(new CheapestInTime().choose(JOB, at(Duration.ZERO, Choice.SPOT, 0), dear))
                .isEqualTo(Choice.ON_DEMAND);
    }

    @Test
    void workReclaimedTwiceGoesWhereNothingIsReclaimed() {
        Moment once = at(Duration.ZERO, Choice.WAIT, 1);
        Moment twice = at(Duration.ZERO, Choice.WAIT, CheapestInTime.MAX_LOST);

        assertThat(new CheapestInTime().choose(JOB, once, CHEAP)).isEqualTo(Choice.SPOT);
        assertThat(new CheapestInTime().choose(JOB, twice, CHEAP)).isEqualTo(Choice.ON_DEMAND);
    }

    @Test
    void aJobOnDemandReturnsToSpotOnlyWhenWellAhead() {
        Moment level = new Moment(Duration.ofHours(1), Duration.ofHours(2), on(), true, 0);
        Moment ahead = new Moment(Duration.ofHours(2), Duration.ofHours(2), on(), true, 0);

        assertThat(new UniformProgress().choose(JOB, level, CHEAP)).isEqualTo(Choice.ON_DEMAND);
        assertThat(new UniformProgress().choose(JOB, ahead, CHEAP)).isEqualTo(Choice.SPOT);
    }

    @Test
    void ratesAreLearnedFromWhatWasWatched() {
        LearnedSpot learned = new LearnedSpot();
        for (int i = 0; i < 200; i++) {
            learned.watched(true, Duration.ofHours(1), true);
            learned.watched(false, Duration.ofMinutes(15), true);
        }

        assertThat(learned.at(PRICE_SHARE).downsPerHour()).isBetween(0.9, 1.1);
        assertThat(learned.at(PRICE_SHARE).upsPerHour()).isBetween(3.3, 4.5);
    }

    @Test
    void rejectsWhatMakesNoSenseAndNamesIt() {
        assertThatThrownBy(() -> new Spot(Double.NaN, 1, 1)).hasMessageContaining("priceShare");
        assertThatThrownBy(() -> new Spot(1, -1, 1)).hasMessageContaining("downsPerHour");
        assertThatThrownBy(() -> new Job(Duration.ZERO, TICK, TICK, TICK))
                .hasMessageContaining("work");
        assertThatThrownBy(() -> at(Duration.ofHours(-1), Choice.WAIT, 0))
                .hasMessageContaining("elapsed");
    }

    private static Choice on() {
        return Choice.ON_DEMAND;
    }

    private static Moment at(Duration elapsed, Choice runsOn, int lostInRow) {
        return new Moment(Duration.ZERO, elapsed, runsOn, true, lostInRow);
    }

    /** Spot that comes and goes at constant rates, different for each market. */
    private static DeadlineReplay market(SplittableRandom random, int ticks) {
        double goes = 0.01 + 0.1 * random.nextDouble();
        double comes = 0.02 + 0.2 * random.nextDouble();
        boolean[] up = new boolean[ticks];
        boolean now = random.nextBoolean();
        for (int i = 0; i < ticks; i++) {
            now = random.nextDouble() < (now ? goes : comes) ? !now : now;
            up[i] = now;
        }
        return new DeadlineReplay(new boolean[][] {up}, TICK, PRICE_SHARE);
    }
}
