package io.spotagents.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.TemplateKey;
import io.spotagents.provider.Instance;
import io.spotagents.provider.InstanceState;
import io.spotagents.provider.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EnrolmentRulesTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant DEADLINE = NOON.plus(Duration.ofMinutes(10));
    private static final UUID OURS = new UUID(1, 1);
    private static final UUID INTENT = new UUID(2, 2);
    private static final Site SITE = new Site("aws", "123456789012", "eu-west-1");
    private static final EnrolmentRules RULES = EnrolmentRules.DEFAULT;

    private static Instance instance(UUID controller, String region, InstanceState state) {
        Pool pool =
                new Pool(
                        new Place("aws", "123456789012", region, region + "a"),
                        "m6i.large",
                        OperatingSystem.LINUX,
                        Purchase.SPOT);
        Owner owner = new Owner(controller, new TemplateKey("cloud", "linux"), INTENT);
        return new Instance("i-1", pool, owner, state, NOON);
    }

    private static Roster roster(Instance... known) {
        return new Roster(
                OURS,
                Set.of(SITE),
                Set.of(),
                known.length == 0
                        ? Map.of()
                        : Map.of("i-1", new Roster.Expected(known[0], DEADLINE)));
    }

    private static Roster growing() {
        return new Roster(OURS, Set.of(SITE), Set.of(SITE), Map.of());
    }

    private static Instance booting() {
        return instance(OURS, "eu-west-1", InstanceState.BOOTING);
    }

    private static Claim claim(Site site, Optional<Instant> started) {
        return new Claim(new Identity(site, "i-1", started), OURS, Optional.of(INTENT), false);
    }

    private static Claim claim() {
        return claim(SITE, Optional.of(NOON));
    }

    private static void assertRefused(
            RefusedBecause because, Claim claim, Roster roster, Instant now) {
        assertThatThrownBy(() -> RULES.admit(claim, roster, now))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.because()).isEqualTo(because));
    }

    @Test
    void letsAnInstanceInThatOneOfOurLaunchesMade() throws Exception {
        assertThat(RULES.admit(claim(), roster(booting()), NOON.plusSeconds(60)))
                .map(Roster.Expected::instance)
                .contains(booting());
    }

    @Test
    void doesWithoutTheLaunchWhereInstancesDoNotKnowIt() throws Exception {
        Claim claim =
                new Claim(
                        new Identity(SITE, "i-1", Optional.of(NOON)),
                        OURS,
                        Optional.empty(),
                        false);

        assertThat(RULES.admit(claim, roster(booting()), NOON)).isPresent();
    }

    @Test
    void tellsAnInstanceToComeAgainWhileALaunchInItsRegionIsNotAnswered() throws Exception {
        Instant later = NOON.plus(Duration.ofMinutes(5));

        assertThat(RULES.admit(claim(), growing(), later)).isEmpty();
        assertThat(RULES.admit(claim(SITE, Optional.empty()), growing(), later)).isEmpty();
    }

    @Test
    void tellsAYoungInstanceToComeAgainSinceItsLaunchMayJustBeAnswered() throws Exception {
        assertThat(RULES.admit(claim(), roster(), NOON.plusSeconds(119))).isEmpty();
        assertRefused(RefusedBecause.UNKNOWN_INSTANCE, claim(), roster(), NOON.plusSeconds(120));
    }

    @Test
    void refusesAnInstanceOfAnAccountThatNoSourceUses() {
        Site site = new Site("aws", "999999999999", "eu-west-1");

        assertRefused(
                RefusedBecause.FOREIGN_ACCOUNT,
                claim(site, Optional.of(NOON)),
                roster(booting()),
                NOON);
    }

    @Test
    void refusesAnInstanceOfARegionThatNoSourceUses() {
        Site site = new Site("aws", "123456789012", "us-east-1");

        assertRefused(
                RefusedBecause.FOREIGN_REGION,
                claim(site, Optional.of(NOON)),
                roster(booting()),
                NOON);
    }

    @Test
    void refusesAnInstanceThatWasTaggedByOrAsksForAnotherController() {
        UUID theirs = new UUID(9, 9);
        Claim asks =
                new Claim(
                        new Identity(SITE, "i-1", Optional.of(NOON)),
                        theirs,
                        Optional.of(INTENT),
                        false);
        Instance tagged = instance(theirs, "eu-west-1", InstanceState.BOOTING);

        assertRefused(RefusedBecause.FOREIGN_CONTROLLER, asks, roster(booting()), NOON);
        assertRefused(RefusedBecause.FOREIGN_CONTROLLER, claim(), roster(tagged), NOON);
    }

    @Test
    void refusesAnInstanceThatKnowsAnotherLaunchThanItsOwn() {
        Claim claim =
                new Claim(
                        new Identity(SITE, "i-1", Optional.of(NOON)),
                        OURS,
                        Optional.of(new UUID(9, 9)),
                        false);

        assertRefused(RefusedBecause.WRONG_LAUNCH, claim, roster(booting()), NOON);
    }

    @Test
    void refusesAnInstanceWhoseIdIsKnownFromAnotherRegion() {
        Instance elsewhere = instance(OURS, "us-east-1", InstanceState.BOOTING);

        assertRefused(RefusedBecause.UNKNOWN_INSTANCE, claim(), roster(elsewhere), NOON);
    }

    @Test
    void refusesASecondEnrolmentEvenOfAnInstanceThatIsGone() {
        Claim again =
                new Claim(
                        new Identity(SITE, "i-1", Optional.of(NOON)),
                        OURS,
                        Optional.of(INTENT),
                        true);

        assertRefused(RefusedBecause.REPLAYED, again, roster(booting()), NOON);
        assertRefused(RefusedBecause.REPLAYED, again, roster(), NOON);
    }

    @Test
    void refusesADocumentOfLongAgoOrOfTheFuture() {
        assertRefused(
                RefusedBecause.EXPIRED,
                claim(SITE, Optional.of(NOON.minus(Duration.ofMinutes(31)))),
                roster(booting()),
                NOON);
        assertRefused(
                RefusedBecause.EXPIRED,
                claim(SITE, Optional.of(NOON.plus(Duration.ofMinutes(3)))),
                roster(booting()),
                NOON);
    }

    @Test
    void refusesAnInstanceAfterItsBootDeadline() throws Exception {
        assertThat(RULES.admit(claim(), roster(booting()), DEADLINE)).isPresent();
        assertRefused(
                RefusedBecause.BOOT_DEADLINE_PASSED,
                claim(),
                roster(booting()),
                DEADLINE.plusSeconds(1));
    }

    @Test
    void refusesAnInstanceThatIsBeingEnded() {
        Instance ending = instance(OURS, "eu-west-1", InstanceState.ENDING);

        assertRefused(RefusedBecause.INSTANCE_ENDS, claim(), roster(ending), NOON);
    }
}
