package io.spotagents.provider.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InstanceLifeTest {

    private static final long NEVER = Long.MAX_VALUE;

    @Test
    void bootsBeforeItRuns() {
        InstanceLife life = new InstanceLife(new InstancePlan(0, 100, 1000, NEVER, NEVER));

        assertThat(life.hasBooted(99)).isFalse();
        assertThat(life.hasBooted(100)).isTrue();
    }

    @Test
    void endsAtItsBootDeadlineUnlessItsLeaseIsRenewed() {
        InstanceLife life = new InstanceLife(new InstancePlan(0, 0, 1000, NEVER, NEVER));
        InstanceLife renewed = new InstanceLife(new InstancePlan(0, 0, 1000, NEVER, NEVER));

        renewed.renewLease(900, 500);

        assertThat(life.endReason(999)).isEmpty();
        assertThat(life.endReason(1000)).contains(EndReason.LEASE);
        assertThat(renewed.endReason(1399)).isEmpty();
        assertThat(renewed.endReason(1400)).contains(EndReason.LEASE);
    }

    @Test
    void grantsNoEndlessLease() {
        InstanceLife life = new InstanceLife(new InstancePlan(0, 0, 1000, NEVER, NEVER));

        life.renewLease(500, NEVER);

        assertThat(life.endReason(500 + InstanceLife.MAX_LEASE_MILLIS)).contains(EndReason.LEASE);
    }

    @Test
    void announcesAPlannedReclaimBeforeItHappens() {
        InstanceLife life = new InstanceLife(new InstancePlan(0, 0, NEVER, 200, 300));

        assertThat(life.announcedDeadline(199)).isEmpty();
        assertThat(life.announcedDeadline(200)).hasValue(300);
        assertThat(life.endReason(299)).isEmpty();
        assertThat(life.endReason(300)).contains(EndReason.RECLAIM);
    }

    @Test
    void takesTheEarlierOfTwoReclaims() {
        InstanceLife sooner = new InstanceLife(new InstancePlan(0, 0, NEVER, 200, 300));
        InstanceLife later = new InstanceLife(new InstancePlan(0, 0, NEVER, 200, 300));

        sooner.reclaimAfter(50, 100);
        later.reclaimAfter(50, 1000);

        assertThat(sooner.announcedDeadline(50)).hasValue(150);
        assertThat(sooner.endReason(150)).contains(EndReason.RECLAIM);
        assertThat(later.announcedDeadline(50)).isEmpty();
        assertThat(later.endReason(299)).isEmpty();
    }

    @Test
    void signalsARaisedRiskFromItsMomentOn() {
        InstanceLife life = new InstanceLife(new InstancePlan(0, 0, NEVER, NEVER, NEVER, 500));

        assertThat(life.isAtRisk(499)).isFalse();
        assertThat(life.isAtRisk(500)).isTrue();
        assertThat(life.announcedDeadline(500)).isEmpty();
    }
}
