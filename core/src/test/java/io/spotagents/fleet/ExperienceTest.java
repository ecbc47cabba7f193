package io.spotagents.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spotagents.capacity.CoolDown;
import io.spotagents.model.Pool;
import io.spotagents.provider.Instance;
import io.spotagents.provider.InstanceState;
import io.spotagents.provider.LaunchReply;
import io.spotagents.provider.Owner;
import io.spotagents.provider.Refusal;
import io.spotagents.reclaim.Notice;
import io.spotagents.testing.InMemoryBooks;
import io.spotagents.testing.Pools;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ExperienceTest {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final String SOURCE = FleetHarness.SOURCE;

    private final InMemoryBooks books = new InMemoryBooks();
    private Instant now = BEGIN;
    private final Experience experience = fresh();

    @Test
    void aPoolThatTakesBackIsMoreDangerousThanOneThatDoesNot() {
        liveThrough(Pools.SPOT_A, 5);

        assertThat(hazard(experience, Pools.SPOT_A))
                .isGreaterThan(hazard(experience, Pools.SPOT_B));
    }

    @Test
    void aFreshLoopKnowsWhatTheBookKnew() {
        liveThrough(Pools.SPOT_A, 5);
        experience.keep();

        assertThat(hazard(fresh(), Pools.SPOT_A))
                .isCloseTo(hazard(experience, Pools.SPOT_A), within(1e-9));
        assertThat(hazard(fresh(), Pools.SPOT_A))
                .isGreaterThan(1.2 * hazard(emptyHanded(), Pools.SPOT_A));
    }

    @Test
    void aNoticeAndTheLossItAnnouncedAreRecalledAsOne() {
        grant(Pools.SPOT_A);
        Member member = member(Pools.SPOT_A);
        now = now.plus(Duration.ofMinutes(30));
        Instant deadline = now.plus(Duration.ofMinutes(2));
        experience.noticed(
                member, new Notice(member.id(), Notice.Source.AGENT, now, deadline), 0, now);
        now = deadline.plus(Duration.ofMinutes(30));
        experience.gone(member.with(member.leaving().endAskedAt(deadline)), 0, now);
        experience.keep();

        assertThat(hazard(fresh(), Pools.SPOT_A))
                .isCloseTo(hazard(experience, Pools.SPOT_A), within(1e-9));
    }

    @Test
    void anInstanceThatWasEndedSaysNothingAgainstItsPool() {
        grant(Pools.SPOT_A);
        Member member = member(Pools.SPOT_A);
        now = now.plus(Duration.ofMinutes(30));
        double before = hazard(experience, Pools.SPOT_A);

        experience.gone(member.with(member.leaving().endAskedAt(now)), 0, now);

        assertThat(hazard(experience, Pools.SPOT_A)).isEqualTo(before);
    }

    @Test
    void whatAPoolRefusedOutlivesARestartForHalfAnHour() {
        LaunchIntent intent = ask(Pools.SPOT_A);
        Refusal soldOut = Refusal.of(Refusal.Kind.NO_CAPACITY, Refusal.Scope.POOL, "nothing left");
        experience.answered(intent.ask(), LaunchReply.refused(soldOut), now);
        experience.settled(intent.ask());
        experience.keep();

        assertThat(whyNot(experience)).isPresent();
        assertThat(whyNot(fresh())).isPresent();
        now = now.plus(Duration.ofMinutes(30));
        assertThat(whyNot(fresh())).isEmpty();
    }

    @Test
    void whatAPoolGrantedOutlivesARestart() {
        grant(Pools.SPOT_A);
        experience.keep();

        assertThat(mostAtOnce(fresh())).isEqualTo(mostAtOnce(experience));
    }

    @Test
    void whatCameFromOtherPoolsSaysNothingOfTheOneThatWasAsked() {
        LaunchIntent intent = ask(Pools.SPOT_A);
        int before = mostAtOnce(experience);
        LaunchReply reply = new LaunchReply(List.of(member(Pools.SPOT_B).instance()), List.of());

        experience.answered(intent.ask(), reply, now);
        experience.settled(intent.ask());

        assertThat(mostAtOnce(experience)).isEqualTo(mostAtOnce(emptyHanded()));
        assertThat(before).isZero();
    }

    @Test
    void aQuotaIsAskedAgainOnceAnInstanceOfOursIsGone() {
        grant(Pools.SPOT_A);
        LaunchIntent intent = ask(Pools.SPOT_A);
        Refusal quota = Refusal.of(Refusal.Kind.QUOTA_REACHED, Refusal.Scope.ACCOUNT, "one");
        experience.answered(intent.ask(), LaunchReply.refused(quota), now);
        experience.settled(intent.ask());
        assertThat(whyNot(experience)).isPresent();

        Member member = member(Pools.SPOT_B);
        experience.gone(member.with(member.leaving().endAskedAt(now)), 0, now);

        assertThat(whyNot(experience)).isEmpty();
    }

    @Test
    void whatWasSoldOutStaysSoWhenAnInstanceOfOursIsGone() {
        LaunchIntent intent = ask(Pools.SPOT_A);
        Refusal soldOut = Refusal.of(Refusal.Kind.NO_CAPACITY, Refusal.Scope.POOL, "nothing left");
        experience.answered(intent.ask(), LaunchReply.refused(soldOut), now);
        experience.settled(intent.ask());

        Member member = member(Pools.SPOT_A);
        experience.gone(member.with(member.leaving().endAskedAt(now)), 0, now);

        assertThat(whyNot(experience)).isPresent();
    }

    @Test
    void onDemandInstancesThatVanishMakeNothingDangerous() {
        grant(Pools.ON_DEMAND);
        experience.gone(member(Pools.ON_DEMAND), 0, now);

        assertThat(hazard(experience, Pools.ON_DEMAND)).isZero();
    }

    @Test
    void whatIsHeldAndAskedForIsTold() {
        LaunchIntent intent = ask(Pools.SPOT_A);

        assertThat(
                        experience
                                .at(now, List.of(member(Pools.SPOT_A)), List.of(intent))
                                .held(SOURCE, Pools.SPOT_A))
                .isEqualTo(2);
    }

    @Test
    void aFreshLoopKnowsHowLongInstancesBooted() {
        experience.booted(member(Pools.SPOT_A), Duration.ofSeconds(80), now);
        experience.keep();

        assertThat(boot(fresh()))
                .isEqualTo(boot(experience))
                .isCloseTo((5 * 200 + 80) / 6.0 / 3_600, within(1e-9));
    }

    @Test
    void anInstanceFromBeforeTheLoopBeganMayHaveHadNobodyToSpeakTo() {
        Member earlier = member(Pools.SPOT_A);
        now = now.plusSeconds(30);

        Experience later = fresh();
        later.booted(earlier, Duration.ofMinutes(20), now);

        assertThat(later.at(now, List.of(), List.of()).bootHours(SOURCE, Pools.SPOT_A)).isEmpty();
    }

    private double boot(Experience of) {
        return of.at(now, List.of(), List.of()).bootHours(SOURCE, Pools.SPOT_A).orElseThrow();
    }

    /** So many lives of an instance, each an hour until the pool takes it back. */
    private void liveThrough(Pool pool, int lives) {
        for (int i = 0; i < lives; i++) {
            grant(pool);
            now = now.plus(Duration.ofHours(1));
            experience.gone(member(pool), 0, now);
            now = now.plus(Duration.ofMinutes(10));
        }
    }

    private void grant(Pool pool) {
        LaunchIntent intent = ask(pool);
        LaunchReply reply = new LaunchReply(List.of(member(pool).instance()), List.of());
        experience.answered(intent.ask(), reply, now);
        experience.settled(intent.ask());
    }

    private LaunchIntent ask(Pool pool) {
        LaunchIntent intent =
                new LaunchIntent(
                        new UUID(2, 2),
                        FleetHarness.KEY,
                        new LaunchIntent.Ask(SOURCE, pool, 1),
                        now);
        experience.asked(intent);
        return intent;
    }

    private Member member(Pool pool) {
        Owner owner = new Owner(FleetHarness.CONTROLLER, FleetHarness.KEY, new UUID(2, 2));
        return Member.of(new Instance("i-1", pool, owner, InstanceState.RUNNING, now), SOURCE);
    }

    private Experience fresh() {
        return new Experience(CoolDown.DEFAULT, books, now);
    }

    private Experience emptyHanded() {
        return new Experience(CoolDown.DEFAULT, new InMemoryBooks(), now);
    }

    private double hazard(Experience one, Pool pool) {
        return one.at(now, List.of(), List.of()).hazardPerHour(SOURCE, pool);
    }

    private int mostAtOnce(Experience one) {
        return one.at(now, List.of(), List.of()).mostAtOnce(SOURCE, Pools.SPOT_A);
    }

    private Optional<String> whyNot(Experience one) {
        return one.at(now, List.of(), List.of()).whyNot(SOURCE, Pools.SPOT_A);
    }
}
