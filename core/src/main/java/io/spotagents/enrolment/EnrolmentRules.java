package io.spotagents.enrolment;

import io.spotagents.model.Pool;
import io.spotagents.provider.Instance;
import io.spotagents.provider.InstanceState;
import io.spotagents.provider.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Who is let in. Pure: the same claim, roster and time are answered the same.
 *
 * @param maxAge how old an instance may be that enrolls, where its cloud tells; no shorter than the
 *     longest boot deadline
 * @param clockSkew how far the cloud's clock may be ahead of ours
 * @param unknownFor how long after its start an instance that nobody told of is not called unknown:
 *     its launch may just be answered
 */
public record EnrolmentRules(Duration maxAge, Duration clockSkew, Duration unknownFor) {

    /** Boot deadlines are 10 minutes; listings and launch replies come within a minute or two. */
    public static final EnrolmentRules DEFAULT =
            new EnrolmentRules(
                    Duration.ofMinutes(30), Duration.ofMinutes(2), Duration.ofMinutes(2));

    public EnrolmentRules {
        requirePositive("maxAge", maxAge);
        requirePositive("clockSkew", clockSkew);
        requirePositive("unknownFor", unknownFor);
    }

    /**
     * The instance that the claim is about, if it may enroll; empty if it is to come again, since
     * its launch may not have been answered yet.
     *
     * @throws RefusedException if it may not
     */
    Optional<Roster.Expected> admit(Claim claim, Roster roster, Instant now)
            throws RefusedException {
        Identity identity = claim.identity();
        refuseForeign(claim, roster);
        refuseOld(identity, now);
        if (claim.enrolledBefore()) {
            throw new RefusedException(RefusedBecause.REPLAYED);
        }
        Roster.Expected expected = roster.expected().get(identity.instanceId());
        if (expected == null) {
            return comeAgainOrRefuse(identity, roster, now);
        }
        refuseUnlessOurs(claim, expected.instance(), roster);
        if (expected.instance().state() == InstanceState.ENDING) {
            throw new RefusedException(RefusedBecause.INSTANCE_ENDS);
        }
        if (now.isAfter(expected.bootDeadline())) {
            throw new RefusedException(
                    RefusedBecause.BOOT_DEADLINE_PASSED, expected.bootDeadline().toString());
        }
        return Optional.of(expected);
    }

    private static void refuseForeign(Claim claim, Roster roster) throws RefusedException {
        Site site = claim.identity().site();
        if (!roster.sites().contains(site)) {
            boolean isKnownAccount =
                    roster.sites().stream()
                            .anyMatch(
                                    one ->
                                            one.provider().equals(site.provider())
                                                    && one.account().equals(site.account()));
            throw new RefusedException(
                    isKnownAccount
                            ? RefusedBecause.FOREIGN_REGION
                            : RefusedBecause.FOREIGN_ACCOUNT);
        }
        if (!claim.controller().equals(roster.controller())) {
            throw new RefusedException(RefusedBecause.FOREIGN_CONTROLLER);
        }
    }

    private void refuseOld(Identity identity, Instant now) throws RefusedException {
        if (identity.startedAt().isEmpty()) {
            return;
        }
        Instant started = identity.startedAt().get();
        if (started.plus(maxAge).isBefore(now) || started.isAfter(now.plus(clockSkew))) {
            throw new RefusedException(RefusedBecause.EXPIRED, "started at " + started);
        }
    }

    private Optional<Roster.Expected> comeAgainOrRefuse(
            Identity identity, Roster roster, Instant now) throws RefusedException {
        boolean isYoung =
                identity.startedAt().filter(at -> at.plus(unknownFor).isAfter(now)).isPresent();
        if (isYoung || roster.growing().contains(identity.site())) {
            return Optional.empty();
        }
        throw new RefusedException(RefusedBecause.UNKNOWN_INSTANCE);
    }

    private static void refuseUnlessOurs(Claim claim, Instance instance, Roster roster)
            throws RefusedException {
        Pool pool = instance.pool();
        Owner owner = instance.owner();
        if (!Site.of(pool.place()).equals(claim.identity().site())) {
            throw new RefusedException(RefusedBecause.UNKNOWN_INSTANCE, "it is of another site");
        }
        if (!owner.controller().equals(roster.controller())) {
            throw new RefusedException(RefusedBecause.FOREIGN_CONTROLLER);
        }
        if (claim.intent().filter(intent -> !intent.equals(owner.intent())).isPresent()) {
            throw new RefusedException(RefusedBecause.WRONG_LAUNCH);
        }
    }

    private static void requirePositive(String field, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(field + " must be positive, not " + value);
        }
    }
}
